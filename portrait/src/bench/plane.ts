import type { Box } from '../frame.ts'

/** One value a pixel, row by row. */
export interface Plane {
  widthPx: number
  heightPx: number
  values: Float32Array
}

export function planeOf(widthPx: number, heightPx: number, value: (i: number) => number): Plane {
  const values = new Float32Array(widthPx * heightPx)
  for (let i = 0; i < values.length; i++) values[i] = value(i)
  return { widthPx, heightPx, values }
}

/**
 * A box of a plane on a new grid: every new pixel is the exact area average over its mapped rectangle; what lies
 * beyond the plane counts as 0. Written for measuring, apart from the product's own resampling.
 */
export function areaAverage(plane: Plane, box: Box, widthPx: number, heightPx: number): Plane {
  const across = overlaps(box.leftPx, box.widthPx, widthPx, plane.widthPx)
  const down = overlaps(box.topPx, box.heightPx, heightPx, plane.heightPx)
  // First across: as many rows as the plane has, of the new width.
  const narrowed = new Float32Array(widthPx * plane.heightPx)
  for (let row = down.first[0]; row < down.end[heightPx - 1]; row++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0
      for (let i = across.first[x], k = across.start[x]; i < across.end[x]; i++, k++) {
        sum += across.weights[k] * plane.values[row * plane.widthPx + i]
      }
      narrowed[row * widthPx + x] = sum
    }
  }
  const values = new Float32Array(widthPx * heightPx)
  for (let y = 0; y < heightPx; y++) {
    for (let i = down.first[y], k = down.start[y]; i < down.end[y]; i++, k++) {
      for (let x = 0; x < widthPx; x++) values[y * widthPx + x] += down.weights[k] * narrowed[i * widthPx + x]
    }
  }
  return { widthPx, heightPx, values }
}

/**
 * For each of `count` cells of [from, from + length): the pixels [first, end) it overlaps, and from `start` on in
 * `weights` the share of the cell in each.
 */
function overlaps(from: number, length: number, count: number, pixels: number) {
  const step = length / count
  const first = new Int32Array(count)
  const end = new Int32Array(count)
  const start = new Int32Array(count)
  const weights: number[] = []
  for (let cell = 0; cell < count; cell++) {
    const low = from + cell * step
    const high = low + step
    first[cell] = Math.min(pixels, Math.max(0, Math.floor(low)))
    end[cell] = Math.max(first[cell], Math.min(pixels, Math.ceil(high)))
    start[cell] = weights.length
    for (let i = first[cell]; i < end[cell]; i++) {
      weights.push(Math.max(0, Math.min(high, i + 1) - Math.max(low, i)) / step)
    }
  }
  return { first, end, start, weights: Float64Array.from(weights) }
}

/** 1 where `mask` is 1 within `radiusPx` (a disc), else 0. */
export function dilated(mask: Uint8Array, widthPx: number, heightPx: number, radiusPx: number): Uint8Array {
  const reach = Math.floor(radiusPx)
  const out = new Uint8Array(mask.length)
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue
    const x = i % widthPx
    const y = (i / widthPx) | 0
    for (let dy = -reach; dy <= reach; dy++) {
      if (y + dy < 0 || y + dy >= heightPx) continue
      const half = Math.floor(Math.sqrt(radiusPx * radiusPx - dy * dy))
      out.fill(1, (y + dy) * widthPx + Math.max(0, x - half), (y + dy) * widthPx + Math.min(widthPx, x + half + 1))
    }
  }
  return out
}
