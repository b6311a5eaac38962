import { boxFilterTwice } from '../box-filter.ts'
import type { View } from './view.ts'

/** Person so deep inside the outline is sure, finished pixels. */
const sureDepthPx = 5
/** Radii of the means on the coarse grid: the nearest one that sees enough person decides. */
const radiiPx = [3, 7, 16, 40]
const enough = 0.02
/** A person's pixel of the wall's colour says little about the hair and the clothes beside it. */
const wallColouredWeight = 0.02
const fullWeightLevels = 60

/**
 * The colour of the person nearest to each pixel of a coarse view, by normalised convolution of the sure person at
 * growing radii. Interleaved RGB, 0..255. Source: Knutsson and Westin 1993.
 */
export function personColour(coarse: View, wall: Float32Array, signedPx: Float32Array): Float32Array {
  const { widthPx, heightPx, rgb, inside } = coarse
  const count = widthPx * heightPx
  const weight = new Float32Array(count)
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    if (signedPx[i] <= sureDepthPx || !inside[i]) continue
    const difference =
      Math.abs(rgb[at] - wall[at]) + Math.abs(rgb[at + 1] - wall[at + 1]) + Math.abs(rgb[at + 2] - wall[at + 2])
    weight[i] = wallColouredWeight + Math.min(1, difference / fullWeightLevels)
  }
  const colour = new Float32Array(count * 3)
  const decided = new Uint8Array(count)
  const support = new Float32Array(count)
  const weighted = new Float32Array(count)
  const mean = new Float32Array(count)
  for (const radiusPx of radiiPx) {
    boxFilterTwice(weight, widthPx, heightPx, radiusPx, support)
    for (let c = 0; c < 3; c++) {
      for (let i = 0; i < count; i++) weighted[i] = weight[i] * rgb[i * 3 + c]
      boxFilterTwice(weighted, widthPx, heightPx, radiusPx, mean)
      for (let i = 0; i < count; i++) {
        if (!decided[i] && support[i] > enough) colour[i * 3 + c] = mean[i] / support[i]
      }
    }
    for (let i = 0; i < count; i++) if (support[i] > enough) decided[i] = 1
  }
  return colour
}
