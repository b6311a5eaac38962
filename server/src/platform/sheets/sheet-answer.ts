import { chinaMoment } from '../china-time.ts'
import type { BytesAnswer } from '../http/route-table.ts'
import { csvStream } from './write-csv.ts'
import { type XlsxColumn, xlsxStream } from './write-xlsx.ts'

export type SheetFormat = 'xlsx' | 'csv'

const types: Record<SheetFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** A sheet that is saved under its title; neither format lets a cell be taken for a formula. */
export function sheetAnswer(
  title: string,
  format: SheetFormat,
  columns: readonly XlsxColumn[],
  rows: string[][],
): BytesAnswer {
  const stream =
    format === 'csv' ? csvStream([columns.map((column) => column.title), ...rows]) : xlsxStream(title, columns, rows)
  return { stream, type: types[format], fileName: `${title}.${format}` }
}

/** Money of a cell, in yuan: 1234.50 */
export function yuanCell(fen: number): string {
  return (fen / 100).toFixed(2)
}

/** An instant of a cell on China's clock: 2026-11-27 10:30:00 */
export function momentCell(instant: string | null): string {
  return instant === null ? '' : chinaMoment(new Date(instant))
}
