import { eyeLinePx, type Face, faceWidthPx, landmark } from './face.ts'

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
/** Hair that stands higher above the skull than this is a bun or a tuft, not the hair's mass. In face widths. */
const hairAboveSkullMax = 0.145

/**
 * The y (pixels of the frame) where the hair's mass begins: the first row covered over a good part of the face's
 * width, so that stray hair does not count, and not further above the skull than a full head of hair stands.
 * Returns the plane's upper edge when the mass reaches it.
 */
export function crownPx(plane: PersonPlane, face: Face): number {
  return Math.max(massTop(plane, face), skullTopPx(face) - hairAboveSkullMax * faceWidthPx(face))
}

function massTop(plane: PersonPlane, face: Face): number {
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
 * The top of the skull from the face alone. Least squares on 55 faces with a hand-marked crown: from the eye line
 * 1.14 times the mesh's forehead, .22 times the chin, .2 face widths; error 4 % of the face's width (standard deviation).
 */
function skullTopPx(face: Face): number {
  const eyes = eyeLinePx(face)
  const forehead = eyes - face.mesh[landmark.foreheadTop][1]
  return eyes - (1.144 * forehead + 0.217 * (face.chin[1] - eyes) + 0.196 * faceWidthPx(face))
}
