import type { Box, Pixels } from '../frame.ts'
import { resampleArea } from '../resample.ts'
import { type Matte, matteOnGrid } from './matte.ts'
import { workPlane } from './work-plane.ts'

interface Size {
  widthPx: number
  heightPx: number
}

export interface Composite extends Size {
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
  const length = widthPx * heightPx * 3
  const area = (from: Float32Array | Uint8Array, grid: Size, box: Box, name: string) =>
    resampleArea(from, grid.widthPx, grid.heightPx, 3, box, widthPx, heightPx, workPlane(name, length))
  const plain = area(photo.rgb, photo, crop, 'plain')
  const light = area(matte.light, view, inView, 'light')
  const alpha = matteOnGrid(matte.alpha, view, crop, widthPx, heightPx)
  const rgb = new Uint8Array(widthPx * heightPx * 3)
  const [red, green, blue] = background
  for (let i = 0, at = 0; i < alpha.length; i++, at += 3) {
    if (alpha[i] < least) {
      alpha[i] = 0
      rgb[at] = red
      rgb[at + 1] = green
      rgb[at + 2] = blue
    } else if (alpha[i] > 1 - least) {
      alpha[i] = 1
      rgb[at] = byteOf(plain[at])
      rgb[at + 1] = byteOf(plain[at + 1])
      rgb[at + 2] = byteOf(plain[at + 2])
    } else {
      const left = 1 - alpha[i]
      rgb[at] = byteOf(light[at] + left * red)
      rgb[at + 1] = byteOf(light[at + 1] + left * green)
      rgb[at + 2] = byteOf(light[at + 2] + left * blue)
    }
  }
  return { widthPx, heightPx, rgb, alpha }
}

function byteOf(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : (value + 0.5) | 0
}
