import type { Box } from './frame.ts'
import { type Corner, clip, nearestOf } from './half-plane.ts'
import { type Bust, centerSlackPx, lawfulCorners, type NoFrame, scaleAt } from './lawful-crop.ts'
import type { Standard } from './standard.ts'

export type { Bust } from './lawful-crop.ts'

/** There is no lawful crop: `reached` is the most that can be had of what is missing, in the unit of its finding. */
export interface Impossible {
  impossible: NoFrame
  reached: number
}

export type Framing = { crop: Box } | Impossible

/** Distance from the bands' limits, as a share of the usual one: given up where nothing else is left. */
const guards = [1, 0.4, 0]
/** Inside hair that cannot be shown whole the crown is least certain. */
const tallHairGuard = 1.5
/** Room wanted above the hair itself, and the least that lets it look whole, in finished pixels. */
const roomAboveHairPx = { wanted: 50, least: 10 }
/** How much a pixel less of that room weighs against a pixel away from the wished places. */
const roomWeight = 2

/**
 * The crop whose hair top and eye line are nearest to the standard's preferred ones, with every band met, nothing of
 * the person cut that the photo has not cut itself, and the whole hair shown where that is possible. Scale and shift
 * follow from hair top h and eye line e:
 *
 *   scale = (e - h) / (eyes - crown)      top = crown - h / scale
 *
 * so every condition is a half-plane of (h, e), and the crop is the point of their convex polygon nearest to the wish.
 * A photo that is such a crop already, as our own portraits are, is left as it is.
 */
export function frameBust(bust: Bust, standard: Standard): Framing {
  let missing: Impossible = { impossible: 'GEO_FACE_WIDTH', reached: 0 }
  for (const guard of guards) {
    const lawful = lawfulCorners(bust, standard, guard)
    if ('without' in lawful) {
      missing = { impossible: lawful.without, reached: lawful.reached }
      continue
    }
    let { polygon } = lawful
    if (guard === 1 && mostRoom(polygon, bust) < roomAboveHairPx.least) {
      const safer = lawfulCorners(bust, standard, tallHairGuard)
      if ('polygon' in safer) polygon = safer.polygon
    }
    const { hairTop, eyeLine } = standard.targetPx
    const crop = cropOf(bust, standard, showHair(polygon, bust, [hairTop, eyeLine]))
    return { crop: wholeFrame(bust, standard, crop) ?? crop }
  }
  return missing
}

/** How much higher than the crown the hair stands, as a share of the way from the eyes to the crown. */
function hairAboveCrown(bust: Bust): number {
  return Math.max(0, bust.crownPx - bust.hairTopPx) / (bust.eyeLinePx - bust.crownPx)
}

/** The most room above the hair that a crop of the polygon leaves, in finished pixels; negative where it is cut. */
function mostRoom(polygon: Corner[], bust: Bust): number {
  return Math.max(...polygon.map((corner) => roomAbove(corner, bust)))
}

function roomAbove([hairTop, eyeLine]: Corner, bust: Bust): number {
  return hairTop - hairAboveCrown(bust) * (eyeLine - hairTop)
}

/**
 * The corner nearest to the wish; where hair stands so high that it has too little room there, the balance between
 * room and wish. Both grow evenly, so that a small change of what was measured moves the crop but little.
 */
function showHair(polygon: Corner[], bust: Bust, wish: Corner): Corner {
  const share = hairAboveCrown(bust)
  const nearest = nearestOf(polygon, wish) ?? polygon[0]
  if (roomAbove(nearest, bust) >= roomAboveHairPx.wanted) return nearest
  const most = mostRoom(polygon, bust)
  const withRoom = (roomPx: number) =>
    nearestOf(clip(polygon, { a: -1 - share, b: share, c: 1e-6 - roomPx }), wish) ?? nearest
  const cost = (roomPx: number) => {
    const [hairTop, eyeLine] = withRoom(roomPx)
    return Math.hypot(hairTop - wish[0], eyeLine - wish[1], roomWeight * (roomAboveHairPx.wanted - roomPx))
  }
  // Hair that is cut at any rate is weighed only: a hair's breadth of it is not worth a crop far from the wish.
  const least = Math.min(...polygon.map((corner) => roomAbove(corner, bust)))
  let low = most >= roomAboveHairPx.least ? roomAboveHairPx.least : least
  let high = Math.min(roomAboveHairPx.wanted, most)
  while (high - low > 1e-3) {
    const third = (high - low) / 3
    if (cost(low + third) <= cost(high - third)) high -= third
    else low += third
  }
  return withRoom((low + high) / 2)
}

