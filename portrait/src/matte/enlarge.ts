interface Grid {
  widthPx: number
  heightPx: number
}

/**
 * Bilinear enlargement of interleaved values, 1 or 3 a pixel, from a coarse grid to a fine one over the same rectangle.
 * Where `wanted` (1 on the coarse grid) is not set nothing is computed and the result is 0.
 */
export function enlarge(
  plane: Float32Array,
  channels: 1 | 3,
  from: Grid,
  to: Grid,
  wanted?: Uint8Array,
  result: Float32Array = new Float32Array(to.widthPx * to.heightPx * channels),
): Float32Array {
  const { column, share } = placesAcross(from.widthPx, to.widthPx)
  const length = from.widthPx * channels
  if (wanted) result.fill(0)
  for (let y = 0; y < to.heightPx; y++) {
    const place = Math.min(from.heightPx - 1, Math.max(0, ((y + 0.5) * from.heightPx) / to.heightPx - 0.5))
    const row = Math.min(from.heightPx - 2, place | 0)
    const down = place - row
    for (let x = 0, at = y * to.widthPx * channels; x < to.widthPx; x++, at += channels) {
      const cell = row * from.widthPx + column[x]
      if (wanted && wanted[cell] === 0) continue
      const across = share[x]
      const a = cell * channels
      result[at] = between(plane, a, channels, length, across, down)
      if (channels === 1) continue
      result[at + 1] = between(plane, a + 1, channels, length, across, down)
      result[at + 2] = between(plane, a + 2, channels, length, across, down)
    }
  }
  return result
}

/** Between the value at `a`, the next one of the row and those so far behind in the row below. */
function between(
  plane: Float32Array,
  a: number,
  channels: number,
  rowLength: number,
  across: number,
  down: number,
): number {
  const b = a + rowLength
  const upper = plane[a] + across * (plane[a + channels] - plane[a])
  const lower = plane[b] + across * (plane[b + channels] - plane[b])
  return upper + down * (lower - upper)
}

function placesAcross(fromPx: number, toPx: number): { column: Int32Array; share: Float32Array } {
  const column = new Int32Array(toPx)
  const share = new Float32Array(toPx)
  for (let x = 0; x < toPx; x++) {
    const place = Math.min(fromPx - 1, Math.max(0, ((x + 0.5) * fromPx) / toPx - 0.5))
    column[x] = Math.min(fromPx - 2, place | 0)
    share[x] = place - column[x]
  }
  return { column, share }
}
