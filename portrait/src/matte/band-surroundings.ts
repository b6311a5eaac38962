import { eachBoxMean } from '../box-filter.ts'
import { probe } from './band-evidence.ts'
import type { View } from './view.ts'

export const surroundingsCount = 19
const meanRadiiPx = [1, 3, 7, 15]
/** The means stand behind the pixel itself and its eight neighbours. */
const meansAt = 9
const probesPx = [-6, -3, -2, 2, 3, 6]

/**
 * What a first estimate of alpha says around each pixel of the band, each number -1..1: the pixel itself, its eight
 * neighbours, means, and places further out and in. Written behind the first `from` of `stride` numbers a pixel.
 */
export function putSurroundings(
  view: View,
  alpha: Float32Array,
  band: Int32Array,
  inwards: Float32Array,
  values: Float32Array,
  stride: number,
  from: number,
): void {
  const { widthPx, heightPx } = view
  const means = from + meansAt
  eachBoxMean(alpha, widthPx, heightPx, meanRadiiPx, (mean, place) => {
    for (let n = 0, at = means + place; n < band.length; n++, at += stride) values[at] = 2 * mean[band[n]] - 1
  })
  const lastX = widthPx - 1
  const lastY = heightPx - 1
  for (let n = 0; n < band.length; n++) {
    const i = band[n]
    const y = (i / widthPx) | 0
    const x = i - y * widthPx
    let at = n * stride + from
    values[at++] = 2 * alpha[i] - 1
    const left = x > 0 ? -1 : 0
    const right = x < lastX ? 1 : 0
    for (let dy = -1; dy <= 1; dy++) {
      const row = (y + dy < 0 ? 0 : y + dy > lastY ? lastY : y + dy) * widthPx + x
      values[at++] = 2 * alpha[row + left] - 1
      if (dy !== 0) values[at++] = 2 * alpha[row] - 1
      values[at++] = 2 * alpha[row + right] - 1
    }
    at += meanRadiiPx.length
    for (let k = 0; k < probesPx.length; k++) {
      const reachPx = probesPx[k]
      values[at++] = 2 * alpha[probe(view, i, inwards[n * 2] * reachPx, inwards[n * 2 + 1] * reachPx)] - 1
    }
  }
}
