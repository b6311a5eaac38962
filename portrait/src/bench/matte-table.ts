import { clothesContrast } from './clothes-contrast.ts'
import { colourError } from './colour-error.ts'
import { channelsOf, type FinishedPhoto, matteOf, rgbOf } from './finished-photo.ts'
import { halvesTable, kept, largest, type Measure, mean } from './halves.ts'
import { edgeBand, type MatteError, matteError } from './matte-error.ts'
import { areaAverage, type Plane, planeOf } from './plane.ts'
import type { BenchPhoto } from './sets.ts'
import { figure, textTable } from './table.ts'

const background = [100, 197, 255]
/** Clothes that differ less from the wall are the hard case, whose worst photo has a bar of its own. */
const clearContrast = 15

export interface Measured {
  photo: BenchPhoto
  error: MatteError
  /** CIE76 between clothes and wall beside the shoulders, see {@link clothesContrast}. */
  contrast: number
  /** Colour difference in the hair band against the true composite. */
  lossless: { mean: number; p95: number }
  jpeg: { mean: number; p95: number }
}

/**
 * Alpha and colours of composites against their truth on the 480 x 640 grid, warped by the reported crop. The last
 * 4 rows of each photo are left out, and what lies below them in the finished picture.
 */
export async function measureMattes(photos: FinishedPhoto[]): Promise<Measured[]> {
  const rows: Measured[] = []
  for (const finished of photos) {
    const measured = await measureMatte(finished)
    if (measured) rows.push(measured)
  }
  return rows
}

export function matteTable(set: string, rows: Measured[]): string {
  const isClear = ({ contrast }: Measured) => contrast >= clearContrast
  const hasShadow = ({ photo }: Measured) => /shadow/.test(photo.wall ?? '')
  const only = (test: (row: Measured) => boolean, measure: Measure<Measured>): Measure<Measured> => ({
    ...measure,
    of: (part) => measure.of(part.filter(test)),
  })
  const notClear = (row: Measured) => !isClear(row)
  const noShadow = (row: Measured) => !hasShadow(row)
  const leak = ({ error }: Measured) => 100 * error.leak
  return halvesTable(`${set}: matte and colours against the truth, 480 x 640`, rows, ({ photo }) => photo.half, [
    mean('MSE, mean', ({ error }) => error.mse, 4, { atMost: 0.002 }),
    only(
      isClear,
      largest(`MSE, worst where clothes and wall differ by ΔE ≥ ${clearContrast}`, mse, 4, { atMost: 0.006 }),
    ),
    only(notClear, largest('MSE, worst elsewhere', mse, 4, { atMost: 0.02 })),
    kept(`photos where they differ by ΔE ≥ ${clearContrast}`, isClear),
    mean('band MSE', ({ error }) => error.bandMse, 4, { atMost: 0.02 }),
    mean('holes, % of sure person', ({ error }) => 100 * error.holes, 3, { atMost: 0.5 }),
    mean('leak, % of sure wall', leak, 3, { atMost: 0.05 }),
    only(hasShadow, mean('leak on walls with a cast shadow', leak, 3, { atMost: 0.05 })),
    only(noShadow, mean('leak on other walls', leak, 3, { atMost: 0.05 })),
    largest('leak, worst photo', leak, 3),
    mean('SAD/1000', ({ error }) => error.sadThousands, 2),
    mean('gradient error', ({ error }) => error.gradient, 2),
    mean('band SAD/1000', ({ error }) => error.bandSadThousands, 2),
    mean('band gradient error', ({ error }) => error.bandGradient, 2),
    mean('hair band ΔE76 lossless, mean', ({ lossless }) => lossless.mean, 2, { atMost: 2.6 }),
    mean('hair band ΔE76 lossless, p95', ({ lossless }) => lossless.p95, 2, { atMost: 9.5 }),
    mean('hair band ΔE76 JPEG, mean', ({ jpeg }) => jpeg.mean, 2, { atMost: 4 }),
    mean('hair band ΔE76 JPEG, p95', ({ jpeg }) => jpeg.p95, 2, { atMost: 11.5 }),
  ])
}

function mse({ error }: Measured): number {
  return error.mse
}

