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

/** A sheet that is saved under its title, or another name. */
export function sheetAnswer(
  title: string,
  format: SheetFormat,
  columns: readonly XlsxColumn[],
  rows: Rows,
  name = title,
): BytesAnswer {
  const stream = sheetStream(title, format, columns, rows)
  return { stream, type: sheetTypes[format], fileName: `${name}.${format}` }
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
