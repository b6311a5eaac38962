import type { Box, Pixels } from './frame.ts'
import { heap, kernels, layOut } from './kernels/kernels.ts'

/**
 * For each of `count` equal cells of [start, start + length) the range of source pixels it covers and their weights.
 * Cells that reach beyond the source repeat its edge pixel.
 */
interface Cells {
  first: Int32Array
  taps: Int32Array
  weights: Float32Array
  tapsMax: number
}

function cells(start: number, length: number, count: number, sourceLength: number): Cells {
  const step = length / count
  const tapsMax = Math.ceil(step) + 2
  const first = new Int32Array(count)
  const taps = new Int32Array(count)
  const weights = new Float32Array(count * tapsMax)
  for (let cell = 0; cell < count; cell++) {
    let from = start + cell * step
    let to = from + step
    if (step < 1) {
      // Enlarging: linear between pixel centres, as an area average over one source pixel.
      const centre = (from + to) / 2
      from = centre - 0.5
      to = centre + 0.5
    }
    from = Math.min(Math.max(from, 0), sourceLength - 1e-6)
    to = Math.min(Math.max(to, from + 1e-6), sourceLength)
    const low = Math.floor(from)
    const high = Math.min(Math.ceil(to), sourceLength)
    first[cell] = low
    taps[cell] = high - low
    for (let i = low; i < high; i++) {
      weights[cell * tapsMax + i - low] = (Math.min(i + 1, to) - Math.max(i, from)) / (to - from)
    }
  }
  return { first, taps, weights, tapsMax }
}

/** Source rows are handed to the kernels in strips of about so many bytes, which stay in the processor's cache. */
const stripBytes = 400_000

/**
 * Runs of pixels, row after row of a grid: run n reaches from `edges[2n]` up to but not including `edges[2n + 1]`, and the
 * runs of row y are those before `ends[y]` that are not of an earlier row.
 */
export interface Runs {
  edges: number[]
  ends: Int32Array
}

/**
 * Area average of the box onto a grid of `widthPx` x `heightPx` interleaved values with `channels` channels (1 or 3):
 * a pixel of the result is the mean of the source over the square that it maps to. Columns first, then rows. Where
 * `wanted` is given, pixels outside its runs are left as they are in `result`.
 */
export function resampleArea(
  source: Uint8Array | Float32Array,
  sourceWidthPx: number,
  sourceHeightPx: number,
  channels: number,
  box: Box,
  widthPx: number,
  heightPx: number,
  result: Float32Array = new Float32Array(widthPx * heightPx * channels),
  wanted?: Runs,
): Float32Array {
  const at = resampleInHeap({ source, sourceWidthPx, sourceHeightPx, channels }, box, widthPx, heightPx, wanted) >> 2
  if (wanted === undefined) {
    result.set(heap.floats.subarray(at, at + result.length))
    return result
  }
  eachRun(wanted, (y, from, to) => {
    const start = (y * widthPx + from) * channels
    result.set(heap.floats.subarray(at + start, at + (y * widthPx + to) * channels), start)
  })
  return result
}

/**
 * The area average of {@link resampleArea} rounded to bytes, written into the wanted runs of `result` and nowhere else.
 */
export function resampleRunsOfBytes(
  image: Colours,
  box: Box,
  widthPx: number,
  heightPx: number,
  result: Uint8Array,
  wanted: Runs,
): void {
  const { rgb: source, widthPx: sourceWidthPx, heightPx: sourceHeightPx } = image
  const values = { source, sourceWidthPx, sourceHeightPx, channels: 3 }
  const floats = resampleInHeap(values, box, widthPx, heightPx, wanted)
  eachRun(wanted, (y, from, to) => {
    const [start, length] = [(y * widthPx + from) * 3, (to - from) * 3]
    // In place, as in resamplePixels; a run's bytes end before the next run's floats.
    const bytes = floats + start * 4
    kernels.roundToBytes(bytes, length, bytes)
    result.set(heap.bytes.subarray(bytes, bytes + length), start)
  })
}

export function eachRun({ edges, ends }: Runs, visit: (y: number, from: number, to: number) => void): void {
  for (let y = 0, n = 0; y < ends.length; y++) for (; n < ends[y]; n++) visit(y, edges[2 * n], edges[2 * n + 1])
}

interface Values {
  source: Uint8Array | Float32Array
  sourceWidthPx: number
  sourceHeightPx: number
  channels: number
}

