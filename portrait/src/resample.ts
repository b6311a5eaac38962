import type { Box } from './frame.ts'

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

/**
 * Area average of the box onto a grid of `widthPx` x `heightPx` interleaved values with `channels` channels:
 * a pixel of the result is the mean of the source over the square that it maps to. Rows first, then columns.
 */
export function resampleArea(
  source: Uint8Array | Float32Array,
  sourceWidthPx: number,
  sourceHeightPx: number,
  channels: number,
  box: Box,
  widthPx: number,
  heightPx: number,
): Float32Array {
  const columns = cells(box.leftPx, box.widthPx, widthPx, sourceWidthPx)
  const rows = cells(box.topPx, box.heightPx, heightPx, sourceHeightPx)
  const rowLength = widthPx * channels
  const result = new Float32Array(heightPx * rowLength)
  const line = new Float32Array(rowLength)
  // Rows are copied out as floats first: one kind of array keeps the inner loop fast for bytes and floats alike.
  const sourceFirst = columns.first[0] * channels
  const sourceEnd = (columns.first[widthPx - 1] + columns.taps[widthPx - 1]) * channels
  const sourceLine = new Float32Array(sourceWidthPx * channels)
  let lineOf = -1
  for (let y = 0; y < heightPx; y++) {
    for (let k = 0; k < rows.taps[y]; k++) {
      const sourceY = rows.first[y] + k
      if (sourceY !== lineOf) {
        const row = sourceY * sourceWidthPx * channels
        sourceLine.set(source.subarray(row + sourceFirst, row + sourceEnd), sourceFirst)
        shrinkLine(sourceLine, channels, columns, line)
        lineOf = sourceY
      }
      const weight = rows.weights[y * rows.tapsMax + k]
      const at = y * rowLength
      for (let i = 0; i < rowLength; i++) result[at + i] += weight * line[i]
    }
  }
  return result
}

function shrinkLine(source: Float32Array, channels: number, columns: Cells, line: Float32Array): void {
  const { first, taps, weights, tapsMax } = columns
  for (let x = 0; x < first.length; x++) {
    let position = first[x] * channels
    const w = x * tapsMax
    if (channels === 3) {
      let red = 0
      let green = 0
      let blue = 0
      for (let k = 0; k < taps[x]; k++, position += 3) {
        const weight = weights[w + k]
        red += weight * source[position]
        green += weight * source[position + 1]
        blue += weight * source[position + 2]
      }
      line[x * 3] = red
      line[x * 3 + 1] = green
      line[x * 3 + 2] = blue
    } else {
      let value = 0
      for (let k = 0; k < taps[x]; k++, position++) value += weights[w + k] * source[position]
      line[x] = value
    }
  }
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
): Float32Array {
  return resampleArea(plane, planeWidthPx, planeHeightPx, 1, box, widthPx, heightPx)
}

/** Rounded to 0..255. */
export function toBytes(values: Float32Array): Uint8Array {
  return new Uint8Array(new Uint8ClampedArray(values).buffer)
}
