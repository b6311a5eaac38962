import { eyeLinePx, type Face, faceWidthPx } from './face.ts'

/** A plane of alpha or probability and where it lies: frame = origin + plane * scale. */
export interface PersonPlane {
  person: Float32Array
  widthPx: number
  heightPx: number
  leftPx: number
  topPx: number
  framePerPx: number
}

/** Covered width that counts as mass, and how far beside the face hair is looked for, in face widths. */
const massShare = 0.3
const sideShare = 0.3

/**
 * The y (pixels of the frame) where the hair's mass begins: the first row covered over a good part of the face's
 * width, so that stray hair, a tuft or a thin bun does not count. The plane's upper edge when the mass reaches it.
 */
export function hairTopPx(plane: PersonPlane, face: Face): number {
  const { person, widthPx, heightPx, leftPx, topPx, framePerPx } = plane
  const width = faceWidthPx(face) / framePerPx
  const from = Math.max(0, Math.round((face.faceLeftPx - leftPx) / framePerPx - sideShare * width))
  const to = Math.min(widthPx, Math.round((face.faceRightPx - leftPx) / framePerPx + sideShare * width))
  const enough = massShare * width
  let covered = 0
  for (let y = Math.min(heightPx - 1, Math.round((eyeLinePx(face) - topPx) / framePerPx)); y >= 0; y--) {
    const below = covered
    covered = 0
    for (let x = from; x < to; x++) covered += Math.max(0, person[y * widthPx + x] - 0.3) / 0.7
    if (covered < enough) {
      const share = below > covered ? (below - enough) / (below - covered) : 1
      return topPx + (y + 1.5 - Math.min(1, Math.max(0, share))) * framePerPx
    }
  }
  return topPx
}

/**
 * Heights above the eye line in face widths, least squares on the 30 faces of the tuned half with a crown marked by
 * hand (the slope held back by a ridge, since the finder's pitch shifts by 2 degrees from one picture of a face to
 * another). On the 26 of the held half the error is 5 finished px in the median, 17 at p95, 20 at most; what more was
 * tried, and why it ends there, is told in docs/calibration.md.
 */
const crownModel = {
  /** The top of the skull of a face that looks straight ahead, and what each degree of looking down adds. */
  skull: 0.767,
  skullPerPitchDegree: 0.004,
  /** The mass begins so far below the first hair. */
  massBelowTop: 0.0245,
  /** The lowest that any head is: where less is seen, the outline was not found. */
  least: 0.58,
  /** How uncertain the skull is: where both are equally high, the crown lies ln 2 of this below them. */
  blend: 0.03,
} as const
/** A face that looks further down or up than this tells no more of the crown. */
const pitchReachDegrees = 12

/**
 * The y (pixels of the frame) of the crown as people mark it: the top of the hair where it lies flat or is shaven, and
 * about the top of the skull inside hair that stands high. So it is the lower of the two, blended where they are close:
 *
 *   height = -blend * ln(exp(-hair / blend) + exp(-skull / blend))
 *
 * Hair that reaches the photo's edge says only that it is at least so high; then the skull alone decides.
 */
export function crownPx(face: Face, hairTop: number, hairTopIsCut = false): number {
  const width = faceWidthPx(face)
  const eyes = eyeLinePx(face)
  const pitch = Math.min(pitchReachDegrees, Math.max(-pitchReachDegrees, face.pitchDegrees))
  const skull = crownModel.skull + crownModel.skullPerPitchDegree * pitch
  if (hairTopIsCut) return eyes - skull * width
  const hair = Math.max(crownModel.least, (eyes - hairTop) / width + crownModel.massBelowTop)
  const lower = Math.min(hair, skull)
  const apart = Math.abs(hair - skull)
  return eyes - (lower - crownModel.blend * Math.log1p(Math.exp(-apart / crownModel.blend))) * width
}

/** How far the crown leans with the eyes' tilt: least squares on the same faces; neck and hair take the rest. */
const leanShare = 0.58

/** The x of the crown above the middle of the pupils, in pixels of the frame. */
export function crownXPx(face: Face, crownYPx: number): number {
  const middle = (face.pupilLeft[0] + face.pupilRight[0]) / 2
  return middle + leanShare * Math.tan((face.rollDegrees * Math.PI) / 180) * (eyeLinePx(face) - crownYPx)
}
