import { CsvError, parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import type { SheetLimits, SheetReading } from './sheet.ts'

type Separator = ',' | ';' | '\t'

/**
 * Reads a CSV file: UTF-8 with or without mark, GB18030 as Excel in China saves it, or UTF-16; separated by comma,
 * semicolon or tab. `isHeader` tells a heading row from mistaken characters. One row more than the limit is read, so
 * that whoever asked sees that there are too many.
 */
export function readCsv(
  bytes: Uint8Array,
  isHeader: (cells: string[]) => boolean,
  limits: Pick<SheetLimits, 'rows'>,
): SheetReading {
  const candidates = decodings(bytes)
  const chosen = candidates.find((text) => isHeader(splitRows(firstLine(text), 1).rows[0]?.cells ?? []))
  return splitRows(chosen ?? candidates[0]!, limits.rows + 1)
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

const firstLine = (text: string) => text.split(/\r?\n/, 1)[0]!

function separatorOf(heading: string): Separator {
  const counts = ([',', ';', '\t'] as const).map((separator) => [heading.split(separator).length, separator] as const)
  return counts.sort(([one], [other]) => other - one)[0]![1]
}

function splitRows(text: string, most: number): SheetReading {
  const rows: string[][] = []
  let broken: SheetReading['broken'] = null
  try {
    parse(text, {
      delimiter: separatorOf(firstLine(text)),
      relax_column_count: true,
      relax_quotes: true,
      bom: true,
      to: most,
      max_record_size: 1_000_000,
      on_record: (cells: string[]) => {
        rows.push(cells)
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    broken = { row: rows.length + 1, why: error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote-open' : 'unreadable' }
  }
  return { rows: rows.map((cells, place) => ({ row: place + 1, cells })).filter(isFilled), broken }
}

const isFilled = ({ cells }: { cells: string[] }) => cells.some((cell) => cell.trim() !== '')
