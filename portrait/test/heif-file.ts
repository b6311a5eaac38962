/** One HEVC-coded still as it lies in a HEIF file. */
export interface HevcStill {
  widthPx: number
  heightPx: number
  /** The `hvcC` box, decoder configuration. */
  configuration: Uint8Array
  coded: Uint8Array
}

/** What a HEIF file says about its stills. Angles are counted against the clock, as `irot` does. */
export interface HeifOptions {
  /** Tiles row by row; without it the first still is the picture. */
  grid?: { columns: number; rows: number; widthPx: number; heightPx: number }
  quarterTurns?: number
  /** `imir`: about the upright axis (left and right change places) or the level one. */
  mirror?: 'left-right' | 'top-bottom'
  colour?: { icc: Uint8Array } | { primaries: number; transfer: number }
  /** TIFF bytes of an EXIF item. */
  exif?: Uint8Array
  /** Instead of the true size. */
  claimedSize?: { widthPx: number; heightPx: number }
  codec?: string
  brand?: string
}

/**
 * Writes a HEIF file around stills that are coded already: the boxes an iPhone writes, with everything about them
 * chosen by the test. Source: ISO/IEC 23008-12 and 14496-12.
 */
export function writeHeif(stills: HevcStill[], options: HeifOptions = {}): Uint8Array {
  const tileIds = stills.map((_, i) => i + 1)
  const gridId = stills.length + 1
  const exifId = stills.length + 2
  const primary = options.grid ? gridId : 1
  const codec = options.codec ?? 'hvc1'
  const items = [
    ...tileIds.map((id) => ({ id, type: codec, hidden: id !== primary })),
    ...(options.grid ? [{ id: gridId, type: 'grid', hidden: false }] : []),
    ...(options.exif ? [{ id: exifId, type: 'Exif', hidden: true }] : []),
  ]
  const references = [
    ...(options.grid ? [box('dimg', u16(gridId), u16(tileIds.length), ...tileIds.map(u16))] : []),
    ...(options.exif ? [box('cdsc', u16(exifId), u16(1), u16(primary))] : []),
  ]
  const payloads: { id: number; bytes: Uint8Array }[] = stills.map(({ coded }, i) => ({ id: i + 1, bytes: coded }))
  if (options.exif) payloads.push({ id: exifId, bytes: join(u32(0), options.exif) })

  const meta = (dataStart: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, u32(0), text('pict'), new Uint8Array(13)),
      fullBox('pitm', 0, u16(primary)),
      fullBox('iinf', 0, u16(items.length), ...items.map(itemEntry)),
      ...(references.length > 0 ? [fullBox('iref', 0, ...references)] : []),
      properties(stills, primary, options),
      locations(payloads, options.grid ? gridId : undefined, dataStart),
      ...(options.grid ? [box('idat', gridBytes(options.grid))] : []),
    )
  const brand = options.brand ?? 'heic'
  const head = box('ftyp', text(brand), u32(0), text('mif1'), text('heic'))
  const dataStart = head.length + meta(0).length + 8
  return join(head, meta(dataStart), box('mdat', ...payloads.map(({ bytes }) => bytes)))
}

function itemEntry({ id, type, hidden }: { id: number; type: string; hidden: boolean }): Uint8Array {
  return box('infe', u32((2 << 24) | (hidden ? 1 : 0)), u16(id), u16(0), text(type), u8(0))
}

