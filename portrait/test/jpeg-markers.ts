/** What a reader of ITU-T T.81 finds in a JPEG, walked marker by marker and independently of the product's own code. */
export interface JpegFacts {
  markers: number[]
  widthPx: number
  heightPx: number
  componentCount: number
  bitsPerSample: number
  /** Horizontal and vertical sampling of each component. */
  sampling: [number, number][]
  baseline: boolean
  /** Density unit (1 is dots per inch) and values of the JFIF header. */
  density: [unit: number, x: number, y: number] | null
  bytesAfterEnd: number
}

export function jpegFacts(bytes: Uint8Array): JpegFacts {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw new Error('no SOI')
  const facts: JpegFacts = {
    markers: [],
    widthPx: 0,
    heightPx: 0,
    componentCount: 0,
    bitsPerSample: 0,
    sampling: [],
    baseline: false,
    density: null,
    bytesAfterEnd: -1,
  }
  let at = 2
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) throw new Error(`no marker at ${at}`)
    const marker = bytes[at + 1]
    facts.markers.push(marker)
    if (marker === 0xd9) {
      facts.bytesAfterEnd = bytes.length - at - 2
      return facts
    }
    const length = bytes[at + 2] * 256 + bytes[at + 3]
    readSegment(facts, marker, bytes.subarray(at + 4, at + 2 + length))
    at += 2 + length
    if (marker !== 0xda) continue
    while (bytes[at] !== 0xff || bytes[at + 1] === 0 || (bytes[at + 1] >= 0xd0 && bytes[at + 1] <= 0xd7)) at++
  }
  throw new Error('no EOI')
}

function readSegment(facts: JpegFacts, marker: number, body: Uint8Array): void {
  if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
    facts.baseline = marker === 0xc0
    facts.bitsPerSample = body[0]
    facts.heightPx = body[1] * 256 + body[2]
    facts.widthPx = body[3] * 256 + body[4]
    facts.componentCount = body[5]
    for (let c = 0; c < body[5]; c++) facts.sampling.push([body[7 + c * 3] >> 4, body[7 + c * 3] & 15])
  }
  if (marker === 0xe0 && String.fromCharCode(...body.subarray(0, 4)) === 'JFIF') {
    facts.density = [body[7], body[8] * 256 + body[9], body[10] * 256 + body[11]]
  }
}
