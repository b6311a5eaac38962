import { Readable } from 'node:stream'

/**
 * A CSV file that Excel in China opens as it is: UTF-8 with its mark, every cell in quotes, and none that a spreadsheet
 * program would take for a formula. Source: OWASP ASVS 5.0, 1.2.10.
 */
export function csvStream(rows: Iterable<string[]> | AsyncIterable<string[]>): Readable {
  return Readable.from(linesOf(rows))
}

async function* linesOf(rows: Iterable<string[]> | AsyncIterable<string[]>): AsyncGenerator<string> {
  yield '\ufeff'
  for await (const cells of rows) yield `${cells.map(quoted).join(',')}\r\n`
}

function quoted(cell: string): string {
  const text = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(cell) ? `'${cell}` : cell
  return `"${text.replaceAll('"', '""')}"`
}