function cropOf(bust: Bust, standard: Standard, corner: Corner): Box {
  const scale = scaleAt(bust, corner)
  const widthPx = standard.widthPx / scale
  const heightPx = standard.heightPx / scale
  let leftPx = (bust.faceLeftPx + bust.faceRightPx) / 2 - standard.targetPx.centerX / scale
  if (bust.cutAtRight) leftPx = Math.min(leftPx, bust.frameWidthPx - widthPx)
  if (bust.cutAtLeft) leftPx = Math.max(leftPx, 0)
  const topPx = Math.min(bust.crownPx - corner[0] / scale, bust.frameHeightPx - heightPx)
  return { leftPx, topPx, widthPx, heightPx }
}

/** How far hair top and eye line of a photo may lie from the crop's, in finished pixels, for it to be left uncropped. */
const wholeFrameSlackPx = 16

/** The whole photo, where it is lawful itself and hardly differs from the crop. */
function wholeFrame(bust: Bust, standard: Standard, crop: Box): Box | null {
  const { frameWidthPx: widthPx, frameHeightPx } = bust
  const heightPx = (widthPx * standard.heightPx) / standard.widthPx
  // A picture of whole pixels has the standard's ratio only up to half a pixel.
  if (Math.abs(heightPx - frameHeightPx) > 0.5 + 1e-6 * heightPx) return null
  const whole = { leftPx: 0, topPx: Math.min(0, frameHeightPx - heightPx), widthPx, heightPx }
  const { hairTopPx, eyeLinePx, faceWidthPx, centerXPx } = finishedGeometry(bust, whole, standard)
  const wished = finishedGeometry(bust, crop, standard)
  const { bandsPx, targetPx } = standard
  const within = (value: number, [min, max]: [number, number]) => value >= min && value <= max
  const lawful =
    within(hairTopPx, bandsPx.hairTop) &&
    within(eyeLinePx, bandsPx.eyeLine) &&
    within(faceWidthPx, bandsPx.faceWidth) &&
    Math.abs(centerXPx - targetPx.centerX) <= centerSlackPx(standard)
  const apartPx = Math.max(Math.abs(hairTopPx - wished.hairTopPx), Math.abs(eyeLinePx - wished.eyeLinePx))
  return lawful && apartPx <= wholeFrameSlackPx ? whole : null
}

/**
 * What a crop chosen by hand does to the one that was found, done to the crop of another standard: it grows and shifts
 * with the same picture. All boxes are in the same pixels.
 */
export function carryCrop(chosen: Box, found: Box, other: Box): Box {
  const scale = chosen.widthPx / found.widthPx
  return {
    leftPx: chosen.leftPx + scale * (other.leftPx - found.leftPx),
    topPx: chosen.topPx + scale * (other.topPx - found.topPx),
    widthPx: scale * other.widthPx,
    heightPx: scale * other.heightPx,
  }
}

/**
 * A crop chosen by hand, of the standard's shape, where every band is met and no edge that cuts the person is passed.
 * Scale and shift are all that a crop can change.
 */
export function cropByHand(bust: Bust, chosen: Box, standard: Standard): Framing {
  const heightPx = (chosen.widthPx * standard.heightPx) / standard.widthPx
  const crop = { ...chosen, heightPx }
  const { hairTopPx, eyeLinePx, faceWidthPx, centerXPx } = finishedGeometry(bust, crop, standard)
  const { bandsPx, targetPx } = standard
  const within = (value: number, [min, max]: [number, number]) => value >= min && value <= max
  const scale = standard.widthPx / crop.widthPx
  const passed = (px: number) => px * scale > 0.5
  if (!within(hairTopPx, bandsPx.hairTop)) return { impossible: 'GEO_HAIR_TOP', reached: hairTopPx }
  if (!within(eyeLinePx, bandsPx.eyeLine)) return { impossible: 'GEO_EYE_LINE', reached: eyeLinePx }
  if (!within(faceWidthPx, bandsPx.faceWidth)) return { impossible: 'GEO_FACE_WIDTH', reached: faceWidthPx }
  const offCentrePx = centerXPx - targetPx.centerX
  if (Math.abs(offCentrePx) > centerSlackPx(standard)) return { impossible: 'GEO_CENTER', reached: offCentrePx }
  if (bust.cutAtTop && passed(-crop.topPx))
    return { impossible: 'GEO_CROWN_CUT', reached: Math.max(0, bust.crownPx * scale) }
  const belowPx = crop.topPx + heightPx - bust.frameHeightPx
  const besidePx = Math.max(
    bust.cutAtLeft ? -crop.leftPx : 0,
    bust.cutAtRight ? crop.leftPx + crop.widthPx - bust.frameWidthPx : 0,
  )
  if (passed(belowPx)) return { impossible: 'GEO_SHOULDERS', reached: 1 - belowPx / heightPx }
  if (passed(besidePx)) return { impossible: 'GEO_SHOULDERS', reached: 1 - besidePx / crop.widthPx }
  return { crop }
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
