import type { Box } from './frame.ts'
import type { Standard } from './standard.ts'

/** What the framing has to know of a person, in pixels of the frame. */
export interface Bust {
  crownPx: number
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

export type NoFrame = 'GEO_CROWN_CUT' | 'GEO_SHOULDERS' | 'GEO_CENTER' | 'GEO_FACE_WIDTH'

export type Framing = { crop: Box } | { impossible: NoFrame }

/** A half-plane a*h + b*e <= c of the plane (hair top, eye line), both in finished pixels. */
interface HalfPlane {
  a: number
  b: number
  c: number
  without: NoFrame
}

type Corner = [hairTop: number, eyeLine: number]

/** How far inside the bands the framing stays where it can: the largest errors of crown, eyes and cheeks, see limits. */
const guardPx = { hairTop: 6, eyeLine: 4, faceWidth: 8 }
/** The cheeks' middle is put on the picture's middle; where the photo is too narrow it may leave it by so much. */
const centerSlackPx = 9

/**
 * The crop whose hair top and eye line are nearest to the standard's preferred ones, with every band met and nothing
 * of the person cut that the photo has not cut itself. Scale and shift follow from hair top h and eye line e:
 *
 *   scale = (e - h) / (eyes - crown)      top = crown - h / scale
 *
 * so every condition is a half-plane of (h, e), and the crop is the point of their convex polygon nearest to the wish.
 */
export function frameBust(bust: Bust, standard: Standard): Framing {
  if (bust.cutAtTop) return { impossible: 'GEO_CROWN_CUT' }
  for (const guard of [1, 0]) {
    const point = nearestPoint(bust, standard, guard)
    if (!('without' in point)) return { crop: cropOf(bust, standard, point.corner) }
    if (guard === 0) return { impossible: point.without }
  }
  throw new Error('unreachable')
}

function nearestPoint(bust: Bust, standard: Standard, guard: number): { corner: Corner } | { without: NoFrame } {
  const { hairTop, eyeLine } = standard.bandsPx
  const hairGuard = guard * guardPx.hairTop
  const eyeGuard = guard * guardPx.eyeLine
  let polygon: Corner[] = [
    [hairTop[0] + hairGuard, eyeLine[0] + eyeGuard],
    [hairTop[1] - hairGuard, eyeLine[0] + eyeGuard],
    [hairTop[1] - hairGuard, eyeLine[1] - eyeGuard],
    [hairTop[0] + hairGuard, eyeLine[1] - eyeGuard],
  ]
  for (const plane of conditions(bust, standard, guard)) {
    polygon = clip(polygon, plane)
    if (polygon.length === 0) return { without: plane.without }
  }
  return { corner: nearestOf(polygon, [standard.targetPx.hairTop, standard.targetPx.eyeLine]) }
}

function conditions(bust: Bust, standard: Standard, guard: number): HalfPlane[] {
  const eyesBelowCrown = bust.eyeLinePx - bust.crownPx
  const faceWidth = bust.faceRightPx - bust.faceLeftPx
  const center = (bust.faceLeftPx + bust.faceRightPx) / 2
  const [widthMin, widthMax] = standard.bandsPx.faceWidth
  const widthGuard = guard * guardPx.faceWidth
  // e - h is scale * eyesBelowCrown: a bound on the scale is a bound on e - h.
  const scaleAtLeast = (scale: number, without: NoFrame): HalfPlane => ({
    a: 1,
    b: -1,
    c: -scale * eyesBelowCrown,
    without,
  })
  const scaleAtMost = (scale: number, without: NoFrame): HalfPlane => ({
    a: -1,
    b: 1,
    c: scale * eyesBelowCrown,
    without,
  })
  const planes = [
    scaleAtLeast((widthMin + widthGuard) / faceWidth, 'GEO_FACE_WIDTH'),
    scaleAtMost((widthMax - widthGuard) / faceWidth, 'GEO_FACE_WIDTH'),
  ]
  // Lower edge: crown + (height - h) / scale <= frame height, times scale.
  const below = (bust.frameHeightPx - bust.crownPx) / eyesBelowCrown
  planes.push({ a: -1 + below, b: -below, c: -standard.heightPx, without: 'GEO_SHOULDERS' })
  if (bust.cutAtLeft && bust.cutAtRight) {
    planes.push(scaleAtLeast(standard.widthPx / bust.frameWidthPx, 'GEO_CENTER'))
  }
  const { centerX } = standard.targetPx
  if (bust.cutAtLeft) planes.push(scaleAtLeast((centerX - centerSlackPx) / center, 'GEO_CENTER'))
  if (bust.cutAtRight) {
    const roomRight = bust.frameWidthPx - center
    planes.push(scaleAtLeast((standard.widthPx - centerX - centerSlackPx) / roomRight, 'GEO_CENTER'))
  }
  return planes
}

/** Sutherland and Hodgman 1974, one side. */
function clip(polygon: Corner[], { a, b, c }: HalfPlane): Corner[] {
  const kept: Corner[] = []
  polygon.forEach((corner, i) => {
    const next = polygon[(i + 1) % polygon.length]
    const here = a * corner[0] + b * corner[1] - c
    const there = a * next[0] + b * next[1] - c
    if (here <= 0) kept.push(corner)
    if (here < 0 !== there < 0 && here !== there) {
      const t = here / (here - there)
      if (t > 0 && t < 1) kept.push([corner[0] + t * (next[0] - corner[0]), corner[1] + t * (next[1] - corner[1])])
    }
  })
  return kept
}

function nearestOf(polygon: Corner[], wish: Corner): Corner {
  let inside = true
  let best: Corner = polygon[0]
  let bestDistance = Infinity
  polygon.forEach((from, i) => {
    const to = polygon[(i + 1) % polygon.length]
    const along: Corner = [to[0] - from[0], to[1] - from[1]]
    const toWish: Corner = [wish[0] - from[0], wish[1] - from[1]]
    if (along[0] * toWish[1] - along[1] * toWish[0] < 0) inside = false
    const length = along[0] ** 2 + along[1] ** 2
    const t = length > 0 ? Math.min(1, Math.max(0, (along[0] * toWish[0] + along[1] * toWish[1]) / length)) : 0
    const point: Corner = [from[0] + t * along[0], from[1] + t * along[1]]
    const distance = Math.hypot(point[0] - wish[0], point[1] - wish[1])
    if (distance < bestDistance) {
      bestDistance = distance
      best = point
    }
  })
  return inside && polygon.length > 2 ? wish : best
}

function cropOf(bust: Bust, standard: Standard, [hairTop, eyeLine]: Corner): Box {
  const scale = (eyeLine - hairTop) / (bust.eyeLinePx - bust.crownPx)
  const widthPx = standard.widthPx / scale
  const heightPx = standard.heightPx / scale
  let leftPx = (bust.faceLeftPx + bust.faceRightPx) / 2 - standard.targetPx.centerX / scale
  if (bust.cutAtRight) leftPx = Math.min(leftPx, bust.frameWidthPx - widthPx)
  if (bust.cutAtLeft) leftPx = Math.max(leftPx, 0)
  const topPx = Math.min(bust.crownPx - hairTop / scale, bust.frameHeightPx - heightPx)
  return { leftPx, topPx, widthPx, heightPx }
}

/** Where the bust lies on the finished picture, for a crop of it. */
export function finishedGeometry(bust: Bust, crop: Box, standard: Standard) {
  const scale = standard.widthPx / crop.widthPx
  return {
    hairTopPx: (bust.crownPx - crop.topPx) * scale,
    eyeLinePx: (bust.eyeLinePx - crop.topPx) * scale,
    faceWidthPx: (bust.faceRightPx - bust.faceLeftPx) * scale,
    centerXPx: ((bust.faceLeftPx + bust.faceRightPx) / 2 - crop.leftPx) * scale,
  }
}
