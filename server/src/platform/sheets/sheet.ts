/** One row of a sheet as a spreadsheet program numbers it: the first row is row 1. */
export interface SheetRow {
  row: number
  /** What the cells say; a number beyond what spreadsheet programs keep exactly is written with its exponent (1.1E+17). */
  cells: string[]
}

export interface SheetReading {
  /** Rows with something in them. */
  rows: SheetRow[]
  /** Where a CSV file stops making sense; the rows before it are there. */
  broken: { row: number; why: 'quote-open' | 'unreadable' } | null
}

/** A sheet whose rows are read as they are asked for, several at once. */
export interface SheetRows {
  /** Of the sheet in its workbook; empty where there is none. */
  name: string
  rows: AsyncIterable<SheetRow[]>
}

/** Why a file is no sheet that can be taken. */
export type SheetRefusal =
  | 'empty'
  | 'old-format'
  | 'locked'
  | 'unreadable'
  | 'too-large'
  | 'too-many-rows'
  | 'too-many-columns'

/** What a sheet may cost. Cells are cut at `cellCharacters`: whoever reads them allows less. */
export interface SheetLimits {
  bytes: number
  inflatedBytes: number
  rows: number
  columns: number
  cellCharacters: number
}

export const sheetLimits: SheetLimits = {
  bytes: 8_000_000,
  // 20,000 rows of 20 columns take about 20 MB.
  inflatedBytes: 64_000_000,
  rows: 20_001,
  columns: 200,
  cellCharacters: 1_000,
}

/** No heading is as long; a picture that is taken for text has lines of a million characters. */
const LONGEST_HEADING = 200

/** A heading without spaces, marks and differences of width or case; no more than its first 200 characters. */
export function plainHeading(cell: string): string {
  return cell
    .slice(0, LONGEST_HEADING)
    .normalize('NFKC')
    .replace(/[\s*\p{Cf}]/gu, '')
    .toLowerCase()
}

/** How a spreadsheet program names a cell: (27, 3) is AB3; columns count from 0. */
export function cellName(column: number, row: number): string {
  let letters = ''
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return `${letters}${row}`
}

/** Whether a spreadsheet program made a number of what was text, and lost digits: 1.1E+17. */
export function isDamagedNumber(text: string): boolean {
  return /^\d([.]\d+)?E[+]?\d+$/i.test(text)
}
