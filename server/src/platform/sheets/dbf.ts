import iconv from 'iconv-lite'
import { RowsRefused } from './rows.ts'
import type { SheetRow, SheetRows } from './sheet.ts'

const FIELD_BYTES = 32
const HEADING_END = 0x0d
const ROWS_AT_ONCE = 500
const DELETED = '*'

interface Field {
  name: string
  type: string
  at: number
  bytes: number
}

/** Whether the bytes begin like a dBASE table: a known version, and headings that end where they say. */
export function isDbf(bytes: Buffer): boolean {
  if (bytes.length < 65 || ![0x02, 0x03, 0x30, 0x31, 0x43, 0x83, 0x8b, 0xf5].includes(bytes[0]!)) return false
  const headBytes = bytes.readUInt16LE(8)
  return headBytes >= 65 && headBytes <= bytes.length && fieldsOf(bytes).length > 0
}

/**
 * The records of a dBASE table in GB18030, its field names as row 1. Deleted records are left out and keep their place
 * in the count. Every value is text as it stands; what the head says of the number of records is not believed.
 * Source: dBASE III PLUS, structure of a table file.
 */
export function openDbf(bytes: Buffer): SheetRows {
  const fields = fieldsOf(bytes)
  if (fields.length === 0) throw new RowsRefused('unreadable')
  return { name: '', rows: rowsOf(bytes, fields) }
}

async function* rowsOf(bytes: Buffer, fields: Field[]): AsyncGenerator<SheetRow[]> {
  const [headBytes, recordBytes] = [bytes.readUInt16LE(8), bytes.readUInt16LE(10)]
  if (recordBytes < 2) throw new RowsRefused('unreadable')
  let rows: SheetRow[] = [{ row: 1, cells: fields.map(({ name }) => name) }]
  let row = 1
  for (let at = headBytes; at + recordBytes <= bytes.length; at += recordBytes) {
    row += 1
    if (String.fromCharCode(bytes[at]!) === DELETED) continue
    const cells = fields.map((field) => textOf(bytes, at, field))
    if (cells.some((cell) => cell !== '')) rows.push({ row, cells })
    if (rows.length < ROWS_AT_ONCE) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

function fieldsOf(bytes: Buffer): Field[] {
  const fields: Field[] = []
  const end = bytes.readUInt16LE(8)
  let at = 1
  for (let place = FIELD_BYTES; place + FIELD_BYTES < end; place += FIELD_BYTES) {
    if (bytes[place] === HEADING_END) break
    const name = decode(bytes.subarray(place, place + 11))
      .split('\0', 1)[0]!
      .trim()
    const length = bytes[place + 16]!
    if (length === 0 || name === '') return []
    fields.push({ name, type: String.fromCharCode(bytes[place + 11]!), at, bytes: length })
    at += length
  }
  return fields
}

function textOf(bytes: Buffer, record: number, { type, at, bytes: length }: Field): string {
  const text = decode(bytes.subarray(record + at, record + at + length)).replace(/[\0 ]+$/, '')
  if (type === 'C' || type === 'M') return text
  return type === 'D' ? text.trim().replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : text.trim()
}

function decode(bytes: Buffer): string {
  return iconv.decode(bytes, 'gb18030')
}
