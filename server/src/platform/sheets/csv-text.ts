import { isUtf8 } from 'node:buffer'
import { CsvError, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import { RowsBroken } from './rows.ts'
import type { SheetLimits, SheetRow, SheetRows } from './sheet.ts'

type Separator = ',' | ';' | '\t'

const PIECE_CHARACTERS = 256 * 1024
const LONGEST_ROW_CHARACTERS = 1_000_000

/**
 * Reads a CSV file: UTF-8 with or without mark, GB18030 as Excel in China saves it, or UTF-16; separated by comma,
 * semicolon or tab. `isHeading` tells a heading row from mistaken characters. The rows end in RowsBroken where the file
 * stops making sense.
 */
export function openCsv(
  bytes: Uint8Array,
  isHeading: (cells: string[]) => boolean,
  { cellCharacters }: Pick<SheetLimits, 'cellCharacters'>,
): SheetRows {
  const text = textOf(bytes, (line) => isHeading(line.split(separatorOf(line)).map(unquoted)))
  return { name: '', rows: rowsOf(text, cellCharacters) }
}

/** The text in the encoding under which its first lines hold a heading; otherwise in the likeliest. */
function textOf(bytes: Uint8Array, isHeadingLine: (line: string) => boolean): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (buffer[0] === 0xff && buffer[1] === 0xfe) return iconv.decode(buffer, 'utf16le')
  if (buffer[0] === 0xfe && buffer[1] === 0xff) return iconv.decode(buffer, 'utf16be')
  if (isUtf8(buffer)) return buffer.toString().replace(/^\ufeff/, '')
  const beginning = iconv.decode(buffer.subarray(0, 64 * 1024), 'utf8')
  const isDamagedUtf8 = firstLines(beginning).some(isHeadingLine)
  return iconv.decode(buffer, isDamagedUtf8 ? 'utf8' : 'gb18030')
}

const firstLines = (text: string) => text.split(/\r?\n/, 20)
const unquoted = (cell: string) => cell.replace(/^"(.*)"$/, '$1')

function separatorOf(line: string): Separator {
  const counts = ([',', ';', '\t'] as const).map((separator) => [line.split(separator).length, separator] as const)
  return counts.sort(([one], [other]) => other - one)[0]![1]
}

function* piecesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE_CHARACTERS) yield text.slice(at, at + PIECE_CHARACTERS)
}

async function* rowsOf(text: string, cellCharacters: number): AsyncGenerator<SheetRow[]> {
  // A title may stand above the headings: the separator is the one that most of the first lines agree on.
  const delimiter = separatorOf(firstLines(text).join('\n'))
  let row = 0
  let rows: SheetRow[] = []
  const parser = parse({
    ...{ delimiter, relax_column_count: true, relax_quotes: true, bom: true },
    max_record_size: LONGEST_ROW_CHARACTERS,
    // Taken here rather than read from the stream, which forgets what it holds when it fails.
    on_record: (cells: string[]) => {
      row += 1
      if (cells.some((cell) => cell.trim() !== ''))
        rows.push({ row, cells: cells.map((cell) => cell.slice(0, cellCharacters)) })
      return null
    },
  })
  const failed = new Promise<Error>((resolve) => parser.once('error', resolve))
  parser.resume()
  const done = (work: (end: () => void) => void) => Promise.race([failed, new Promise<void>(work)])
  let failure: Error | undefined
  for (const piece of piecesOf(text)) {
    failure = (await done((end) => parser.write(piece, () => end()))) ?? failure
    if (failure !== undefined) break
    if (rows.length > 0) yield rows
    rows = []
  }
  failure ??= (await done((end) => void parser.once('end', end).end())) ?? undefined
  if (rows.length > 0) yield rows
  if (failure === undefined) return
  if (!(failure instanceof CsvError)) throw failure
  throw new RowsBroken({ row: row + 1, why: failure.code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote-open' : 'unreadable' })
}
