import { joinBytes } from './join-bytes.ts'

/** JPEG as bytes: markers only, no pixels. Source: ITU-T T.81 Annex B and the JFIF 1.02 specification. */

interface Segment {
  /** The second byte of the marker, e.g. 0xe0 for APP0. */
  marker: number
  /** Of the marker's 0xff. */
  start: number
  /** First byte after the segment, entropy-coded data not included. */
  end: number
}

const startOfImage = 0xd8
const endOfImage = 0xd9
const startOfScan = 0xda

/** The segments from SOI to SOS; throws when the bytes are no JPEG. */
function headSegments(jpeg: Uint8Array): Segment[] {
  if (jpeg[0] !== 0xff || jpeg[1] !== startOfImage) throw new Error('not a JPEG: no SOI')
  const segments: Segment[] = []
  let at = 2
  while (at + 3 < jpeg.length) {
    if (jpeg[at] !== 0xff) throw new Error('not a JPEG: marker expected')
    const marker = jpeg[at + 1]
    const end = at + 2 + jpeg[at + 2] * 256 + jpeg[at + 3]
    segments.push({ marker, start: at, end })
    if (marker === startOfScan) return segments
    at = end
  }
  throw new Error('not a JPEG: no SOS')
}

/**
 * The same picture with exactly one application segment, the 18 bytes of a JFIF header that states the density,
 * directly after SOI, without comments, and with nothing after EOI.
 */
export function withDensity(jpeg: Uint8Array, dotsPerInch: number): Uint8Array {
  const header = jfifHeader(dotsPerInch)
  const parts: Uint8Array[] = [jpeg.subarray(0, 2), header]
  const segments = headSegments(jpeg)
  for (const { marker, start, end } of segments) {
    const application = marker >= 0xe0 && marker <= 0xef
    const comment = marker === 0xfe
    if (!application && !comment) parts.push(jpeg.subarray(start, end))
  }
  parts.push(jpeg.subarray(segments[segments.length - 1].end, endOfPicture(jpeg)))
  return joinBytes(parts)
}

/** How many bytes {@link withDensity} adds to a JPEG that has no application segment. */
export const densityBytes = 18

function jfifHeader(dotsPerInch: number): Uint8Array {
  const high = dotsPerInch >> 8
  const low = dotsPerInch & 255
  return Uint8Array.from([0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 1, high, low, high, low, 0, 0])
}

function endOfPicture(jpeg: Uint8Array): number {
  for (let at = jpeg.length - 2; at > 0; at--) {
    if (jpeg[at] === 0xff && jpeg[at + 1] === endOfImage) return at + 2
  }
  throw new Error('not a JPEG: no EOI')
}

/** Quantisation steps of luminance, row by row, and of chrominance where they are not 99: ITU-T T.81 tables K.1, K.2. */
const usualLuminance = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
  87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
  72, 92, 95, 98, 112, 100, 103, 99,
]
const usualChrominance = [17, 18, 24, 47, 18, 21, 26, 66, 24, 26, 56, 99, 47, 66, 99, 99]
/** Places, in the order in which a file stores a table, of the steps that ImageMagick's estimate looks at. */
const storedPlaceOf = { third: 5, late: 56, first: 0, last: 63 }
const defineTables = 0xdb

/**
 * The quality, 1 to 100, that a reader finds who knows a file's quantisation tables only: the highest quality of
 * libjpeg whose tables are nowhere finer, by their sum and by four of their steps. Source: ImageMagick's
 * JPEGGetQuality, which identify and many checkers of upload forms use. 0 for a file without two tables.
 */
export function writtenQuality(jpeg: Uint8Array): number {
  const [luminance, chrominance] = tablesOf(jpeg)
  if (!luminance || !chrominance) return 0
  const { third, late, first, last } = storedPlaceOf
  const marks = luminance[third] + luminance[late] + chrominance[first] + chrominance[last]
  const sum = [...luminance, ...chrominance].reduce((total, step) => total + step, 0)
  for (let quality = 1; quality <= 100; quality++) {
    const usual = usualSteps(quality)
    if (marks >= usual.marks || sum >= usual.sum) return quality
  }
  return 100
}

/**
 * By how many levels a flat area of a colour comes out wrong, by the largest channel: its three averages are rounded to
 * whole steps of the file's tables. Infinite for a file without two tables. Source: ITU-T T.81 A.3.4, JFIF 1.02 (colours).
 */
export function flatColourError(jpeg: Uint8Array, [r, g, b]: [number, number, number]): number {
  const [luminance, chrominance] = tablesOf(jpeg)
  if (!luminance || !chrominance) return Number.POSITIVE_INFINITY
  const y = decodedFlat(0.299 * r + 0.587 * g + 0.114 * b, luminance[0])
  const cb = decodedFlat(128 - 0.168736 * r - 0.331264 * g + 0.5 * b, chrominance[0]) - 128
  const cr = decodedFlat(128 + 0.5 * r - 0.418688 * g - 0.081312 * b, chrominance[0]) - 128
  const decoded = [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb]
  const level = (value: number) => Math.min(255, Math.max(0, Math.round(value)))
  return Math.max(...[r, g, b].map((value, c) => Math.abs(level(decoded[c]) - value)))
}

/** The average of a block is stored as eight times its distance from 128. */
function decodedFlat(value: number, step: number): number {
  return Math.round(128 + (Math.round((8 * (Math.round(value) - 128)) / step) * step) / 8)
}

function usualSteps(quality: number): { marks: number; sum: number } {
  const scale = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality
  const step = (base: number) => Math.min(255, Math.max(1, Math.floor((base * scale + 50) / 100)))
  const chrominance = [...usualChrominance, ...Array.from({ length: 48 }, () => 99)]
  const sum = [...usualLuminance, ...chrominance].reduce((total, base) => total + step(base), 0)
  return { marks: step(usualLuminance[2]) + step(usualLuminance[53]) + step(17) + step(99), sum }
}

/** The 8-bit tables of a file by their number, each with 64 steps in the order of the file. */
function tablesOf(jpeg: Uint8Array): Uint8Array[] {
  const tables: Uint8Array[] = []
  for (const { marker, start, end } of headSegments(jpeg)) {
    if (marker !== defineTables) continue
    for (let at = start + 4; at + 65 <= end; at += 65) tables[jpeg[at] & 15] = jpeg.subarray(at + 1, at + 65)
  }
  return tables
}
