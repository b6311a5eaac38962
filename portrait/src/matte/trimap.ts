import type { View } from './view.ts'

/** What is decided before any mixing: sure wall, sure person, and the band between. */
const sureWall = 0
const sureBand = 1
export const surePerson = 2

export interface Trimap {
  label: Uint8Array
  /** Indices of the band, in reading order. */
  band: Int32Array
}

/** Widths in finished pixels, inwards and outwards of the coarse outline. */
const hairInPx = 14
const hairOutPx = 36
const bodyInPx = 10
const bodyOutPx = 16
/** Before a wall that is not plain what lies further out is left to the network: colours there tell nothing of hair. */
const plainnessMin = 0.4
const unsureOutPx = 12
/** So deep inside nothing is wall, whatever its colour. */
const deepInPx = 34
/** Closer to the outline than this a pixel of the wall's colour may still be a faint strand. */
const nearOutlinePx = 5

/**
 * Band wide at hair, narrow at clothes. What has the wall's colour outside the outline is wall at once, and inside
 * only what clearly differs from the wall is person at once: a gap between strands is found, not painted over.
 * `signedPx`: distance inwards from the coarse outline in finished pixels; `distance`: colour distance from the wall
 * in levels, averaged over 3 x 3 pixels; `hairEndsAt`: the row of the view below which there is no loose hair;
 * `plainness`: see person.ts.
 */
export function makeTrimap(
  view: View,
  signedPx: Float32Array,
  distance: Float32Array,
  sigma: number,
  face: Uint8Array,
  hairEndsAt: number,
  plainness: number,
): Trimap {
  const { widthPx, heightPx, inside } = view
  const label = new Uint8Array(widthPx * heightPx)
  let bandCount = 0
  const wallLike = 2.2 * sigma
  const clearlyPerson = 5 * sigma + 12
  for (let y = 0; y < heightPx; y++) {
    const hair = y < hairEndsAt
    const inPx = hair ? hairInPx : bodyInPx
    const outPx = plainness < plainnessMin ? unsureOutPx : hair ? hairOutPx : bodyOutPx
    for (let i = y * widthPx; i < (y + 1) * widthPx; i++) {
      const depth = signedPx[i]
      if (!inside[i]) continue
      if (face[i] || (depth > inPx && (distance[i] > clearlyPerson || depth > deepInPx))) label[i] = surePerson
      else if (depth < -outPx || (depth < -nearOutlinePx && distance[i] < wallLike)) label[i] = sureWall
      else {
        label[i] = sureBand
        bandCount++
      }
    }
  }
  const band = new Int32Array(bandCount)
  let n = 0
  for (let i = 0; i < label.length; i++) if (label[i] === sureBand) band[n++] = i
  return { label, band }
}
