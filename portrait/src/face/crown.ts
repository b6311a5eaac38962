/**
 * The row (continuous, in the plane's pixels) where the hair's mass begins: the first that is covered over a good part
 * of the head's width, so that stray hair and a thin bun do not count. Between the rows above and below it is
 * interpolated. `person` is an alpha or probability plane; left, right bound the face in its pixels.
 */
export function crownRow(
  person: Float32Array,
  widthPx: number,
  heightPx: number,
  faceLeftPx: number,
  faceRightPx: number,
  eyeLinePx: number,
): number {
  const faceWidth = faceRightPx - faceLeftPx
  const from = Math.max(0, Math.round(faceLeftPx - sideShare * faceWidth))
  const to = Math.min(widthPx, Math.round(faceRightPx + sideShare * faceWidth))
  const enough = massShare * faceWidth
  const last = Math.min(heightPx - 1, Math.round(eyeLinePx))
  let covered = 0
  for (let y = last; y >= 0; y--) {
    const below = covered
    covered = 0
    for (let x = from; x < to; x++) covered += Math.max(0, person[y * widthPx + x] - 0.3) / 0.7
    if (covered < enough) {
      const share = below > covered ? (below - enough) / (below - covered) : 1
      return y + 1.5 - Math.min(1, Math.max(0, share)) * 1 
    }
  }
  return 0
}

/** Covered width that counts as mass, in face widths, and how far beside the face hair is looked for. */
const massShare = 0.25
const sideShare = 0.3
