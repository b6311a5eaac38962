export interface Nearest {
  /** Index of the nearest seed, -1 where there is none at all. */
  index: Int32Array
  /** Distance to it in pixels. */
  distancePx: Float32Array
}

const far = 1 << 29

/**
 * For every pixel the nearest seed, by two sweeps of the eight-neighbour vector distance transform.
 * Source: Danielsson 1980, "Euclidean distance mapping".
 */
export function nearestSeed(seeds: Uint8Array, widthPx: number, heightPx: number): Nearest {
  const count = widthPx * heightPx
  const index = new Int32Array(count)
  const squared = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    index[i] = seeds[i] ? i : -1
    squared[i] = seeds[i] ? 0 : far
  }
  function offer(i: number, x: number, y: number, neighbour: number): void {
    const seed = index[neighbour]
    if (seed < 0) return
    const seedY = (seed / widthPx) | 0
    const dx = x - (seed - seedY * widthPx)
    const dy = y - seedY
    const distance = dx * dx + dy * dy
    if (distance < squared[i]) {
      squared[i] = distance
      index[i] = seed
    }
  }
  function sweep(y: number, rowBefore: number): void {
    const row = y * widthPx
    for (let x = 0; x < widthPx; x++) {
      const i = row + x
      if (rowBefore >= 0) {
        const above = rowBefore * widthPx + x
        offer(i, x, y, above)
        if (x > 0) offer(i, x, y, above - 1)
        if (x < widthPx - 1) offer(i, x, y, above + 1)
      }
      if (x > 0) offer(i, x, y, i - 1)
    }
    for (let x = widthPx - 2; x >= 0; x--) offer(row + x, x, y, row + x + 1)
  }
  for (let y = 0; y < heightPx; y++) sweep(y, y - 1)
  for (let y = heightPx - 1; y >= 0; y--) sweep(y, y < heightPx - 1 ? y + 1 : -1)
  const distancePx = new Float32Array(count)
  for (let i = 0; i < count; i++) distancePx[i] = Math.sqrt(squared[i])
  return { index, distancePx }
}
