import { quantile } from './colour-error.ts'
import type { FinishedPhoto } from './finished-photo.ts'
import type { Truth } from './sets.ts'
import { figure, percent, textTable } from './table.ts'

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

/** How many finished photos keep the standard's bands, by the marked truth. */
export function bandsTable(set: string, photos: FinishedPhoto[]): string {
  const placed = withTruth(photos)
  const rows = bands.map(([name, holds]) => {
    const kept = placed.filter(({ truth }) => holds(truth)).length
    return [name, `${kept} of ${placed.length}`, percent(kept, placed.length)]
  })
  const all = placed.filter(({ truth }) => bands.every(([, holds]) => holds(truth))).length
  rows.push(['all', `${all} of ${placed.length}`, percent(all, placed.length)])
  return textTable(`${set}: bands of the finished picture, by the marked truth`, ['band', 'kept', 'share'], rows)
}

/** Reported against marked places, in finished pixels. */
export function geometryTable(set: string, photos: FinishedPhoto[]): string {
  const placed = withTruth(photos)
  const row = (name: string, error: (seen: Geometry, truth: Geometry) => number, digits: number) => {
    const errors = placed.map(({ seen, truth }) => error(seen, truth)).filter(Number.isFinite)
    const sizes = errors.map(Math.abs)
    const bias = errors.reduce((sum, value) => sum + value, 0) / errors.length
    return [
      name,
      String(errors.length),
      figure(bias, digits),
      figure(quantile(sizes, 0.5), digits),
      figure(quantile(sizes, 0.95), digits),
      figure(Math.max(...sizes), digits),
    ]
  }
  return textTable(
    `${set}: reported geometry against the marked truth, finished px`,
    ['place', 'photos', 'bias', 'median', 'p95', 'max'],
    [
      row('eye line', (seen, truth) => seen.eyeLinePx - truth.eyeLinePx, 2),
      row('crown', (seen, truth) => seen.hairTopPx - truth.hairTopPx, 2),
      row('face width, %', (seen, truth) => (100 * (seen.faceWidthPx - truth.faceWidthPx)) / truth.faceWidthPx, 2),
      row('cheek centre', (seen, truth) => seen.centerXPx - truth.centerXPx, 2),
    ],
  )
}

function withTruth(photos: FinishedPhoto[]): { seen: Geometry; truth: Geometry }[] {
  return photos.flatMap(({ photo, report }) => {
    if (!photo.truth || !report.crop || !report.geometry) return []
    return [{ seen: report.geometry, truth: trueGeometry(photo.truth, report.crop) }]
  })
}
