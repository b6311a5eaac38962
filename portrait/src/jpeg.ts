/** JPEG as bytes: markers only, no pixels. Source: ITU-T T.81 Annex B and the JFIF 1.02 specification. */

export interface Segment {
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
export function headSegments(jpeg: Uint8Array): Segment[] {
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
  return concatenate(parts)
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

function concatenate(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
