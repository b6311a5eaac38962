import { readFile } from 'node:fs/promises'
import { RowsBroken, RowsRefused } from '../platform/sheets/rows.ts'
import type { SheetLimits, SheetRefusal, SheetRow, SheetRows } from '../platform/sheets/sheet.ts'
import { openSheetFile } from '../platform/sheets/sheet-file.ts'
import { openCheck, type RosterCheck } from './check-rows.ts'
import { type ColumnMap, isHeadingRow, mayBeHeading } from './columns.ts'
import type { Finding, RosterLine } from './roster.ts'

/** Reads the sheet at a path: its headings and how many rows it has, or with columns every row, checked, in parts. */
export interface RosterJob {
  path: string
  limits: SheetLimits
  check?: { columns: ColumnMap; headingRow: number; usualYear: number; now: string }
}

export interface RosterPart {
  lines: RosterLine[]
  findings: Finding[]
  rowsDone: number
}

export type RosterFound =
  | { refused: SheetRefusal | 'no-heading' }
  | { sheetName: string; headingRow: number; headings: string[]; rowCount: number }

/** Each part is stored in a transaction of its own. */
const ROWS_AT_ONCE = 2_000

async function look({ path, limits }: RosterJob): Promise<RosterFound> {
  const { name, rows } = await open(path, limits)
  let heading: SheetRow | undefined
  let rowCount = 0
  try {
    for await (const several of rows) {
      for (const row of several) {
        if (heading === undefined && mayBeHeading(row.row) && isHeadingRow(row.cells)) heading = row
        else if (heading !== undefined) rowCount += 1
      }
      if (rowCount > limits.rows) return { refused: 'too-many-rows' }
    }
  } catch (error) {
    // The dry run says at which row.
    if (!(error instanceof RowsBroken) || heading === undefined) throw error
  }
  if (heading === undefined) return { refused: 'no-heading' }
  if (heading.cells.length > limits.columns) return { refused: 'too-many-columns' }
  return { sheetName: name, headingRow: heading.row, headings: heading.cells, rowCount }
}

async function open(path: string, limits: SheetLimits): Promise<SheetRows> {
  return openSheetFile(await readFile(path), isHeadingRow, limits)
}

type Send = (part: RosterPart) => Promise<void>

async function checkAll({ path, limits, check: asked }: RosterJob, send: Send): Promise<object> {
  const { columns, headingRow, usualYear, now } = asked!
  const check = openCheck({ columns, usualYear, now: new Date(now) })
  let rowsDone = 0
  try {
    for await (const several of (await open(path, limits)).rows) {
      const rows = several.filter(({ row }) => row > headingRow)
      for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
        const some = rows.slice(first, first + ROWS_AT_ONCE)
        rowsDone += some.length
        if (rowsDone > limits.rows) return { refused: 'too-many-rows' }
        await send({ ...check.rows(some), rowsDone })
      }
    }
  } catch (error) {
    if (!(error instanceof RowsBroken)) throw error
    await send({ lines: [], findings: [wholeRow(error.broken.row, error.broken.why)], rowsDone })
  }
  await end(check, headingRow, rowsDone, send)
  return {}
}

async function end(check: RosterCheck, headingRow: number, rowsDone: number, send: Send): Promise<void> {
  const findings = check.end()
  if (rowsDone === 0) findings.push(wholeRow(headingRow + 1, 'no-rows'))
  await send({ lines: [], findings, rowsDone })
}

function wholeRow(row: number, code: string): Finding {
  return { severity: 'block', row, columnIndex: null, field: null, code, value: '', detail: '', around: [] }
}

async function answer(job: RosterJob, send: Send): Promise<object> {
  try {
    return job.check === undefined ? await look(job) : await checkAll(job, send)
  } catch (error) {
    if (error instanceof RowsRefused) return { refused: error.why }
    throw error
  }
}

let mayGoOn: (() => void) | undefined

process.on('message', (message: (RosterJob & { id: number }) | { next: number }) => {
  if ('next' in message) {
    mayGoOn?.()
    return
  }
  const { id, ...job } = message
  const send: Send = (part) =>
    new Promise((resolve) => {
      mayGoOn = resolve
      process.send?.({ id, part })
    })
  void answer(job, send).then((found) => process.send?.({ id, ...found }))
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
