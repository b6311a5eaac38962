import { writtenQuality } from './jpeg.ts'

/** What a finished file is made of, read from its bytes alone. Source: ITU-T T.81 Annex B, JFIF 1.02. */
export interface FinishedFile {
  bytes: number
  widthPx: number
  heightPx: number
  components: number
  precisionBits: number
  baseline: boolean
  /** As a reader of the quantisation tables finds it. */
  quality: number
  /** Of the JFIF header; 0 when there is none. */
  dpi: number
  applicationSegments: number
  jfif: boolean
  comments: number
  bytesAfterEnd: number
}

/** Reads a JPEG's structure; throws a plain sentence where the bytes are no JPEG. */
export function readFinishedFile(jpeg: Uint8Array): FinishedFile {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) throw new Error('the file does not begin as a JPEG')
  const file: FinishedFile = {
    bytes: jpeg.length,
    widthPx: 0,
    heightPx: 0,
    components: 0,
    precisionBits: 0,
    baseline: false,
    quality: writtenQuality(jpeg),
    dpi: 0,
    applicationSegments: 0,
    jfif: false,
    comments: 0,
    bytesAfterEnd: 0,
  }
  let at = 2
  while (at + 4 <= jpeg.length) {
    if (jpeg[at] !== 0xff) throw new Error(`no marker at byte ${at}`)
    const marker = jpeg[at + 1]
    if (marker === 0xd9) break
    const length = jpeg[at + 2] * 256 + jpeg[at + 3]
    take(file, marker, jpeg.subarray(at + 4, at + 2 + length))
    at += 2 + length
    if (marker === 0xda) at = endOfScan(jpeg, at)
  }
  if (jpeg[at + 1] !== 0xd9) throw new Error('the file has no end marker')
  file.bytesAfterEnd = jpeg.length - at - 2
  return file
}

function take(file: FinishedFile, marker: number, body: Uint8Array): void {
  const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
  if (frame) {
    file.baseline = marker === 0xc0
    file.precisionBits = body[0]
    file.heightPx = body[1] * 256 + body[2]
    file.widthPx = body[3] * 256 + body[4]
    file.components = body[5]
  }
  if (marker === 0xfe) file.comments++
  if (marker < 0xe0 || marker > 0xef) return
  file.applicationSegments++
  const jfif = marker === 0xe0 && String.fromCharCode(...body.subarray(0, 5)) === 'JFIF\0'
  const square = body[8] * 256 + body[9] === body[10] * 256 + body[11]
  file.jfif ||= jfif
  if (jfif && body[7] === 1 && square) file.dpi = body[8] * 256 + body[9]
}

/** First marker after entropy-coded data that is neither a stuffed byte nor a restart marker. */
function endOfScan(jpeg: Uint8Array, start: number): number {
  let at = start
  while (at + 1 < jpeg.length) {
    if (jpeg[at] === 0xff && jpeg[at + 1] !== 0 && !(jpeg[at + 1] >= 0xd0 && jpeg[at + 1] <= 0xd7)) return at
    at++
  }
  return at
}

export interface FileRule {
  name: string
  holds(file: FinishedFile): boolean
}

/** The file numbers of the default standard, `chsi-2017-blue`. */
export const fileRules: FileRule[] = [
  { name: '30,720-40,000 bytes', holds: (file) => file.bytes >= 30_720 && file.bytes <= 40_000 },
  { name: '480 x 640', holds: (file) => file.widthPx === 480 && file.heightPx === 640 },
  { name: '24 bit', holds: (file) => file.components === 3 && file.precisionBits === 8 },
  { name: '300 dpi', holds: (file) => file.dpi === 300 },
  { name: 'quality 60 or more', holds: (file) => file.quality >= 60 },
  { name: 'baseline', holds: (file) => file.baseline },
  { name: 'nothing else inside', holds: (file) => file.applicationSegments === 1 && file.comments === 0 },
  { name: 'nothing after the end', holds: (file) => file.bytesAfterEnd === 0 },
]
