import { colourError, meanOf } from './colour-error.ts'
import { channelsOf, type FinishedPhoto, matteOf, rgbOf } from './finished-photo.ts'
import { edgeBand, type MatteError, matteError } from './matte-error.ts'
import { areaAverage, type Plane, planeOf } from './plane.ts'
import { figure, textTable } from './table.ts'

const background = [100, 197, 255]

export interface Measured {
  name: string
  error: MatteError
  /** Colour difference in the hair band against the true composite. */
  lossless: { mean: number; p95: number }
  jpeg: { mean: number; p95: number }
}

/**
 * Alpha and colours of composites against their truth on the 480 x 640 grid, warped by the reported crop. The last
 * 4 rows of each photo are left out, and what lies below them in the finished picture.
 */
export async function matteTable(set: string, photos: FinishedPhoto[]): Promise<string> {
  const rows: Measured[] = []
  for (const finished of photos) {
    const measured = await measureMatte(finished)
    if (measured) rows.push(measured)
  }
  const mean = (value: (row: Measured) => number) => meanOf(rows.map(value).filter(Number.isFinite))
  const worst = (value: (row: Measured) => number) => Math.max(...rows.map(value).filter(Number.isFinite))
  const line = (name: string, of: (value: (row: Measured) => number) => number) => [
    name,
    ...columns.map(([, value, digits]) => figure(of(value), digits)),
  ]
  return textTable(
    `${set}: matte and colours against the truth, ${rows.length} pictures, 480 x 640`,
    ['photo', ...columns.map(([name]) => name)],
    [...rows.map((row) => line(row.name, (value) => value(row))), line('mean', mean), line('worst', worst)],
  )
}

const columns: [name: string, value: (row: Measured) => number, digits: number][] = [
  ['SAD/1000', ({ error }) => error.sadThousands, 2],
  ['MSE', ({ error }) => error.mse, 4],
  ['grad', ({ error }) => error.gradient, 2],
  ['band SAD', ({ error }) => error.bandSadThousands, 2],
  ['band MSE', ({ error }) => error.bandMse, 4],
  ['band grad', ({ error }) => error.bandGradient, 2],
  ['leak %', ({ error }) => 100 * error.leak, 3],
  ['holes %', ({ error }) => 100 * error.holes, 3],
  ['dE lossless', ({ lossless }) => lossless.mean, 2],
  ['p95', ({ lossless }) => lossless.p95, 2],
  ['dE JPEG', ({ jpeg }) => jpeg.mean, 2],
  ['p95', ({ jpeg }) => jpeg.p95, 2],
]

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
  if (!photo.foregroundFile || !photo.truth) return { name: photo.name, error, lossless: nothing, jpeg: nothing }
  const ideal = await trueComposite(photo.foregroundFile, alpha, crop, truth)
  // Hair is what the band holds above the chin; below, the photo's clothes differ from the foreground's.
  const chinRow = Math.min(rows, Math.round((photo.truth.chin[1] - crop.topPx) * scale))
  const hair = band.map((inBand, i) => (i < chinRow * 480 ? inBand : 0))
  return {
    name: photo.name,
    error,
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
