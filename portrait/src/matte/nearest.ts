const far = 1 << 29
/** The place of no seed at all: further than {@link far} from every pixel. */
const nowhere = -20_000

/**
 * For every pixel the distance to the nearest seed in pixels, by two sweeps of the eight-neighbour vector distance
 * transform.
 * Source: Danielsson 1980, "Euclidean distance mapping".
 */
export function distanceToSeeds(seeds: Uint8Array, widthPx: number, heightPx: number): Float32Array {
  const count = widthPx * heightPx
  const seedX = new Int16Array(count)
  const seedY = new Int16Array(count)
  const squared = new Int32Array(count)
  for (let y = 0, i = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, i++) {
      seedX[i] = seeds[i] ? x : nowhere
      seedY[i] = seeds[i] ? y : nowhere
      squared[i] = seeds[i] ? 0 : far
    }
  }
  function offer(i: number, x: number, y: number, neighbour: number): void {
    const dx = x - seedX[neighbour]
    const dy = y - seedY[neighbour]
    const distance = dx * dx + dy * dy
    if (distance >= squared[i]) return
    squared[i] = distance
    seedX[i] = seedX[neighbour]
    seedY[i] = seedY[neighbour]
  }
  function sweep(y: number, rowBefore: number): void {
    const row = y * widthPx
    for (let x = 0; x < widthPx; x++) {
      const i = row + x
      // A seed has none nearer.
      if (squared[i] === 0) continue
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
  return distancePx
}
