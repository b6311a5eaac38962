import type { Trimap } from './trimap.ts'
import type { View } from './view.ts'

/**
 * The person's own light in each pixel, alpha times colour: what is left of the pixel when the wall's share is taken
 * away, kept within what a colour can be. Interleaved RGB, 0..255.
 */
export function personLight(view: View, wall: Float32Array, alpha: Float32Array, { band }: Trimap): Float32Array {
  const { rgb } = view
  const light = new Float32Array(rgb.length)
  for (let i = 0, at = 0; i < alpha.length; i++, at += 3) {
    if (alpha[i] < 1) continue
    light[at] = rgb[at]
    light[at + 1] = rgb[at + 1]
    light[at + 2] = rgb[at + 2]
  }
  for (const i of band) {
    const a = alpha[i]
    if (a === 0 || a === 1) continue
    for (let at = i * 3; at < i * 3 + 3; at++) {
      const left = rgb[at] - (1 - a) * wall[at]
      light[at] = left < 0 ? 0 : Math.min(left, 255 * a)
    }
  }
  return light
}
