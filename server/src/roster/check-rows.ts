import type { RosterField, RosterSeverity } from '@tucai/contract'
import { cellName, type SheetRow } from '../platform/sheets/sheet.ts'
import { type ColumnMap, extraFields } from './columns.ts'
import { coveredCell } from './covering.ts'
import {
  readDocument,
  readGender,
  readLevel,
  readName,
  readPlain,
  readStudentNumber,
  readYear,
  tidy,
} from './read-fields.ts'
import type { Finding, RosterLine } from './roster.ts'

export interface CheckOptions {
  columns: ColumnMap
  /** The year of graduation where the sheet says none. */
  usualYear: number
  now: Date
}

/** How many rows before and after the one with the finding are shown with it. */
const ROWS_BEFORE = 3
const ROWS_AFTER = 2

export interface RosterCheck {
  /** Checks the next rows. Findings come once the rows after them are known. */
  rows(rows: SheetRow[]): { lines: RosterLine[]; findings: Finding[] }
  /** The findings that are left at the end. */
  end(): Finding[]
}

/** Checks a sheet row by row: every row, so that the school mends them all at once. */
export function openCheck(options: CheckOptions): RosterCheck {
  const { columns } = options
  const recent: SheetRow[] = []
  let waiting: { finding: Finding; left: number }[] = []
  const doubles = openDoubles(columns)
  const covered = ({ row, cells }: SheetRow) => ({
    row,
    cells: columns.map((field, place) => coveredCell(field, cells[place] ?? '')),
  })

  function pass(row: SheetRow): Finding[] {
    recent.push(row)
    if (recent.length > ROWS_BEFORE + 1) recent.shift()
    if (waiting.length === 0) return []
    const shown = covered(row)
    for (const one of waiting) {
      one.finding.around.push(shown)
      one.left -= 1
    }
    const ready = waiting.filter(({ left }) => left <= 0).map(({ finding }) => finding)
    waiting = waiting.filter(({ left }) => left > 0)
    return ready
  }

  return {
    rows(rows) {
      const lines: RosterLine[] = []
      const findings: Finding[] = []
      for (const row of rows) {
        findings.push(...pass(row))
        const checked = checkRow(row, options)
        const found = [...checked.findings, ...doubles(row.row, checked)]
        for (const finding of found) {
          // The first of two that are the same lies far above.
          if (finding.row === row.row) finding.around.push(...recent.map(covered))
          waiting.push({ finding, left: finding.row === row.row ? ROWS_AFTER : 0 })
        }
        if (checked.line !== undefined) lines.push(checked.line)
      }
      return { lines, findings }
    },
    end: () => waiting.splice(0).map(({ finding }) => finding),
  }
}

interface Checked {
  line: RosterLine | undefined
  findings: Finding[]
  studentNumber: string | undefined
  number: string | undefined
}

function checkRow({ row, cells }: SheetRow, { columns, usualYear, now }: CheckOptions): Checked {
  const findings: Finding[] = []
  const note = (severity: RosterSeverity, field: RosterField | null, code: string, detail = '') => {
    const place = field === null ? -1 : columns.indexOf(field)
    const columnIndex = place < 0 ? null : place
    const value = columnIndex === null ? '' : coveredCell(field, cells[columnIndex] ?? '')
    findings.push({ severity, row, columnIndex, field, code, value, detail, around: [] })
  }
  const text = (field: RosterField) => tidy(cells[columns.indexOf(field)] ?? '')
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) note('block', null, 'cells-beyond')
  const plain = (field: RosterField) => readPlain(text(field), field, note)
  const document = readDocument(text('number'), text('kind'), now, note)
  const name = readName(text('name'), note)
  const gender = readGender(text('gender'), document, note)
  const studentNumber = readStudentNumber(text('studentNumber'), note)
  const graduationYear = readYear(text('graduationYear'), usualYear, note)
  const rest = { college: plain('college'), major: plain('major'), className: plain('className') }
  const [level, studyYears] = [readLevel(text('level'), note), plain('studyYears')]
  const extra = Object.fromEntries(
    extraFields.map((field) => [field, plain(field)]).filter(([, value]) => value !== ''),
  ) as Record<string, string>
  const isBlocked = findings.some(({ severity }) => severity === 'block')
  const line =
    isBlocked || !document || !name || !gender || !studentNumber || !graduationYear
      ? undefined
      : { row, document, name, gender, studentNumber, ...rest, level, studyYears, graduationYear, extra }
  return { line, findings, studentNumber, number: document?.number }
}

/** Reports both rows that share a student number or a document. */
function openDoubles(columns: ColumnMap) {
  const firstRows = new Map<string, number>()
  const reported = new Set<string>()
  return (row: number, { studentNumber, number }: Pick<Checked, 'studentNumber' | 'number'>): Finding[] => {
    const findings: Finding[] = []
    for (const [field, value] of [
      ['studentNumber', studentNumber],
      ['number', number],
    ] as const) {
      if (value === undefined) continue
      const columnIndex = columns.indexOf(field)
      const key = `${field} ${value}`
      const first = firstRows.get(key)
      if (first === undefined) {
        firstRows.set(key, row)
        continue
      }
      const finding = (at: number, other: number): Finding => ({
        ...{ severity: 'block', row: at, columnIndex, field, code: 'repeated', around: [] },
        ...{ value: coveredCell(field, value), detail: cellName(columnIndex, other) },
      })
      findings.push(finding(row, first))
      if (!reported.has(key)) findings.push(finding(first, row))
      reported.add(key)
    }
    return findings
  }
}
