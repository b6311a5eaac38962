import type { FinishedPhoto } from './finished-photo.ts'
import { halvesTable, kept, largest, mean, share } from './halves.ts'
import type { BenchPhoto, Truth } from './sets.ts'
import type { Half } from './split.ts'
import { figure, textTable } from './table.ts'

/** Places in finished pixels. */
interface Geometry {
  hairTopPx: number
  eyeLinePx: number
  faceWidthPx: number
  centerXPx: number
}

const bands: [name: string, holds: (geometry: Geometry) => boolean][] = [
  ['hair top 50-110', ({ hairTopPx }) => hairTopPx >= 50 && hairTopPx <= 110],
  ['eye line 200-300', ({ eyeLinePx }) => eyeLinePx >= 200 && eyeLinePx <= 300],
  ['face width 180-300', ({ faceWidthPx }) => !(faceWidthPx < 180 || faceWidthPx > 300)],
  ['cheeks centred +-9', ({ centerXPx }) => !(Math.abs(centerXPx - 240) > 9)],
]

/** Where the marked truth comes to lie in the finished picture; width and centre are NaN where cheeks are not marked. */
export function trueGeometry(truth: Truth, crop: { leftPx: number; topPx: number; widthPx: number }): Geometry {
  const scale = 480 / crop.widthPx
  const left = truth.faceLeftPx ?? Number.NaN
  const right = truth.faceRightPx ?? Number.NaN
  return {
    hairTopPx: (truth.crown[1] - crop.topPx) * scale,
    eyeLinePx: ((truth.pupilLeft[1] + truth.pupilRight[1]) / 2 - crop.topPx) * scale,
    faceWidthPx: (right - left) * scale,
    centerXPx: ((left + right) / 2 - crop.leftPx) * scale,
  }
}

/** A photo's places as reported and by the marked truth. */
interface Placed {
  photo: BenchPhoto
  seen: Geometry
  truth: Geometry
}

/** How many finished photos keep the standard's bands, by the marked truth. */
export function bandsTable(set: string, photos: FinishedPhoto[]): string {
  const all = (truth: Geometry) => bands.every(([, holds]) => holds(truth))
  return halvesTable(`${set}: bands of the finished picture, by the marked truth`, withTruth(photos), halfOf, [
    ...bands.map(([name, holds]) => kept<Placed>(name, ({ truth }) => holds(truth))),
    kept<Placed>('all', ({ truth }) => all(truth), { atLeast: 98 }),
  ])
}

const errors: [name: string, error: (seen: Geometry, truth: Geometry) => number, p95: number, max: number][] = [
  ['eye line', (seen, truth) => seen.eyeLinePx - truth.eyeLinePx, 3, 6],
  ['crown', (seen, truth) => seen.hairTopPx - truth.hairTopPx, 6, 14],
  ['face width, %', (seen, truth) => (100 * (seen.faceWidthPx - truth.faceWidthPx)) / truth.faceWidthPx, 4, 8],
  ['cheek centre', (seen, truth) => seen.centerXPx - truth.centerXPx, 4, 9],
]

/** Reported against marked places, in finished pixels. */
export function geometryTable(set: string, photos: FinishedPhoto[]): string {
  const title = `${set}: reported geometry against the marked truth, finished px`
  const measures = errors.flatMap(([name, error, p95, max]) => {
    const signed = ({ seen, truth }: Placed) => error(seen, truth)
    const size = (row: Placed) => Math.abs(signed(row))
    return [
      mean(`${name}, bias`, signed, 2),
      share(`${name}, median`, 0.5, size, 2),
      share(`${name}, p95`, 0.95, size, 2, { atMost: p95 }),
      largest(`${name}, max`, size, 2, { atMost: max }),
    ]
  })
  return halvesTable(title, withTruth(photos), halfOf, measures)
}

/** One line a photo, the largest error of the crown first. */
export function eachGeometryTable(set: string, photos: FinishedPhoto[]): string {
  const rows = withTruth(photos).sort(
    (a, b) => Math.abs(b.seen.hairTopPx - b.truth.hairTopPx) - Math.abs(a.seen.hairTopPx - a.truth.hairTopPx),
  )
  return textTable(
    `${set}: each photo's geometry, reported minus marked, finished px`,
    ['photo', 'half', ...errors.map(([name]) => name), 'marked hair top', 'eye line'],
    rows.map(({ photo, seen, truth }) => [
      photo.name,
      photo.half,
      ...errors.map(([, error]) => figure(error(seen, truth), 1)),
      figure(truth.hairTopPx, 1),
      figure(truth.eyeLinePx, 1),
    ]),
  )
}

function halfOf({ photo }: Placed): Half {
  return photo.half
}

function withTruth(photos: FinishedPhoto[]): Placed[] {
  return photos.flatMap(({ photo, report }) => {
    if (!photo.truth || !report.crop || !report.geometry) return []
    return [{ photo, seen: report.geometry, truth: trueGeometry(photo.truth, report.crop) }]
  })
}
