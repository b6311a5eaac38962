import { TextDecoder } from 'node:util'
import { RowsRefused } from './rows.ts'
import type { SheetLimits, SheetRow, SheetRows } from './sheet.ts'
import { openSharedStrings, readDateStyles, unescaped } from './xlsx-parts.ts'
import { attributeOf, scanXml, XmlRefused } from './xml-scan.ts'
import { openZip, type ZipEntries, ZipRefused } from './zip-entries.ts'

const WORKBOOK = 'xl/workbook.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'
const STRINGS = 'xl/sharedStrings.xml'
const STYLES = 'xl/styles.xml'

/**
 * The rows of an XLSX file’s first sheet that is not hidden, as they are inflated: the sheet is never whole in memory,
 * and rows beyond the limit are never inflated. Source: ECMA-376 part 1, 18.3 and 18.4.
 * @throws RowsRefused
 */
export async function openXlsx(bytes: Buffer, limits: SheetLimits): Promise<SheetRows> {
  return refusing(async () => {
    const zip = openZip(bytes, limits.inflatedBytes)
    const { name, part } = firstSheet(zip)
    const strings = zip.names.includes(STRINGS) ? await openSharedStrings(textsOf(zip, STRINGS)) : []
    const isDate = zip.names.includes(STYLES) ? readDateStyles(zip.read(STYLES).toString()) : []
    return { name, rows: rowsOf(zip, part, { strings, isDate, limits }) }
  })
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw refusalOf(error)
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof ZipRefused || error instanceof XmlRefused) return new RowsRefused(error.why)
  return error
}

/** A part of the zip as pieces of text. */
async function* textsOf(zip: ZipEntries, part: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  for await (const chunk of zip.stream(part)) {
    decoder ??= new TextDecoder(chunk[0] === 0xff && chunk[1] === 0xfe ? 'utf-16le' : 'utf-8')
    yield decoder.decode(chunk, { stream: true })
  }
}

/** The first sheet that is shown in the workbook, and its part of the zip. */
function firstSheet(zip: ZipEntries): { name: string; part: string } {
  const sheets: { name: string; id: string; isHidden: boolean }[] = []
  scanText(zip.read(WORKBOOK).toString(), 'sheet', (attributes) => {
    const id = /\s\w+:id\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1]
    const isHidden = /hidden/i.test(attributeOf(attributes, 'state') ?? '')
    if (id !== undefined) sheets.push({ name: attributeOf(attributes, 'name') ?? '', id, isHidden })
  })
  const targets = new Map<string, string>()
  scanText(zip.read(RELATIONS).toString(), 'Relationship', (attributes) => {
    targets.set(attributeOf(attributes, 'Id') ?? '', attributeOf(attributes, 'Target') ?? '')
  })
  const partOf = ({ id }: { id: string }) => {
    const target = targets.get(id) ?? ''
    return target.startsWith('/') ? target.slice(1) : `xl/${target}`
  }
  const isSheet = (part: string) => /^xl\/worksheets\/[^/]+\.xml$/.test(part) && zip.names.includes(part)
  const shown = sheets.filter((sheet) => isSheet(partOf(sheet)))
  const chosen = shown.find(({ isHidden }) => !isHidden) ?? shown[0]
  const part = chosen ? partOf(chosen) : zip.names.filter(isSheet).sort()[0]
  if (part === undefined) throw new RowsRefused('unreadable')
  return { name: chosen?.name ?? '', part }
}

function scanText(text: string, element: string, found: (attributes: string) => void): void {
  const handler = { open: (name: string, attributes: string) => void (name === element && found(attributes)) }
  scanXml({ ...handler, close: () => {}, text: () => {} }).push(text.replace(/^\ufeff/, ''))
}

interface CellGround {
  strings: string[]
  /** By the number of a cell’s style. */
  isDate: boolean[]
  limits: SheetLimits
}

async function* rowsOf(zip: ZipEntries, part: string, ground: CellGround): AsyncGenerator<SheetRow[]> {
  try {
    const reader = readRows(ground)
    for await (const text of textsOf(zip, part)) {
      reader.push(text)
      const rows = reader.taken()
      if (rows.length > 0) yield rows
    }
  } catch (error) {
    throw refusalOf(error)
  }
}

function readRows({ strings, isDate, limits }: CellGround) {
  let rows: SheetRow[] = []
  let row = 0
  let cells: string[] | undefined
  let column = -1
  let cell = { type: '', style: 0 }
  let value: string | undefined
  let isValue = false
  // How a name is pronounced is not part of it.
  let isPronunciation = false
  const scanner = scanXml({
    open(name, attributes) {
      if (name === 'row') {
        row = Number(attributeOf(attributes, 'r') ?? row + 1)
        cells = []
        column = -1
      } else if (name === 'c') {
        column = columnOf(attributeOf(attributes, 'r')) ?? column + 1
        if (column >= limits.columns) throw new RowsRefused('too-many-columns')
        cell = { type: attributeOf(attributes, 't') ?? '', style: Number(attributeOf(attributes, 's') ?? 0) }
        value = undefined
      } else if (name === 'v' || name === 't') {
        isValue = !isPronunciation
        value ??= ''
      } else if (name === 'rPh') isPronunciation = true
    },
    text(text) {
      if (isValue) value = (value ?? '') + text
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false
      else if (name === 'rPh') isPronunciation = false
      else if (name === 'c' && cells !== undefined && value !== undefined) {
        while (cells.length < column) cells.push('')
        cells[column] = textOf(value, cell.type, { strings, isDate: isDate[cell.style] ?? false }).slice(
          0,
          limits.cellCharacters,
        )
        value = undefined
      } else if (name === 'row' && cells !== undefined) {
        if (cells.some((text) => text.trim() !== '')) rows.push({ row, cells })
        cells = undefined
      }
    },
  })
  return {
    push: scanner.push,
    taken() {
      const taken = rows
      rows = []
      return taken
    },
  }
}

/** AB3 is column 27. */
function columnOf(reference: string | undefined): number | undefined {
  if (reference === undefined) return undefined
  let column = 0
  for (const letter of reference) {
    const place = letter.charCodeAt(0) - 64
    if (place < 1 || place > 26) break
    column = column * 26 + place
    if (column > 16_384) throw new XmlRefused('a column beyond the last')
  }
  return column === 0 ? undefined : column - 1
}

function textOf(value: string, type: string, { strings, isDate }: { strings: string[]; isDate: boolean }): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'true' : 'false'
  if (type === 'd') return value.slice(0, 10)
  if (type !== '' && type !== 'n') return unescaped(value)
  return isDate ? dayOf(Number(value)) : numberText(value)
}

/** Whole numbers beyond 15 digits were not kept exactly, so they are written as spreadsheet programs show them. */
const EXACT_BELOW = 1e15

export function numberText(value: string): string {
  if (/^-?[1-9]\d{0,14}$/.test(value)) return value
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  return Math.abs(number) < EXACT_BELOW ? String(number) : number.toExponential().toUpperCase()
}

/** Days are counted from 1899-12-30, so that the leap day of 1900 that never was lies between them. */
export function dayOf(serial: number): string {
  const day = new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000)
  return Number.isNaN(day.getTime()) || serial < 0 ? String(serial) : day.toISOString().slice(0, 10)
}
