import { heap, kernels, layOut } from '../kernels/kernels.ts'

/** So many rows of the result are in the kernels' memory at a time: they fit the processor's cache. */
const rowsAtOnce = 16

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
  const resultLength = to.widthPx * channels
  const [planeAt, columnsAt, sharesAt, wantedAt, rowsAt] = layOut(
    plane.byteLength,
    column.byteLength,
    share.byteLength,
    wanted?.byteLength ?? 0,
    rowsAtOnce * resultLength * 4,
  )
  heap.floats.set(plane, planeAt >> 2)
  heap.ints.set(column, columnsAt >> 2)
  heap.floats.set(share, sharesAt >> 2)
  if (wanted) heap.bytes.set(wanted, wantedAt)
  for (let first = 0; first < to.heightPx; first += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, to.heightPx - first)
    for (let y = first; y < first + rows; y++) {
      const place = Math.min(from.heightPx - 1, Math.max(0, ((y + 0.5) * from.heightPx) / to.heightPx - 0.5))
      const row = Math.min(from.heightPx - 2, place | 0)
      kernels.enlargeRow(
        planeAt + row * length * 4,
        length,
        columnsAt,
        sharesAt,
        wanted ? wantedAt + row * from.widthPx : 0,
        place - row,
        channels,
        to.widthPx,
        rowsAt + (y - first) * resultLength * 4,
      )
    }
    result.set(heap.floats.subarray(rowsAt >> 2, (rowsAt >> 2) + rows * resultLength), first * resultLength)
  }
  return result
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
