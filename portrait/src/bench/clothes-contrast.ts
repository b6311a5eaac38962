import { labOf, quantile } from './colour-error.ts'
import type { Plane } from './plane.ts'

/** Clothes and wall are looked at between so many pixels from the outline, of a photo 1200 px wide. */
const ringPx = { from: 8, to: 28 }
const usualWidthPx = 1200

/**
 * How much the clothes differ from the wall behind them, as CIE76: the median colour of what the true alpha calls sure
 * person, a finger's width inside the outline, against the median of sure wall as far outside it, of all rows from a
 * quarter of the face's height (eyes to chin) below the chin to the lower edge. NaN where one of them isn't there.
 */
export function clothesContrast(
  photo: { widthPx: number; heightPx: number; rgb: Uint8Array },
  alpha: Plane,
  eyeLinePx: number,
  chinPx: number,
): number {
  const { widthPx, heightPx } = photo
  const scale = widthPx / usualWidthPx
  const inside: number[] = []
  const outside: number[] = []
  for (let y = Math.round(chinPx + (chinPx - eyeLinePx) / 4); y < heightPx - 4; y++) {
    const row = alpha.values.subarray(y * widthPx, (y + 1) * widthPx)
    const person = ringOf(row, (a) => a >= 0.999, scale)
    const wall = ringOf(row, (a) => a <= 0.001, scale)
    for (const x of person) inside.push(y * widthPx + x)
    for (const x of wall) outside.push(y * widthPx + x)
  }
  const clothes = medianColour(photo.rgb, inside)
  const behind = medianColour(photo.rgb, outside)
  return Math.hypot(...clothes.map((value, c) => value - behind[c]))
}

/** The pixels of a row that are sure, and whose nearest unsure pixel of the row lies within the ring. */
function ringOf(row: Float32Array, sure: (alpha: number) => boolean, scale: number): number[] {
  const near = new Float32Array(row.length).fill(Number.POSITIVE_INFINITY)
  let last = Number.NEGATIVE_INFINITY
  for (let x = 0; x < row.length; x++) {
    if (!sure(row[x])) last = x
    near[x] = x - last
  }
  last = Number.POSITIVE_INFINITY
  const found: number[] = []
  for (let x = row.length - 1; x >= 0; x--) {
    if (!sure(row[x])) last = x
    const distance = Math.min(near[x], last - x)
    if (distance >= ringPx.from * scale && distance <= ringPx.to * scale) found.push(x)
  }
  return found
}

function medianColour(rgb: Uint8Array, pixels: number[]): number[] {
  const [r, g, b] = [0, 1, 2].map((c) =>
    quantile(
      pixels.map((i) => rgb[i * 3 + c]),
      0.5,
    ),
  )
  return labOf(r, g, b)
}
