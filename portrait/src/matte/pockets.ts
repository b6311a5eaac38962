import { boxFilter } from '../box-filter.ts'
import type { View } from './view.ts'

/** Brightness of the wall in a pocket against the open wall: hair shades it. */
const dimmest = 0.62
const brightest = 1.1
/** A pocket is wide: highlights of grey hair have the wall's colour too, but only in thin lines. Finished pixels. */
const pocketRadiusPx = 3
/** Colour difference allowed beside the brightness, levels above the wall's noise: skin on a cream wall differs by 10. */
const chromaLevels = 4
/** At the outline itself a wall-coloured pixel is part of a soft edge, not of a pocket. Finished pixels inwards. */
const depthMinPx = 3
/** Where the network is surer of a person than this there is no pocket: ears, neck, collar. */
const personSure = 0.97
/** Share of wall-coloured pixels around a pixel that makes it part of a pocket; strands may cross it. */
const pocketShare = 0.45

/**
 * Wall seen through the hair, between locks or beside the neck, where the network and the outline say person. Returns
 * 1 for its pixels, and gives `wall` there the brightness that the pocket has.
 */
export function findPockets(
  view: View,
  wall: Float32Array,
  signedPx: Float32Array,
  sigma: number,
  network: Float32Array,
  face: Uint8Array,
  hairEndsAt: number,
): Uint8Array {
  const { widthPx, heightPx, rgb, unitPx } = view
  const count = widthPx * heightPx
  const wallLike = new Float32Array(count)
  const factor = new Float32Array(count)
  const end = Math.min(count, Math.round(hairEndsAt) * widthPx)
  const limit = (3 * sigma + chromaLevels) ** 2
  for (let i = 0; i < end; i++) {
    if (face[i] || signedPx[i] > 40 || signedPx[i] < -40) continue
    const at = i * 3
    const b0 = wall[at]
    const b1 = wall[at + 1]
    const b2 = wall[at + 2]
    const f = (rgb[at] * b0 + rgb[at + 1] * b1 + rgb[at + 2] * b2) / (b0 * b0 + b1 * b1 + b2 * b2 + 1)
    if (f < dimmest || f > brightest) continue
    const r0 = rgb[at] - f * b0
    const r1 = rgb[at + 1] - f * b1
    const r2 = rgb[at + 2] - f * b2
    if (r0 * r0 + r1 * r1 + r2 * r2 > limit) continue
    wallLike[i] = 1
    factor[i] = f
  }
  const radius = Math.round(pocketRadiusPx * unitPx)
  const share = boxFilter(wallLike, widthPx, heightPx, radius)
  const brightness = boxFilter(factor, widthPx, heightPx, radius)
  const pocket = new Uint8Array(count)
  for (let i = 0; i < end; i++) {
    if (share[i] < pocketShare || signedPx[i] < depthMinPx || face[i] || network[i] > personSure) continue
    pocket[i] = 1
    const f = brightness[i] / share[i]
    wall[i * 3] *= f
    wall[i * 3 + 1] *= f
    wall[i * 3 + 2] *= f
  }
  return pocket
}
