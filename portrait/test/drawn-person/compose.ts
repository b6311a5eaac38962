import { blankCanvas, type Canvas } from './canvas.ts'
import { grain } from './noise.ts'
import type { Variation } from './variation.ts'
import { type Cast, castOn, wallAt } from './wall.ts'

/** Pixels of a finished picture. rgb and foreground are interleaved bytes, alpha is exact coverage 0..1. */
export interface Pixels {
  rgb: Uint8Array
  alpha: Float32Array
  /** The person's own colours: rgb = alpha * foreground + (1 - alpha) * wall, before noise and rounding. */
  foreground: Uint8Array
}

/** Lays `top` over `bottom`, both premultiplied and of one size, into `bottom`. */
export function layOver(bottom: Canvas, top: Canvas): void {
  for (let j = 0; j < top.rgba.length; j += 4) {
    const rest = 1 - top.rgba[j + 3]
    for (let c = 0; c < 4; c++) bottom.rgba[j + c] = top.rgba[j + c] + bottom.rgba[j + c] * rest
  }
}

/** The canvas at the picture's size: halved by averaging, doubled by linear interpolation, or as it is. */
export function resized(canvas: Canvas, widthPx: number, heightPx: number): Canvas {
  if (canvas.widthPx === widthPx) return canvas
  return canvas.widthPx > widthPx ? halved(canvas, widthPx, heightPx) : enlarged(canvas, widthPx, heightPx)
}

function halved(canvas: Canvas, widthPx: number, heightPx: number): Canvas {
  const out = blankCanvas(widthPx, heightPx)
  const row = canvas.widthPx * 4
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const from = (2 * y * canvas.widthPx + 2 * x) * 4
      const to = (y * widthPx + x) * 4
      for (let c = 0; c < 4; c++) {
        const sum = canvas.rgba[from + c] + canvas.rgba[from + 4 + c] + canvas.rgba[from + row + c]
        out.rgba[to + c] = (sum + canvas.rgba[from + row + 4 + c]) / 4
      }
    }
  }
  return out
}

function enlarged(canvas: Canvas, widthPx: number, heightPx: number): Canvas {
  const out = blankCanvas(widthPx, heightPx)
  const scaleX = canvas.widthPx / widthPx
  const scaleY = canvas.heightPx / heightPx
  const source = canvas.rgba
  for (let y = 0; y < heightPx; y++) {
    const sy = Math.min(canvas.heightPx - 1, Math.max(0, (y + 0.5) * scaleY - 0.5))
    const y0 = Math.min(canvas.heightPx - 2, sy | 0)
    const fy = sy - y0
    for (let x = 0; x < widthPx; x++) {
      const sx = Math.min(canvas.widthPx - 1, Math.max(0, (x + 0.5) * scaleX - 0.5))
      const x0 = Math.min(canvas.widthPx - 2, sx | 0)
      const fx = sx - x0
      const a = (y0 * canvas.widthPx + x0) * 4
      const b = a + canvas.widthPx * 4
      const to = (y * widthPx + x) * 4
      for (let c = 0; c < 4; c++) {
        const top = source[a + c] + (source[a + 4 + c] - source[a + c]) * fx
        const bottom = source[b + c] + (source[b + 4 + c] - source[b + c]) * fx
        out.rgba[to + c] = top + (bottom - top) * fy
      }
    }
  }
  return out
}

/** Sets people before their wall and adds the camera's noise. */
export function photographed(variation: Variation, people: Canvas): Pixels {
  const { widthPx, heightPx, rgba } = people
  const count = widthPx * heightPx
  const alpha = new Float32Array(count)
  const rgb = new Uint8Array(count * 3)
  const foreground = new Uint8Array(count * 3)
  for (let i = 0; i < count; i++) alpha[i] = Math.min(1, rgba[i * 4 + 3])
  const cast: Cast | undefined = variation.wall === 'shadow' ? castOn(variation, alpha, widthPx, heightPx) : undefined
  const wall = new Float32Array(3)
  const noise = new Float32Array(3)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const i = y * widthPx + x
      const a = alpha[i]
      if (a < 1) wallAt(wall, variation, cast, x / widthPx, y / heightPx, heightPx / widthPx)
      grain(noise, x, y, variation.seed)
      for (let c = 0; c < 3; c++) {
        const own = rgba[i * 4 + c] * 255
        const value = own + (1 - a) * wall[c] * 255 + noise[c] * variation.noiseLevels
        rgb[i * 3 + c] = value < 0 ? 0 : value > 255 ? 255 : Math.round(value)
        foreground[i * 3 + c] = a > 0 ? Math.min(255, Math.round(own / a)) : 0
      }
    }
  }
  return { rgb, alpha, foreground }
}
