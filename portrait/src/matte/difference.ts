import { heap, kernels, layOut } from '../kernels/kernels.ts'
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

/** In the order in which the kernel writes them. */
const names = ['distance', 'brightness', 'chroma', 'share', 'residual', 'contrast', 'luma', 'lumaSquare']
/** So many are in the kernels' memory at a time: they fit the processor's cache. */
const pixelsAtOnce = 4096

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
  const planes = names.map((name) => workPlane(name, count))
  const atOnce = Math.min(count, pixelsAtOnce)
  const [rgbAt, wallAt, personAt, signedAt, resultAt] = layOut(
    atOnce * 12,
    atOnce * 12,
    atOnce * 12,
    atOnce * 4,
    atOnce * 4 * names.length,
  )
  const { floats } = heap
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(count, from + atOnce)
    floats.set(rgb.subarray(from * 3, to * 3), rgbAt >> 2)
    floats.set(wall.subarray(from * 3, to * 3), wallAt >> 2)
    floats.set(person.subarray(from * 3, to * 3), personAt >> 2)
    floats.set(signedPx.subarray(from, to), signedAt >> 2)
    const some = to - from
    kernels.differ(rgbAt, wallAt, personAt, signedAt, some, lookedAtPx, insideDistance, contrastFloor, resultAt)
    for (const [k, plane] of planes.entries()) {
      const at = (resultAt >> 2) + k * some
      plane.set(floats.subarray(at, at + some), from)
    }
  }
  const [distance, brightness, chroma, share, residual, contrast, luma, lumaSquare] = planes
  return { distance, brightness, chroma, share, residual, contrast, luma, lumaSquare }
}
