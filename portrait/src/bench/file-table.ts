import { type FileRule, type FinishedFile, fileRules } from '../finished-file.ts'
import { meanOf } from './colour-error.ts'
import { channelsOf, type FinishedPhoto, matteOf, rgbOf } from './finished-photo.ts'
import { halvesTable, kept, largest, mean, share, smallest } from './halves.ts'
import { areaAverage, dilated } from './plane.ts'
import type { Half } from './split.ts'

/** How many finished files keep each number of the standard. */
export function filesTable(set: string, photos: FinishedPhoto[]): string {
  const every = { atLeast: 100 }
  const file = ({ made }: FinishedPhoto) => made?.file
  const bytes = (each: FinishedPhoto) => file(each)?.bytes ?? Number.NaN
  const quality = (each: FinishedPhoto) => file(each)?.quality ?? Number.NaN
  const hasFile = (each: FinishedPhoto) => file(each) !== undefined
  const rule = ({ name, holds }: FileRule) =>
    kept<FinishedPhoto>(name, (each) => holds(file(each) as FinishedFile), every, hasFile)
  return halvesTable(`${set}: files`, photos, ({ photo }) => photo.half, [
    kept('photos with a file', hasFile),
    ...fileRules.map(rule),
    smallest('bytes, smallest', bytes, 0),
    share('bytes, median', 0.5, bytes, 0),
    largest('bytes, largest', bytes, 0),
    smallest('quality, lowest', quality, 0),
    share('quality, median', 0.5, quality, 0),
    largest('quality, highest', quality, 0),
  ])
}

const background = [100, 197, 255]

interface PhotoPixels {
  half: Half
  exact: number
  within2: number
  within6: number
  fidelity: number
}

/** Background exact before JPEG and near it after; the person's pixels against plain resampling of the original. */
export async function pixelsTable(set: string, photos: FinishedPhoto[]): Promise<string> {
  const rows: PhotoPixels[] = []
  for (const each of photos) {
    const pixels = await pixelsOf(each)
    if (pixels) rows.push(pixels)
  }
  const percents = (value: (row: PhotoPixels) => number) => (row: PhotoPixels) => 100 * value(row)
  return halvesTable(`${set}: pixels`, rows, ({ half }) => half, [
    smallest(
      'background exact before JPEG, %, worst photo',
      percents(({ exact }) => exact),
      3,
      { atLeast: 100 },
    ),
    mean(
      'background within 2 after JPEG, %',
      percents(({ within2 }) => within2),
      2,
      { atLeast: 99 },
    ),
    smallest(
      '... worst photo',
      percents(({ within2 }) => within2),
      2,
    ),
    mean(
      'background within 6 after JPEG, %',
      percents(({ within6 }) => within6),
      3,
      { atLeast: 99.9 },
    ),
    smallest(
      '... worst photo',
      percents(({ within6 }) => within6),
      3,
    ),
    mean('person against plain resampling, levels of 255', ({ fidelity }) => fidelity, 3, { atMost: 1 }),
    largest('... worst photo', ({ fidelity }) => fidelity, 3),
  ])
}

async function pixelsOf({ photo, report, made }: FinishedPhoto): Promise<PhotoPixels | undefined> {
  const { crop } = report
  if (!made || !crop) return undefined
  const matte = await matteOf(made.matteFile)
  const lossless = await rgbOf(made.losslessFile)
  const decoded = await rgbOf(made.jpegFile)
  const wall = matte.values.map((a) => (a === 0 ? 1 : 0))
  const unsure = Uint8Array.from(matte.values, (a) => (a < 0.999 ? 1 : 0))
  const edge = dilated(unsure, matte.widthPx, matte.heightPx, 3)
  const original = (await channelsOf(photo.file)).map((plane) => areaAverage(plane, crop, 480, 640))
  const differences: number[] = []
  for (let i = 0; i < edge.length; i++) {
    if (edge[i]) continue
    for (let c = 0; c < 3; c++) {
      differences.push(Math.abs(lossless.rgb[i * 3 + c] - original[Math.min(c, original.length - 1)].values[i]))
    }
  }
  return {
    half: photo.half,
    exact: shareWithin(lossless.rgb, wall, 0),
    within2: shareWithin(decoded.rgb, wall, 2),
    within6: shareWithin(decoded.rgb, wall, 6),
    fidelity: meanOf(differences),
  }
}

function shareWithin(rgb: Uint8Array, where: Float32Array, levels: number): number {
  let all = 0
  let near = 0
  for (let i = 0; i < where.length; i++) {
    if (where[i] === 0) continue
    all++
    const worst = Math.max(...background.map((value, c) => Math.abs(rgb[i * 3 + c] - value)))
    if (worst <= levels) near++
  }
  return all === 0 ? Number.NaN : near / all
}
