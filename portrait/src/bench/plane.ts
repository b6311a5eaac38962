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
  const values = new Float32Array(widthPx * heightPx)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0
      for (let row = 0; row < down[y].weights.length; row++) {
        const start = (down[y].first + row) * plane.widthPx + across[x].first
        let line = 0
        for (let k = 0; k < across[x].weights.length; k++) line += across[x].weights[k] * plane.values[start + k]
        sum += down[y].weights[row] * line
      }
      values[y * widthPx + x] = sum
    }
  }
  return { widthPx, heightPx, values }
}

/** For each of `count` cells of [start, start + length): the pixels it overlaps and the share of the cell in each. */
function overlaps(start: number, length: number, count: number, pixels: number) {
  const step = length / count
  return Array.from({ length: count }, (_, cell) => {
    const from = start + cell * step
    const to = from + step
    const first = Math.min(pixels, Math.max(0, Math.floor(from)))
    const end = Math.max(first, Math.min(pixels, Math.ceil(to)))
    const weights: number[] = []
    for (let i = first; i < end; i++) weights.push(Math.max(0, Math.min(to, i + 1) - Math.max(from, i)) / step)
    return { first, weights }
  })
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
