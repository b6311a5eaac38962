import { boxFilter } from '../box-filter.ts'
import { probe } from './band-evidence.ts'
import type { View } from './view.ts'

export const surroundingsCount = 19
const meanRadiiPx = [1, 3, 7, 15]
const probesPx = [-6, -3, -2, 2, 3, 6]

/**
 * What a first estimate of alpha says around each pixel of the band, each number -1..1: the pixel itself, its eight
 * neighbours, means, and places further in and out. Written behind the first `from` of `stride` numbers a pixel.
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
  let column = from
  const put = (value: (i: number, n: number) => number) => {
    for (let n = 0, at = column; n < band.length; n++, at += stride) values[at] = 2 * value(band[n], n) - 1
    column++
  }
  put((i) => alpha[i])
  const lastX = widthPx - 1
  const lastY = heightPx - 1
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      if (dx === 0 && dy === 0) continue
      put((i) => {
        const x = Math.min(lastX, Math.max(0, (i % widthPx) + dx))
        const y = Math.min(lastY, Math.max(0, ((i / widthPx) | 0) + dy))
        return alpha[y * widthPx + x]
      })
    }
  }
  const mean = new Float32Array(alpha.length)
  for (const radiusPx of meanRadiiPx) {
    boxFilter(alpha, widthPx, heightPx, radiusPx, mean)
    put((i) => mean[i])
  }
  for (const reachPx of probesPx) {
    const places = probe(view, band, inwards, reachPx)
    put((_, n) => alpha[places[n]])
  }
}
