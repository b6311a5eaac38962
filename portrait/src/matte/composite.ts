import type { Box, Pixels } from '../frame.ts'
import { resampleArea, resampleRgb } from '../resample.ts'
import { type Matte, matteOnGrid } from './matte.ts'

export interface Composite {
  widthPx: number
  heightPx: number
  /** Interleaved 8-bit sRGB. */
  rgb: Uint8Array
  /** 0..1 on the same grid, exactly 0 where the background stands alone and 1 where the photo does. */
  alpha: Float32Array
}

/** Mixing shares smaller than one step of an 8-bit matte are none. */
const least = 1 / 255

/**
 * The crop on the new background. Pixels that are all person are a plain area average of the photo, pixels that are
 * all wall are the background itself, and only those between are mixed from the person's light.
 * Source: Porter and Duff 1984, "Compositing digital images" (over, premultiplied).
 */
export function compose(
  photo: Pixels,
  matte: Matte,
  crop: Box,
  widthPx: number,
  heightPx: number,
  background: [number, number, number],
): Composite {
  const { view } = matte
  const scale = view.widthPx / view.box.widthPx
  const inView = {
    leftPx: (crop.leftPx - view.box.leftPx) * scale,
    topPx: (crop.topPx - view.box.topPx) * scale,
    widthPx: crop.widthPx * scale,
    heightPx: crop.heightPx * scale,
  }
  const plain = resampleRgb(photo, crop, widthPx, heightPx)
  const light = resampleArea(matte.light, view.widthPx, view.heightPx, 3, inView, widthPx, heightPx)
  const alpha = matteOnGrid(matte.alpha, view, crop, widthPx, heightPx)
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  for (let i = 0; i < alpha.length; i++) {
    const a = alpha[i] < least ? 0 : alpha[i] > 1 - least ? 1 : alpha[i]
    alpha[i] = a
    for (let c = 0; c < 3; c++) {
      const at = i * 3 + c
      const value = a === 1 ? plain[at] : a === 0 ? background[c] : light[at] + (1 - a) * background[c]
      rgb[at] = Math.min(255, Math.max(0, value)) + 0.5
    }
  }
  return { widthPx, heightPx, rgb, alpha }
}
