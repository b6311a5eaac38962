import { CsvError, parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'

/** The cells of a sheet, row by row as a spreadsheet program numbers them; the first row is row 1. */
export type Cells = string[][]

/** A sheet that can't be read at all. `row` is where reading stopped, when that is known. */
export class SheetUnreadable extends Error {
  readonly row: number | undefined
  constructor(zh: string, row?: number) {
    super(zh)
    this.row = row
  }
}

/**
 * Reads a CSV file: UTF-8 with or without mark, GB18030 as Excel in China saves it, or UTF-16; separated by comma,
 * semicolon or tab. `isHeader` tells a heading row from mistaken characters.
 * @throws SheetUnreadable
 */
export function readSheet(bytes: Uint8Array, isHeader: (cells: string[]) => boolean): Cells {
  if (bytes.length === 0) throw new SheetUnreadable('文件是空的')
  const candidates = decodings(bytes)
  for (const text of candidates) {
    if (isHeader(splitRows(text.split(/\r?\n/, 1)[0]!)[0] ?? [])) return splitRows(text)
  }
  return splitRows(candidates[0]!)
}

/** The text in each encoding it may have, the likeliest first. */
function decodings(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return [iconv.decode(buffer, 'utf16le')]
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return [iconv.decode(buffer, 'utf16be')]
  const utf8 = iconv.decode(buffer, 'utf8')
  const gb18030 = iconv.decode(buffer, 'gb18030')
  return utf8.includes('\uFFFD') ? [gb18030, utf8] : [utf8]
}

function splitRows(text: string): Cells {
  const heading = text.split(/\r?\n/, 1)[0]!
  const counts = [',', ';', '\t'].map((separator) => [heading.split(separator).length, separator] as const)
  const [, delimiter] = counts.sort(([one], [other]) => other - one)[0]!
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      bom: true,
      max_record_size: 1_000_000,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const row = typeof error.records === 'number' ? error.records + 1 : undefined
    const isQuote = error.code === 'CSV_QUOTE_NOT_CLOSED'
    throw new SheetUnreadable(isQuote ? '引号没有闭合，后面的内容无法读取' : '这一行无法读取', row)
  }
}
