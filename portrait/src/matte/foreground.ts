import type { BandAlpha } from './alpha.ts'
import type { Trimap } from './trimap.ts'
import type { View } from './view.ts'

/** How much of the sampled colour goes into a mixed pixel; the rest is what the wall leaves over. */
const sampledShare = 0.3

/**
 * The person's own light in each pixel, alpha times colour: what is left of the pixel when the wall's share is taken
 * away, kept within what a colour can be, steadied by the sampled colour. Interleaved RGB, 0..255.
 */
export function personLight(view: View, wall: Float32Array, result: BandAlpha, trimap: Trimap): Float32Array {
  const { rgb } = view
  const { alpha, sample } = result
  const light = new Float32Array(rgb.length)
  for (let i = 0; i < alpha.length; i++) {
    if (alpha[i] < 1) continue
    light[i * 3] = rgb[i * 3]
    light[i * 3 + 1] = rgb[i * 3 + 1]
    light[i * 3 + 2] = rgb[i * 3 + 2]
  }
  for (const i of trimap.band) {
    const a = alpha[i]
    if (a === 0 || a === 1) continue
    for (let c = 0; c < 3; c++) {
      const left = rgb[i * 3 + c] - (1 - a) * wall[i * 3 + c]
      const possible = left < 0 ? 0 : Math.min(left, 255 * a)
      const sampled = sample[i] >= 0 ? a * rgb[sample[i] * 3 + c] : possible
      light[i * 3 + c] = (1 - sampledShare) * possible + sampledShare * sampled
    }
  }
  return light
}
