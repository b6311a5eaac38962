import { type Corner, clip, type HalfPlane } from './half-plane.ts'
import type { Standard } from './standard.ts'

/** What the framing has to know of a person, in pixels of the frame. */
export interface Bust {
  crownPx: number
  /** Where the hair's mass begins; it may stand far above the crown. */
  hairTopPx: number
  eyeLinePx: number
  faceLeftPx: number
  faceRightPx: number
  frameWidthPx: number
  frameHeightPx: number
  /** Edges of the frame that cut the person. The lower edge always counts as one. */
  cutAtTop: boolean
  cutAtLeft: boolean
  cutAtRight: boolean
}

export type NoFrame =
  | 'GEO_CROWN_CUT'
  | 'GEO_SHOULDERS'
  | 'GEO_CENTER'
  | 'GEO_FACE_WIDTH'
  | 'GEO_HAIR_TOP'
  | 'GEO_EYE_LINE'

/** What a crop is wanted to keep, and how near to it (in the finding's unit) a crop at (hair top, eye line) comes. */
interface Condition extends HalfPlane {
  without: NoFrame
  reached(corner: Corner): number
}

/** How far inside the bands the framing stays where it can: p95 of the errors of crown, eyes, cheeks and their middle. */
const guardPx = { hairTop: 16, eyeLine: 4, faceWidth: 8, center: 4 }

/** A narrow band leaves less. */
const guardShareMax = 0.3

/** How far the cheeks' middle may leave the picture's middle, in finished pixels, also where the band is wider. */
export function centerSlackPx({ bandsPx }: Standard): number {
  return Math.min(9, bandsPx.centerOffset[1])
}

/**
 * All (hair top h, eye line e) whose crop meets the bands, `guard` times the usual distance from their limits, and
 * reaches past no edge that cuts the person: a convex polygon, clockwise on a y-down plane. Where there is none: what
 * is missing, and the most of it that can be had.
 */
export function lawfulCorners(
  bust: Bust,
  standard: Standard,
  guard: number,
): { polygon: Corner[] } | { without: NoFrame; reached: number } {
  const { hairTop, eyeLine } = standard.bandsPx
  const inside = ([min, max]: [number, number], px: number) => guard * Math.min(px, guardShareMax * (max - min))
  const hairGuard = inside(hairTop, guardPx.hairTop)
  const eyeGuard = inside(eyeLine, guardPx.eyeLine)
  let polygon: Corner[] = [
    [hairTop[0] + hairGuard, eyeLine[0] + eyeGuard],
    [hairTop[1] - hairGuard, eyeLine[0] + eyeGuard],
    [hairTop[1] - hairGuard, eyeLine[1] - eyeGuard],
    [hairTop[0] + hairGuard, eyeLine[1] - eyeGuard],
  ]
  for (const condition of [...bandConditions(bust, standard, guard), ...edgeConditions(bust, standard, guard)]) {
    const kept = clip(polygon, condition)
    if (kept.length === 0)
      return { without: condition.without, reached: condition.reached(nearest(polygon, condition)) }
    polygon = kept
  }
  return { polygon }
}

/** The corner that misses a half-plane by least. */
function nearest(polygon: Corner[], { a, b }: HalfPlane): Corner {
  const miss = ([h, e]: Corner) => a * h + b * e
  return polygon.reduce((best, corner) => (miss(corner) < miss(best) ? corner : best))
}

/** The scale is (e - h) / (eyes - crown), so that a bound on the scale is a bound on e - h. */
export function scaleAt(bust: Bust, [hairTop, eyeLine]: Corner): number {
  return (eyeLine - hairTop) / (bust.eyeLinePx - bust.crownPx)
}

function scaleAtLeast(bust: Bust, scale: number, rest: Pick<Condition, 'without' | 'reached'>): Condition {
  return { a: 1, b: -1, c: -scale * (bust.eyeLinePx - bust.crownPx), ...rest }
}

function scaleAtMost(bust: Bust, scale: number, rest: Pick<Condition, 'without' | 'reached'>): Condition {
  return { a: -1, b: 1, c: scale * (bust.eyeLinePx - bust.crownPx), ...rest }
}

function bandConditions(bust: Bust, standard: Standard, guard: number): Condition[] {
  const faceWidth = bust.faceRightPx - bust.faceLeftPx
  const [min, max] = standard.bandsPx.faceWidth
  const widthGuard = guard * Math.min(guardPx.faceWidth, guardShareMax * (max - min))
  const rest = { without: 'GEO_FACE_WIDTH', reached: (at: Corner) => faceWidth * scaleAt(bust, at) } as const
  return [
    scaleAtLeast(bust, (min + widthGuard) / faceWidth, rest),
    scaleAtMost(bust, (max - widthGuard) / faceWidth, rest),
  ]
}

function edgeConditions(bust: Bust, standard: Standard, guard: number): Condition[] {
  const { crownPx, frameWidthPx, frameHeightPx } = bust
  const { widthPx, heightPx } = standard
  const eyesBelowCrown = bust.eyeLinePx - crownPx
  const found: Condition[] = []
  if (bust.cutAtTop) {
    // crown - h / scale >= 0, times scale.
    const above = crownPx / eyesBelowCrown
    const missing = (at: Corner) => at[0] - crownPx * scaleAt(bust, at)
    const reached = (at: Corner) => Math.max(0, standard.bandsPx.hairTop[0] - missing(at))
    found.push({ a: 1 + above, b: -above, c: 0, without: 'GEO_CROWN_CUT', reached })
  }
  // crown + (height - h) / scale <= frame height, times scale.
  const below = (frameHeightPx - crownPx) / eyesBelowCrown
  const shown = (at: Corner) => ((frameHeightPx - crownPx) * scaleAt(bust, at)) / (heightPx - at[0])
  found.push({ a: -1 + below, b: -below, c: -heightPx, without: 'GEO_SHOULDERS', reached: shown })
  if (bust.cutAtLeft && bust.cutAtRight) {
    const across = (at: Corner) => (frameWidthPx * scaleAt(bust, at)) / widthPx
    found.push(scaleAtLeast(bust, widthPx / frameWidthPx, { without: 'GEO_SHOULDERS', reached: across }))
  }
  // The cheeks' middle is put on the picture's middle; where the photo is too narrow it may leave it a little.
  const slackMax = centerSlackPx(standard)
  const slackPx = slackMax - guard * Math.min(guardPx.center, slackMax / 2)
  const roomBeside = (roomPx: number, wantedPx: number) => {
    const reached = (at: Corner) => wantedPx - roomPx * scaleAt(bust, at)
    found.push(scaleAtLeast(bust, (wantedPx - slackPx) / roomPx, { without: 'GEO_CENTER', reached }))
  }
  const center = (bust.faceLeftPx + bust.faceRightPx) / 2
  if (bust.cutAtLeft) roomBeside(center, standard.targetPx.centerX)
  if (bust.cutAtRight) roomBeside(frameWidthPx - center, widthPx - standard.targetPx.centerX)
  return found
}
