import { Readable } from 'node:stream'
import excel from 'exceljs'
import yazl from 'yazl'
import type { SheetLimits, SheetRefusal, SheetRow } from './sheet.ts'
import { openZip, type ZipEntries, ZipRefused } from './zip-entries.ts'

export class XlsxRefused extends Error {
  readonly why: SheetRefusal
  constructor(why: SheetRefusal) {
    super(why)
    this.why = why
  }
}

const WORKBOOK = 'xl/workbook.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'
const STRINGS = 'xl/sharedStrings.xml'
const STYLES = 'xl/styles.xml'

/**
 * The rows of an XLSX file’s first sheet. Only the parts that its cells need are taken out of the zip, within the
 * limit, without entities, and given to the streaming reader in the order that keeps it from writing files.
 * @throws XlsxRefused
 */
export async function readXlsx(bytes: Buffer, limits: SheetLimits): Promise<SheetRow[]> {
  const parts = refused(() => partsOf(openZip(bytes, limits.inflatedBytes)))
  const input = Readable.from(zipOf(parts).outputStream as Readable)
  const reader = new excel.stream.xlsx.WorkbookReader(input as never, {
    ...{ worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' },
  })
  const rows: SheetRow[] = []
  try {
    let sheetsSeen = 0
    for await (const sheet of reader) {
      sheetsSeen += 1
      for await (const row of sheet) {
        if (row.cellCount > limits.columns) throw new XlsxRefused('too-many-columns')
        const cells = cellsOf(row, limits.cellCharacters)
        if (cells.every((cell) => cell.trim() === '')) continue
        rows.push({ row: row.number, cells })
        if (rows.length > limits.rows) throw new XlsxRefused('too-many-rows')
      }
    }
    if (sheetsSeen === 0) throw new XlsxRefused('unreadable')
  } catch (error) {
    if (error instanceof XlsxRefused) throw error
    throw new XlsxRefused('unreadable')
  } finally {
    input.destroy()
  }
  return rows
}

function refused<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof ZipRefused) throw new XlsxRefused(error.why)
    throw error
  }
}

/** The parts that are needed, by name, as ASCII. */
function partsOf(zip: ZipEntries): [string, string][] {
  const part = (name: string) => asciiOf(zip.read(name))
  const workbook = part(WORKBOOK)
  const relations = part(RELATIONS)
  const sheet = part(firstSheet(zip, workbook, relations))
  return [
    [RELATIONS, relations],
    [WORKBOOK, workbook],
    [STYLES, zip.names.includes(STYLES) ? part(STYLES) : '<styleSheet/>'],
    [STRINGS, zip.names.includes(STRINGS) ? part(STRINGS) : '<sst/>'],
    ['xl/worksheets/sheet1.xml', sheet],
    // The reader may miss what lies last.
    ['end.txt', ''],
    ['end-of-end.txt', ''],
  ]
}

/**
 * The text with every other character as a reference: the reader decodes each piece of a stream by itself and would
 * damage characters that lie across two of them.
 * @throws XlsxRefused for entities, which no program declares in what it saves: they make small files large
 */
function asciiOf(content: Buffer): string {
  const isWide = content[0] === 0xff && content[1] === 0xfe
  const text = content.toString(isWide ? 'utf16le' : 'utf8').replace(/^\ufeff/, '')
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new XlsxRefused('unreadable')
  return text.replace(/[^\0-\x7f]/gu, (character) => `&#${character.codePointAt(0)};`)
}

/** The part that holds the sheet which lies first in the workbook, where that can be told; otherwise the first sheet part. */
function firstSheet(zip: ZipEntries, workbook: string, relations: string): string {
  const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/.test(name)
  for (const [tag] of workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)) {
    const id = attributeOf(tag, '\\w+:id')
    const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].find(
      ([found]) => attributeOf(found, 'Id') === id,
    )
    const target = relation && attributeOf(relation[0], 'Target')
    const name = target?.startsWith('/') ? target.slice(1) : `xl/${target}`
    if (isSheet(name) && zip.names.includes(name)) return name
  }
  const first = zip.names.filter(isSheet).sort()[0]
  if (first === undefined) throw new XlsxRefused('unreadable')
  return first
}

function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(tag)?.[1]
}

function zipOf(parts: [string, string][]): yazl.ZipFile {
  const zip = new yazl.ZipFile()
  for (const [name, content] of parts) zip.addBuffer(Buffer.from(content), name, { compress: false })
  zip.end()
  return zip
}

function cellsOf(row: excel.Row, mostCharacters: number): string[] {
  const cells: string[] = []
  row.eachCell((cell, column) => {
    while (cells.length < column - 1) cells.push('')
    cells.push(textOf(cell.value).slice(0, mostCharacters))
  })
  return cells
}

/** Whole numbers beyond 15 digits were not kept exactly, so they are written as spreadsheet programs show them. */
const EXACT_BELOW = 1e15

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number')
    return Math.abs(value) < EXACT_BELOW ? String(value) : value.toExponential().toUpperCase()
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value !== 'object') return String(value)
  const { richText, text, result, error } = value as Record<string, unknown>
  if (Array.isArray(richText)) return richText.map((run: { text?: unknown }) => textOf(run.text)).join('')
  return textOf(text ?? result ?? error)
}