/** The address of the result in the kernels' memory. */
function resampleInHeap(values: Values, box: Box, widthPx: number, heightPx: number, wanted?: Runs): number {
  const { source, sourceWidthPx, sourceHeightPx, channels } = values
  const columns = cells(box.leftPx, box.widthPx, widthPx, sourceWidthPx)
  const rows = cells(box.topPx, box.heightPx, heightPx, sourceHeightPx)
  const firstColumn = columns.first[0]
  const length = (columns.first[widthPx - 1] + columns.taps[widthPx - 1] - firstColumn) * channels
  const stride = (length + 15) & ~15
  const stripRows = Math.max(rows.tapsMax, Math.floor(stripBytes / (stride * source.BYTES_PER_ELEMENT)))
  const [result, strip, line, first, taps, weights, rowWeights] = layOut(
    widthPx * heightPx * channels * 4,
    stripRows * stride * source.BYTES_PER_ELEMENT,
    stride * 4,
    columns.first.byteLength,
    columns.taps.byteLength,
    columns.weights.byteLength,
    rows.weights.byteLength,
  )
  for (let x = 0; x < widthPx; x++) columns.first[x] -= firstColumn
  heap.ints.set(columns.first, first >> 2)
  heap.ints.set(columns.taps, taps >> 2)
  heap.floats.set(columns.weights, weights >> 2)
  heap.floats.set(rows.weights, rowWeights >> 2)
  const target = source instanceof Uint8Array ? heap.bytes : heap.floats
  const blend = source instanceof Uint8Array ? kernels.blendRowsOfBytes : kernels.blendRowsOfFloats
  const shrink = channels === 3 ? kernels.shrinkRow3 : kernels.shrinkRow1
  const from = firstColumn * channels
  // Rows stripFirst .. stripEnd - 1 of the source are in the strip.
  let stripFirst = 0
  let stripEnd = 0
  for (let y = 0, run = 0; y < heightPx; y++) {
    if (wanted !== undefined && run === wanted.ends[y]) continue
    const top = rows.first[y]
    if (top + rows.taps[y] > stripEnd) {
      stripFirst = top
      stripEnd = Math.min(sourceHeightPx, top + stripRows)
      for (let row = stripFirst; row < stripEnd; row++) {
        const start = row * sourceWidthPx * channels + from
        const place = strip / source.BYTES_PER_ELEMENT + (row - stripFirst) * stride
        target.set(source.subarray(start, start + length), place)
      }
    }
    const address = strip + (top - stripFirst) * stride * source.BYTES_PER_ELEMENT
    const weight = rowWeights + y * rows.tapsMax * 4
    const row = result + y * widthPx * channels * 4
    if (wanted === undefined) {
      blend(address, stride, rows.taps[y], weight, line, length)
      shrink(line, first, taps, weights, columns.tapsMax, widthPx, row)
      continue
    }
    for (; run < wanted.ends[y]; run++) {
      const x = wanted.edges[2 * run]
      const count = wanted.edges[2 * run + 1] - x
      const left = columns.first[x] * channels
      const right = (columns.first[x + count - 1] + columns.taps[x + count - 1]) * channels
      blend(address + left * source.BYTES_PER_ELEMENT, stride, rows.taps[y], weight, line + left * 4, right - left)
      shrink(
        line,
        first + x * 4,
        taps + x * 4,
        weights + x * columns.tapsMax * 4,
        columns.tapsMax,
        count,
        row + x * channels * 4,
      )
    }
  }
  return result
}

/** Interleaved RGB in 0..255, as bytes or not yet rounded. */
export interface Colours {
  widthPx: number
  heightPx: number
  rgb: Uint8Array | Float32Array
}

/** The box of an image as RGB in 0..255, see {@link resampleArea}. */
export function resampleRgb(image: Colours, box: Box, widthPx: number, heightPx: number): Float32Array {
  return resampleArea(image.rgb, image.widthPx, image.heightPx, 3, box, widthPx, heightPx)
}

/** One plane (a matte, a mask), see {@link resampleArea}. */
export function resamplePlane(
  plane: Float32Array,
  planeWidthPx: number,
  planeHeightPx: number,
  box: Box,
  widthPx: number,
  heightPx: number,
  result?: Float32Array,
): Float32Array {
  return resampleArea(plane, planeWidthPx, planeHeightPx, 1, box, widthPx, heightPx, result)
}

/** The box of an image as a smaller picture, see {@link resampleArea}, rounded to bytes. */
export function resamplePixels(image: Colours, box: Box, widthPx: number, heightPx: number): Pixels {
  const { rgb: source, widthPx: sourceWidthPx, heightPx: sourceHeightPx } = image
  const values = { source, sourceWidthPx, sourceHeightPx, channels: 3 }
  const floats = resampleInHeap(values, box, widthPx, heightPx)
  const length = widthPx * heightPx * 3
  // In place: sixteen floats are read before their sixteen bytes are written, further to the front.
  kernels.roundToBytes(floats, length, floats)
  return { widthPx, heightPx, rgb: heap.bytes.slice(floats, floats + length) }
}
