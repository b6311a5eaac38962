interface Grid {
  widthPx: number
  heightPx: number
}

/**
 * Bilinear enlargement of interleaved values from a coarse grid to a fine one over the same rectangle. Where `wanted`
 * (1 on the coarse grid) is not set nothing is computed and the result stays 0.
 */
export function enlarge(
  plane: Float32Array,
  channels: number,
  from: Grid,
  to: Grid,
  wanted?: Uint8Array,
): Float32Array {
  const result = new Float32Array(to.widthPx * to.heightPx * channels)
  const column = new Int32Array(to.widthPx)
  const share = new Float32Array(to.widthPx)
  for (let x = 0; x < to.widthPx; x++) {
    const place = Math.min(from.widthPx - 1, Math.max(0, ((x + 0.5) * from.widthPx) / to.widthPx - 0.5))
    column[x] = Math.min(from.widthPx - 2, place | 0)
    share[x] = place - column[x]
  }
  const rowLength = from.widthPx * channels
  for (let y = 0; y < to.heightPx; y++) {
    const place = Math.min(from.heightPx - 1, Math.max(0, ((y + 0.5) * from.heightPx) / to.heightPx - 0.5))
    const row = Math.min(from.heightPx - 2, place | 0)
    const down = place - row
    for (let x = 0; x < to.widthPx; x++) {
      const cell = row * from.widthPx + column[x]
      if (wanted && !wanted[cell]) continue
      const a = cell * channels
      const across = share[x]
      const at = (y * to.widthPx + x) * channels
      for (let c = 0; c < channels; c++) {
        const upper = plane[a + c] + across * (plane[a + channels + c] - plane[a + c])
        const b = a + rowLength + c
        const lower = plane[b] + across * (plane[b + channels] - plane[b])
        result[at + c] = upper + down * (lower - upper)
      }
    }
  }
  return result
}
