import { lab } from '../colour.ts'
import { polygonPixels } from '../face/contour.ts'
import type { Point } from '../frame.ts'

/**
 * A ruler laid along the eyes: u to the image's right, v down, its unit the distance between the middles of the eyes.
 * Lids and brows, cheeks and hairline lie at about the same places on it in every face, also where something covers
 * them.
 */
export interface Ruler {
  unitPx: number
  at(u: number, v: number): Point
  /** Height of a point on the ruler. */
  vOf(point: Point): number
}

/** A picture with a ruler laid on the face in it. */
interface RuledPicture {
  widthPx: number
  heightPx: number
  ruler: Ruler
}

/** Both sides of the face: u of the image's left half is negative. */
export const sides = [-1, 1] as const

/** Corners of the eyes in the mesh, from the image's left to its right. */
const corners = [33, 133, 362, 263] as const

export function rulerOf(mesh: Point[]): Ruler {
  const [a, b, c, d] = corners.map((k) => mesh[k])
  const left: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  const right: Point = [(c[0] + d[0]) / 2, (c[1] + d[1]) / 2]
  const unitPx = Math.max(1, Math.hypot(right[0] - left[0], right[1] - left[1]))
  const cos = (right[0] - left[0]) / unitPx
  const sin = (right[1] - left[1]) / unitPx
  const x = (left[0] + right[0]) / 2
  const y = (left[1] + right[1]) / 2
  return {
    unitPx,
    at: (u, v) => [x + (u * cos - v * sin) * unitPx, y + (u * sin + v * cos) * unitPx],
    vOf: ([px, py]) => ((py - y) * cos - (px - x) * sin) / unitPx,
  }
}

/** Indices of the pixels of a rectangle on the ruler, given by its middle and half its sides. */
export function patch(map: RuledPicture, u: number, v: number, halfU: number, halfV: number): number[] {
  const { at } = map.ruler
  const outline = [
    at(u - halfU, v - halfV),
    at(u + halfU, v - halfV),
    at(u + halfU, v + halfV),
    at(u - halfU, v + halfV),
  ]
  return polygonPixels(outline, map.widthPx, map.heightPx)
}

/** CIE L*a*b* of the channels' medians over these pixels. */
export function medianLab({ rgb }: { rgb: Uint8Array }, at: number[]): [number, number, number] {
  return lab(medianLevel(rgb, at, 0), medianLevel(rgb, at, 1), medianLevel(rgb, at, 2))
}

function medianLevel(rgb: Uint8Array, at: number[], channel: number): number {
  const counts = new Int32Array(256)
  for (let k = 0; k < at.length; k++) counts[rgb[at[k] * 3 + channel]]++
  let level = 0
  for (let below = counts[0]; below <= at.length >> 1 && level < 255; below += counts[level]) level++
  return level
}

/** Distance of two colours in a*b*, whatever their lightness. */
export function chromaDistance(a: [number, number, number], b: [number, number, number]): number {
  return Math.hypot(a[1] - b[1], a[2] - b[2])
}