/** Each tile has its configuration and size; the primary picture what is said about the whole. */
function properties(stills: HevcStill[], primary: number, options: HeifOptions): Uint8Array {
  const list: Uint8Array[] = []
  /** The number of a property; tiles share what is equal. */
  const add = (property: Uint8Array) => {
    const at = list.findIndex((known) => Buffer.compare(known, property) === 0)
    return at < 0 ? list.push(property) : at + 1
  }
  const associations = stills.map((still, i) => {
    const own = primary === i + 1 ? options.claimedSize : undefined
    const { widthPx, heightPx } = own ?? still
    return [add(box('hvcC', still.configuration)) | 0x80, add(fullBox('ispe', 0, u32(widthPx), u32(heightPx)))]
  })
  if (options.grid) {
    const { widthPx, heightPx } = options.claimedSize ?? options.grid
    associations.push([add(fullBox('ispe', 0, u32(widthPx), u32(heightPx)))])
  }
  const whole = associations[primary - 1]
  const { colour } = options
  if (colour && 'icc' in colour) whole.push(add(box('colr', text('prof'), colour.icc)))
  if (colour && 'primaries' in colour)
    whole.push(add(box('colr', text('nclx'), u16(colour.primaries), u16(colour.transfer), u16(6), u8(0x80))))
  if (options.quarterTurns) whole.push(add(box('irot', u8(options.quarterTurns))) | 0x80)
  if (options.mirror) whole.push(add(box('imir', u8(options.mirror === 'left-right' ? 1 : 0))) | 0x80)
  const entry = (ids: number[], i: number) => join(u16(i + 1), u8(ids.length), ...ids.map(u8))
  return box('iprp', box('ipco', ...list), fullBox('ipma', 0, u32(associations.length), ...associations.map(entry)))
}

/** Version 1: the grid lies in `idat`, all else in `mdat`. */
function locations(payloads: { id: number; bytes: Uint8Array }[], gridId: number | undefined, dataStart: number) {
  let at = dataStart
  const entries = payloads.map(({ id, bytes }) => {
    const entry = join(u16(id), u16(0), u16(0), u16(1), u32(at), u32(bytes.length))
    at += bytes.length
    return entry
  })
  if (gridId !== undefined) entries.push(join(u16(gridId), u16(1), u16(0), u16(1), u32(0), u32(gridBytesLength)))
  return box('iloc', u32(1 << 24), u16(0x4400), u16(entries.length), ...entries)
}

const gridBytesLength = 12

function gridBytes({ columns, rows, widthPx, heightPx }: NonNullable<HeifOptions['grid']>): Uint8Array {
  return join(u8(0), u8(1), u8(rows - 1), u8(columns - 1), u32(widthPx), u32(heightPx))
}

/** The one still of a file as `heif-enc` writes it. */
export function readHevcStill(file: Uint8Array): HevcStill {
  const view = new DataView(file.buffer, file.byteOffset, file.length)
  const find = (name: string, from = 0): number => {
    const at = Buffer.from(file).indexOf(name, from, 'latin1')
    if (at < 0) throw new Error(`the file has no ${name} box`)
    return at
  }
  const hvcC = find('hvcC')
  const ispe = find('ispe')
  const mdat = find('mdat')
  const sizeOf = (name: number) => view.getUint32(name - 4)
  return {
    widthPx: view.getUint32(ispe + 8),
    heightPx: view.getUint32(ispe + 12),
    configuration: file.slice(hvcC + 4, hvcC - 4 + sizeOf(hvcC)),
    coded: codedIn(file.subarray(mdat + 4, mdat - 4 + sizeOf(mdat))),
  }
}

/** Without what follows the picture: NAL units carry their length, and the first slice is the whole picture. */
function codedIn(data: Uint8Array): Uint8Array {
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  let at = 0
  while (at + 4 < data.length) {
    const length = view.getUint32(at)
    if (length === 0 || at + 4 + length > data.length) break
    at += 4 + length
  }
  return data.slice(0, at)
}

/** A TIFF with nothing but an orientation. */
export function exifOrientation(orientation: number): Uint8Array {
  return join(text('MM\0*'), u32(8), u16(1), u16(0x0112), u16(3), u32(1), u16(orientation), u16(0), u32(0))
}

function box(type: string, ...parts: Uint8Array[]): Uint8Array {
  const body = join(...parts)
  return join(u32(body.length + 8), text(type), body)
}

function fullBox(type: string, version: number, ...parts: Uint8Array[]): Uint8Array {
  return box(type, u32(version << 24), ...parts)
}

function join(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function u8(value: number): Uint8Array {
  return Uint8Array.of(value)
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value)
}

function u32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >> 16, value >> 8, value)
}

function text(characters: string): Uint8Array {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0))
}
