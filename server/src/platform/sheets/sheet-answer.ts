import type { Readable } from 'node:stream'
import { chinaMoment } from '../china-time.ts'
import type { BytesAnswer } from '../http/route-table.ts'
import { csvStream } from './write-csv.ts'
import { type XlsxColumn, xlsxStream } from './write-xlsx.ts'

export type SheetFormat = 'xlsx' | 'csv'

export const sheetTypes: Record<SheetFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

type Rows = Iterable<string[]> | AsyncIterable<string[]>

/** Headings and rows; neither format lets a cell be taken for a formula. */
export function sheetStream(title: string, format: SheetFormat, columns: readonly XlsxColumn[], rows: Rows): Readable {
  return format === 'csv' ? csvStream(withHeadings(columns, rows)) : xlsxStream(title, columns, rows)
}

/** A sheet that is saved under its title, or another name; begun once its first row could be read, see begun. */
export async function sheetAnswer(
  title: string,
  format: SheetFormat,
  columns: readonly XlsxColumn[],
  rows: Rows,
  name = title,
): Promise<BytesAnswer> {
  const stream = sheetStream(title, format, columns, await begun(rows))
  return { stream, type: sheetTypes[format], fileName: `${name}.${format}` }
}

/**
 * The same rows, with the first one read already: what goes wrong until then is still answered in words, and later can
 * only break the file off. Rows must hold nothing open between two of them.
 */
export async function begun<T>(rows: Iterable<T> | AsyncIterable<T>): Promise<Iterable<T> | AsyncIterable<T>> {
  if (!(Symbol.asyncIterator in rows)) return rows
  const reading = rows[Symbol.asyncIterator]()
  return allOf(await reading.next(), reading)
}

async function* allOf<T>(first: IteratorResult<T>, reading: AsyncIterator<T>): AsyncGenerator<T> {
  for (let read = first; !read.done; read = await reading.next()) yield read.value
}

async function* withHeadings(columns: readonly XlsxColumn[], rows: Rows): AsyncGenerator<string[]> {
  yield columns.map(({ title }) => title)
  yield* rows
}

/** Money of a cell, in yuan: 1234.50 */
export function yuanCell(fen: number): string {
  return (fen / 100).toFixed(2)
}

/** An instant of a cell on China's clock: 2026-11-27 10:30:00 */
export function momentCell(instant: string | null): string {
  return instant === null ? '' : chinaMoment(new Date(instant))
}
