import { PassThrough, type Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'

export interface XlsxColumn {
  title: string
  /** In characters. */
  width?: number
}

/** Other work gets its turn in between. */
const ROWS_AT_ONCE = 200

/** An XLSX file of one sheet, written as a stream. Every cell is text and stays text when it is edited. */
export function xlsxStream(
  sheetName: string,
  columns: readonly XlsxColumn[],
  rows: Iterable<string[]> | AsyncIterable<string[]>,
): Readable {
  const output = new PassThrough()
  void write(output, sheetName, columns, rows).catch((error: Error) => output.destroy(error))
  return output
}

async function write(
  output: PassThrough,
  sheetName: string,
  columns: readonly XlsxColumn[],
  rows: Iterable<string[]> | AsyncIterable<string[]>,
): Promise<void> {
  // Loaded with the first sheet that is written: the program starts sooner without it.
  const { default: excel } = await import('exceljs')
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true, useSharedStrings: false })
  const sheet = book.addWorksheet(sheetName)
  sheet.columns = columns.map(({ width = 16 }) => ({ width, style: { numFmt: '@' } }))
  sheet.addRow(columns.map(({ title }) => title)).commit()
  let rowCount = 0
  for await (const cells of rows) {
    if (output.destroyed) return
    sheet.addRow(cells.map((cell) => cell.replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' '))).commit()
    rowCount += 1
    if (rowCount % ROWS_AT_ONCE === 0) await setImmediate()
  }
  await book.commit()
}
