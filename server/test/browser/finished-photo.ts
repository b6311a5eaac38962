/**
 * What a finished file of `chsi-2017-blue` must be, read from its bytes alone. Written for the test and from the JPEG
 * and JFIF specifications (ITU-T T.81 annex B, JFIF 1.02), so that it shares no code with the encoder it judges.
 */
export type FinishedFile = {
  bytes: number
  widthPx: number
  heightPx: number
  baseline: boolean
  components: number
  densityDpi: [number, number]
  /** Every marker segment before the first scan, in order, as hexadecimal. */
  markers: string[]
  endsAtEoi: boolean
}

/** Reads a JPEG's structure. Throws on anything that is not a JPEG from its first byte. */
export function readFinishedFile(file: Uint8Array): FinishedFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (view.getUint16(0) !== 0xffd8) throw new Error('no SOI')
  const found: FinishedFile = {
    bytes: file.length,
    widthPx: 0,
    heightPx: 0,
    baseline: false,
    components: 0,
    densityDpi: [0, 0],
    markers: [],
    endsAtEoi: false,
  }
  let at = 2
  while (view.getUint8(at + 1) !== 0xda) {
    const marker = view.getUint8(at + 1)
    const length = view.getUint16(at + 2)
    found.markers.push(marker.toString(16))
    if (marker === 0xe0) {
      const perInch = view.getUint8(at + 11) === 1
      found.densityDpi = perInch ? [view.getUint16(at + 12), view.getUint16(at + 14)] : [0, 0]
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      found.baseline = marker === 0xc0
      found.heightPx = view.getUint16(at + 5)
      found.widthPx = view.getUint16(at + 7)
      found.components = view.getUint8(at + 9)
    }
    at += 2 + length
  }
  at += 2 + view.getUint16(at + 2)
  while (!(file[at] === 0xff && file[at + 1] !== 0 && !(file[at + 1]! >= 0xd0 && file[at + 1]! <= 0xd7))) at++
  found.endsAtEoi = file[at + 1] === 0xd9 && at + 2 === file.length
  return found
}
