import type { Box, Pixels } from '../frame.ts'
import { resampleRgb } from '../resample.ts'

/** A piece of the photo resampled for matting: the crop and a margin, or a coarser picture of more of it. */
export interface View {
  widthPx: number
  heightPx: number
  /** The same rectangle in pixels of the frame. */
  box: Box
  /** View pixels per finished pixel. */
  unitPx: number
  /** Interleaved RGB, 0..255. */
  rgb: Float32Array
  /** 1 where the pixel's centre lies inside the photo. */
  inside: Uint8Array
}

export function viewOf(photo: Pixels, box: Box, widthPx: number, heightPx: number, unitPx: number): View {
  const rgb = resampleRgb(photo, box, widthPx, heightPx)
  return { widthPx, heightPx, box, unitPx, rgb, inside: insidePhoto(box, widthPx, heightPx, photo) }
}

function insidePhoto(box: Box, widthPx: number, heightPx: number, frame: Pixels): Uint8Array {
  const inside = new Uint8Array(widthPx * heightPx)
  const isInsideX = new Uint8Array(widthPx)
  for (let x = 0; x < widthPx; x++) {
    const frameX = box.leftPx + ((x + 0.5) * box.widthPx) / widthPx
    if (frameX >= 0 && frameX <= frame.widthPx) isInsideX[x] = 1
  }
  for (let y = 0; y < heightPx; y++) {
    const frameY = box.topPx + ((y + 0.5) * box.heightPx) / heightPx
    if (frameY < 0 || frameY > frame.heightPx) continue
    inside.set(isInsideX, y * widthPx)
  }
  return inside
}

/** The same rectangle as another view, coarser; made from that view. */
export function coarserView(view: View, widthPx: number, heightPx: number, unitPx: number, photo: Pixels): View {
  const whole = { leftPx: 0, topPx: 0, widthPx: view.widthPx, heightPx: view.heightPx }
  const rgb = resampleRgb(view, whole, widthPx, heightPx)
  return { widthPx, heightPx, box: view.box, unitPx, rgb, inside: insidePhoto(view.box, widthPx, heightPx, photo) }
}
