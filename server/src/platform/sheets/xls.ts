import type { CellObject, WorkSheet } from '@e965/xlsx'
import { RowsRefused } from './rows.ts'
import type { SheetLimits, SheetRow, SheetRows } from './sheet.ts'
import { dayOf, numberText } from './xlsx.ts'

/**
 * The first sheet that is shown of an Excel file from before 2007. It is read as a whole, so this belongs into a process
 * that can be killed.
 * @throws RowsRefused
 */
export async function openXls(bytes: Buffer, limits: SheetLimits): Promise<SheetRows> {
  // Loaded with the first such file: it is large.
  const { read, SSF } = await import('@e965/xlsx')
  const workbook = (() => {
    try {
      return read(bytes, { dense: true, cellHTML: false, cellText: false, cellNF: true, sheetRows: limits.rows + 1 })
    } catch (error) {
      throw new RowsRefused(/password|encrypt/i.test(String(error)) ? 'locked' : 'old-format')
    }
  })()
  const hidden = workbook.Workbook?.Sheets ?? []
  const name = workbook.SheetNames.find((_, place) => !hidden[place]?.Hidden) ?? workbook.SheetNames[0]
  const sheet = name === undefined ? undefined : workbook.Sheets[name]
  if (name === undefined || sheet === undefined) throw new RowsRefused('unreadable')
  const textOf = ({ t, v, z }: CellObject): string => {
    if (t === 'n') return z && SSF.is_date(String(z)) ? dayOf(Number(v)) : numberText(String(v))
    return t === 'z' || t === 'e' || v === undefined ? '' : String(v)
  }
  return { name, rows: rowsOf(sheet, textOf, limits) }
}

async function* rowsOf(
  sheet: WorkSheet,
  textOf: (cell: CellObject) => string,
  limits: SheetLimits,
): AsyncGenerator<SheetRow[]> {
  const lines = (sheet['!data'] ?? []) as (CellObject | undefined)[][]
  for (let first = 0; first < lines.length; first += 500) {
    const rows: SheetRow[] = []
    for (let place = first; place < Math.min(first + 500, lines.length); place++) {
      const line = lines[place] ?? []
      if (line.length > limits.columns) throw new RowsRefused('too-many-columns')
      const cells = Array.from(line, (cell) => (cell ? textOf(cell).slice(0, limits.cellCharacters) : ''))
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ row: place + 1, cells })
    }
    yield rows
  }
}
