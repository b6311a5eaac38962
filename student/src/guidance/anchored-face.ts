import type { SizePx } from './kept-area.ts'
import type { Point, SeenFace } from './seen.ts'

/** A face as VisionKit anchors it: shares of the picture's sides, angles in radians (nod, turn, tilt). */
export type AnchoredFace = {
  origin: { x: number; y: number }
  size: { width: number; height: number }
  points: { x: number; y: number }[]
  angle: number[]
}

/** Of the 106 points: the contour's ends beside the ears, chin, tip of the nose, middles of the eyes. */
const place = { earLeft: 0, chin: 16, earRight: 32, noseTip: 46, eyeLeft: 74, eyeRight: 77 } as const
const degrees = 180 / Math.PI
/** How far down from the eyes to the chin the nose's tip lies in a face that looks straight ahead. */
const noseShare = 0.44

/** The middles of the eyes, the one at the picture's left first. */
export function eyesOfAnchor({ points }: AnchoredFace, picture: SizePx): [Point, Point] {
  const eyes = [place.eyeLeft, place.eyeRight].map((at) => pointOf(points[at], picture))
  return eyes[0][0] <= eyes[1][0] ? [eyes[0], eyes[1]] : [eyes[1], eyes[0]]
}

/** The measures of the finished photo's face, as far as VisionKit tells them. */
export function seenAnchor(face: AnchoredFace, picture: SizePx): SeenFace {
  const [left, right] = eyesOfAnchor(face, picture)
  const at = (index: number) => pointOf(face.points[index], picture)
  const sides = [at(place.earLeft)[0], at(place.earRight)[0]]
  const eyeLinePx = (left[1] + right[1]) / 2
  const [nod = 0, turn = 0] = face.angle
  // Which way a nod counts is not documented; where the nose lies between eyes and chin says it.
  const down = (at(place.noseTip)[1] - eyeLinePx) / Math.max(1, at(place.chin)[1] - eyeLinePx) > noseShare
  return {
    centerXPx: (sides[0] + sides[1]) / 2,
    eyeLinePx,
    widthPx: Math.abs(sides[1] - sides[0]),
    rollDegrees: Math.atan2(right[1] - left[1], right[0] - left[0]) * degrees,
    yawDegrees: turn * degrees,
    pitchDegrees: (down ? 1 : -1) * Math.abs(nod) * degrees,
  }
}

function pointOf({ x, y }: { x: number; y: number }, { widthPx, heightPx }: SizePx): Point {
  return [x * widthPx, y * heightPx]
}
