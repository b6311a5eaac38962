/** Something personal in one of the ways that it could be written. */
export interface Needle {
  value: string
  kind: string
  encoding: string
  bytes: Buffer
}

export interface Hit {
  place: string
  kind: string
  encoding: string
}

/** All ways in which a value is looked for: as it is, in base64 at each of its three places, in hex, in addresses, in JSON, backwards. */
export function needlesOf(kind: string, value: string): Needle[] {
  const text = Buffer.from(value)
  const ways: [string, string | Buffer][] = [
    ['plain', text],
    ['UTF-16', Buffer.from(value, 'utf16le')],
    ['hex', text.toString('hex')],
    ['hex', text.toString('hex').toUpperCase()],
    ['backwards', [...value].reverse().join('')],
    ...[0, 1, 2].map((place): [string, string] => ['base64', base64At(text, place)]),
  ]
  const inAddress = encodeURIComponent(value)
  if (inAddress !== value) ways.push(['in an address', inAddress])
  const inJson = value.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  if (inJson !== value) ways.push(['in JSON', inJson])
  return ways.map(([encoding, written]) => ({ value, kind, encoding, bytes: Buffer.from(written) }))
}

/** What is the same in base64 however many bytes stand before, from this place within three on. */
function base64At(bytes: Buffer, place: number): string {
  const written = Buffer.concat([Buffer.alloc(place), bytes])
    .toString('base64')
    .replace(/=+$/, '')
  const first = Math.ceil((place * 8) / 6)
  const last = Math.floor(((place + bytes.length) * 8) / 6)
  return written.slice(first, last)
}

/** Looks for many needles at once: a table of what three bytes may begin one, then those that begin with these four. */
export function searcherFor(needles: Needle[]): (bytes: Buffer, place: string) => Hit[] {
  const beginnings = new Uint8Array(1 << 24)
  const byFour = new Map<number, Needle[]>()
  for (const needle of needles) {
    if (needle.bytes.length < 6) throw new Error(`${needle.kind} ${needle.encoding} is too short to look for`)
    beginnings[needle.bytes.readUIntBE(0, 3)] = 1
    const four = needle.bytes.readUInt32BE(0)
    byFour.set(four, [...(byFour.get(four) ?? []), needle])
  }
  return (bytes, place) => {
    const hits: Hit[] = []
    let three = bytes.length > 1 ? bytes.readUInt16BE(0) : 0
    for (let at = 2; at < bytes.length - 1; at++) {
      three = ((three << 8) | bytes[at]!) & 0xffffff
      if (beginnings[three] === 0) continue
      for (const needle of byFour.get(three * 256 + bytes[at + 1]!) ?? [])
        if (bytes.subarray(at - 2, at - 2 + needle.bytes.length).equals(needle.bytes))
          hits.push({ place, kind: needle.kind, encoding: needle.encoding })
    }
    return hits
  }
}