const columns: [name: string, value: (row: Measured) => number, digits: number][] = [
  ['ΔE wall', ({ contrast }) => contrast, 1],
  ['MSE', mse, 4],
  ['band', ({ error }) => error.bandMse, 4],
  ['grad', ({ error }) => error.gradient, 2],
  ['leak %', ({ error }) => 100 * error.leak, 3],
  ['holes %', ({ error }) => 100 * error.holes, 3],
  ['ΔE', ({ lossless }) => lossless.mean, 2],
  ['p95', ({ lossless }) => lossless.p95, 2],
  ['JPEG', ({ jpeg }) => jpeg.mean, 2],
  ['p95', ({ jpeg }) => jpeg.p95, 2],
]

/** One line a photo, the worst first. */
export function eachMatteTable(set: string, rows: Measured[]): string {
  const worstFirst = rows.slice().sort((a, b) => b.error.mse - a.error.mse)
  return textTable(
    `${set}: each matte, the worst first`,
    ['photo', 'half', ...columns.map(([name]) => name)],
    worstFirst.map((row) => [
      row.photo.name,
      row.photo.half,
      ...columns.map(([, value, digits]) => figure(value(row), digits)),
    ]),
  )
}

/** Undefined where the truth is not known or no file was made. */
export async function measureMatte({ photo, report, made }: FinishedPhoto): Promise<Measured | undefined> {
  if (!photo.alphaFile || !made || !report.crop) return undefined
  const { crop } = report
  const alpha = await matteOf(photo.alphaFile)
  const truth = areaAverage(alpha, crop, 480, 640)
  const scale = 480 / crop.widthPx
  const rows = Math.min(640, Math.floor((alpha.heightPx - 4 - crop.topPx) * scale))
  const band = edgeBand(truth, 10 * scale)
  const error = matteError(await matteOf(made.matteFile), truth, band, rows)
  const nothing = { mean: Number.NaN, p95: Number.NaN }
  if (!photo.truth) return { photo, error, contrast: Number.NaN, lossless: nothing, jpeg: nothing }
  const { chin, pupilLeft, pupilRight } = photo.truth
  const contrast = clothesContrast(await rgbOf(photo.file), alpha, (pupilLeft[1] + pupilRight[1]) / 2, chin[1])
  if (!photo.foregroundFile) return { photo, error, contrast, lossless: nothing, jpeg: nothing }
  const ideal = await trueComposite(photo.foregroundFile, alpha, crop, truth)
  // Hair is what the band holds above the chin; below, the photo's clothes differ from the foreground's.
  const chinRow = Math.min(rows, Math.round((chin[1] - crop.topPx) * scale))
  const hair = band.map((inBand, i) => (i < chinRow * 480 ? inBand : 0))
  return {
    photo,
    error,
    contrast,
    lossless: colourError((await rgbOf(made.losslessFile)).rgb, ideal, hair),
    jpeg: colourError((await rgbOf(made.jpegFile)).rgb, ideal, hair),
  }
}

/** The person's true colours over the standard's blue with the true alpha, averaged onto the finished grid. */
async function trueComposite(file: string, alpha: Plane, crop: Parameters<typeof areaAverage>[1], truth: Plane) {
  const [red, green, blue, own] = await channelsOf(file)
  const scale = alpha.widthPx / red.widthPx
  const shift = alpha.heightPx - red.heightPx * scale
  const inForeground = {
    leftPx: crop.leftPx / scale,
    topPx: (crop.topPx - shift) / scale,
    widthPx: crop.widthPx / scale,
    heightPx: crop.heightPx / scale,
  }
  const coverage = areaAverage(own, inForeground, 480, 640)
  const rgb = new Float32Array(480 * 640 * 3)
  for (const [c, plane] of [red, green, blue].entries()) {
    const weighted = planeOf(plane.widthPx, plane.heightPx, (i) => (plane.values[i] * own.values[i]) / 255)
    const averaged = areaAverage(weighted, inForeground, 480, 640)
    for (let i = 0; i < truth.values.length; i++) {
      const share = coverage.values[i] / 255
      const colour = share > 0.001 ? averaged.values[i] / share : background[c]
      rgb[i * 3 + c] = truth.values[i] * colour + (1 - truth.values[i]) * background[c]
    }
  }
  return rgb
}
