import type { View } from './view.ts'
import { workPlane } from './work-plane.ts'

/** How each pixel near the outline differs from the wall behind it and from the person beside it. Planes of a view. */
export interface Difference {
  /** Colour distance from the wall, levels. */
  distance: Float32Array
  /** The part of it along the wall's own colour, levels; negative in shade. */
  brightness: Float32Array
  /** The part across it, levels. */
  chroma: Float32Array
  /** Share of person where the pixel is a mix of the wall's and the person's colour, -.5..1.5. */
  share: Float32Array
  /** What that mix leaves unexplained, levels. */
  residual: Float32Array
  /** Colour distance between the person beside it and the wall, levels. */
  contrast: Float32Array
  /** Luma of BT.601, levels, and its square: their means tell the texture. */
  luma: Float32Array
  lumaSquare: Float32Array
}

/** Beyond this distance from the outline (finished pixels) nothing is looked at. */
export const lookedAtPx = 48
/** Deep inside the person the colour counts as clearly different. */
const insideDistance = 60
/** Keeps the share finite where person and wall have one colour, squared levels. */
const contrastFloor = 60

/**
 * With wall B and person F known, I = a F + (1 - a) B has its best a in the projection of I - B on F - B.
 * `person` is the colour of the sure person nearest to each pixel, `signedPx` the distance inwards from the outline.
 * Source: Smith and Blinn 1996, "Blue screen matting".
 */
export function differenceFrom(
  view: View,
  wall: Float32Array,
  person: Float32Array,
  signedPx: Float32Array,
): Difference {
  const { rgb } = view
  const count = signedPx.length
  const distance = workPlane('distance', count)
  const brightness = workPlane('brightness', count)
  const chroma = workPlane('chroma', count)
  const share = workPlane('share', count)
  const residual = workPlane('residual', count)
  const luma = workPlane('luma', count)
  const lumaSquare = workPlane('lumaSquare', count)
  const contrast = workPlane('contrast', count)
  for (let i = 0, at = 0; i < count; i++, at += 3) {
    if (signedPx[i] > lookedAtPx || signedPx[i] < -lookedAtPx) {
      share[i] = signedPx[i] > 0 ? 1 : 0
      distance[i] = signedPx[i] > 0 ? insideDistance : 0
      brightness[i] = chroma[i] = residual[i] = contrast[i] = luma[i] = lumaSquare[i] = 0
      continue
    }
    const b0 = wall[at]
    const b1 = wall[at + 1]
    const b2 = wall[at + 2]
    const p0 = rgb[at] - b0
    const p1 = rgb[at + 1] - b1
    const p2 = rgb[at + 2] - b2
    const wallSquare = b0 * b0 + b1 * b1 + b2 * b2 + 1
    const square = p0 * p0 + p1 * p1 + p2 * p2
    const along = (p0 * b0 + p1 * b1 + p2 * b2) / wallSquare
    distance[i] = Math.sqrt(square)
    brightness[i] = along * Math.sqrt(wallSquare)
    chroma[i] = Math.sqrt(Math.max(0, square - along * along * wallSquare))
    const f0 = person[at] - b0
    const f1 = person[at + 1] - b1
    const f2 = person[at + 2] - b2
    const contrastSquare = f0 * f0 + f1 * f1 + f2 * f2
    const projection = p0 * f0 + p1 * f1 + p2 * f2
    const a = Math.min(1.5, Math.max(-0.5, projection / (contrastSquare + contrastFloor)))
    share[i] = a
    residual[i] = Math.sqrt(Math.max(0, square - 2 * a * projection + a * a * contrastSquare))
    contrast[i] = Math.sqrt(contrastSquare)
    const light = 0.299 * rgb[at] + 0.587 * rgb[at + 1] + 0.114 * rgb[at + 2]
    luma[i] = light
    lumaSquare[i] = light * light
  }
  return { distance, brightness, chroma, share, residual, contrast, luma, lumaSquare }
}
