/**
 * A TrueType font named Square whose only character is a filled square: a font of rare characters without one.
 * Source: ISO/IEC 14496-22 (OpenType), tables head, hhea, maxp, hmtx, cmap (format 12), loca, glyf, name, post.
 */
export function squareFont(codePoint: number): Buffer {
  const square = Buffer.concat([
    words([1, 100, -100, 900, 700, 3, 0]),
    Buffer.from([1, 1, 1, 1]),
    words([100, 0, 800, 0, -100, 800, 0, -800]),
  ])
  const tables: [tag: string, data: Buffer][] = [
    ['cmap', cmap(codePoint)],
    ['glyf', square],
    ['head', head()],
    ['hhea', Buffer.concat([longs([0x10000]), words([900, -200, 0, 1000, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2])])],
    ['hmtx', words([1000, 0, 1000, 100])],
    ['loca', longs([0, 0, square.length])],
    ['maxp', Buffer.concat([longs([0x10000]), words([2, 4, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0])])],
    ['name', name('Square')],
    ['post', longs([0x30000, 0, 0, 0, 0, 0, 0, 0])],
  ]
  const directory: Buffer[] = [longs([0x10000]), words([tables.length, 128, 3, tables.length * 16 - 128])]
  let offset = 12 + 16 * tables.length
  const bodies: Buffer[] = []
  for (const [tag, data] of tables) {
    const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)])
    directory.push(Buffer.from(tag, 'latin1'), longs([0, offset, data.length]))
    bodies.push(padded)
    offset += padded.length
  }
  return Buffer.concat([...directory, ...bodies])
}

function words(values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [i, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, i * 2)
  return bytes
}

function longs(values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, i * 4)
  return bytes
}

function cmap(codePoint: number): Buffer {
  const group = longs([28, 0, 1, codePoint, codePoint, 1])
  return Buffer.concat([words([0, 1, 3, 10]), longs([12]), words([12, 0]), group])
}

function head(): Buffer {
  const times = Buffer.alloc(16)
  return Buffer.concat([
    longs([0x10000, 0x10000, 0, 0x5f0f3cf5]),
    words([0, 1000]),
    times,
    words([100, -100, 900, 700, 0, 8, 2, 1, 0]),
  ])
}

/** Family, subfamily, full and PostScript name, all the same. */
function name(text: string): Buffer {
  const letters = Buffer.from(text, 'utf16le').swap16()
  const records = [1, 2, 4, 6].map((id) => words([3, 1, 0x409, id, letters.length, 0]))
  return Buffer.concat([words([0, records.length, 6 + 12 * records.length]), ...records, letters])
}
