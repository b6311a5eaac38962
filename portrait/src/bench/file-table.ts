import { meanOf, quantile } from './colour-error.ts'
import { fileRules } from './finished-file.ts'
import { channelsOf, type FinishedPhoto, matteOf, rgbOf } from './finished-photo.ts'
import { areaAverage, dilated } from './plane.ts'
import { figure, percent, textTable } from './table.ts'

/** How many finished files keep each number of the standard. */
export function filesTable(set: string, photos: FinishedPhoto[]): string {
  const files = photos.flatMap(({ made }) => (made ? [made.file] : []))
  const rows = fileRules.map(({ name, holds }) => {
    const kept = files.filter(holds).length
    return [name, `${kept} of ${files.length}`, percent(kept, files.length)]
  })
  const sizes = files.map(({ bytes }) => bytes)
  const qualities = photos.flatMap(({ report }) => (report.file ? [report.file.quality] : []))
  rows.push(['smallest, median, largest bytes', `${Math.min(...sizes)} ${quantile(sizes, 0.5)} ${Math.max(...sizes)}`])
  rows.push([
    'lowest, median, highest quality',
    `${Math.min(...qualities)} ${quantile(qualities, 0.5)} ${Math.max(...qualities)}`,
  ])
  return textTable(`${set}: ${files.length} files of ${photos.length} photos`, ['number', 'kept', 'share'], rows)
}

const background = [100, 197, 255]

/** Background exact before JPEG and near it after; the person's pixels against plain resampling of the original. */
export async function pixelsTable(set: string, photos: FinishedPhoto[]): Promise<string> {
  const exact: number[] = []
  const within2: number[] = []
  const within6: number[] = []
  const fidelity: number[] = []
  for (const { photo, report, made } of photos) {
    if (!made || !report.crop) continue
    const matte = await matteOf(made.matteFile)
    const lossless = await rgbOf(made.losslessFile)
    const decoded = await rgbOf(made.jpegFile)
    const wall = matte.values.map((a) => (a === 0 ? 1 : 0))
    exact.push(shareWithin(lossless.rgb, wall, 0))
    within2.push(shareWithin(decoded.rgb, wall, 2))
    within6.push(shareWithin(decoded.rgb, wall, 6))
    const unsure = Uint8Array.from(matte.values, (a) => (a < 0.999 ? 1 : 0))
    const edge = dilated(unsure, matte.widthPx, matte.heightPx, 3)
    const original = (await channelsOf(photo.file)).map((plane) => areaAverage(plane, report.crop!, 480, 640))
    const differences: number[] = []
    for (let i = 0; i < edge.length; i++) {
      if (edge[i]) continue
      for (let c = 0; c < 3; c++) {
        differences.push(Math.abs(lossless.rgb[i * 3 + c] - original[Math.min(c, original.length - 1)].values[i]))
      }
    }
    fidelity.push(meanOf(differences))
  }
  const row = (name: string, values: number[], digits: number, worst: number) => [
    name,
    figure(meanOf(values), digits),
    figure(worst, digits),
  ]
  return textTable(
    `${set}: pixels of ${exact.length} pictures`,
    ['measure', 'mean', 'worst'],
    [
      row('background exact before JPEG, share', exact, 5, Math.min(...exact)),
      row('background within 2 after JPEG, share', within2, 4, Math.min(...within2)),
      row('background within 6 after JPEG, share', within6, 4, Math.min(...within6)),
      row('person against plain resampling, levels of 255', fidelity, 3, Math.max(...fidelity)),
    ],
  )
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
