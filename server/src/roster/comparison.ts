import type { RosterField } from '@tucai/contract'
import type { ComparedGraduate } from '../graduate/graduates.ts'
import { maskNumber } from '../identity/identity.ts'
import { type ColumnMap, extraFields } from './columns.ts'
import { coveredMiddle, coveredName } from './covering.ts'
import type { Finding, RosterLine } from './roster.ts'
import type { AcceptedLine, FieldChange, TrialChange } from './trials.ts'

export interface Compared {
  changes: TrialChange[]
  findings: Finding[]
}

export interface Comparison {
  lines(lines: RosterLine[]): Compared
  /** What can be told only once the whole sheet is known: who got another student number, and who is missing. */
  end(): Compared
  unchangedCount(): number
}

interface Options {
  columns: ColumnMap
  whole: boolean
  indexesOf(number: string): string[]
}

const plainFields = [
  'name',
  'gender',
  'college',
  'major',
  'className',
  'level',
  'studyYears',
  'graduationYear',
] as const

/**
 * Compares a sheet with who is on record. The student number says who is who; where it is new, the document does, and
 * the graduate gets the new number. Columns that the sheet doesn't have stay as they are on record.
 */
export function openComparison(present: ComparedGraduate[], { columns, whole, indexesOf }: Options): Comparison {
  const active = present.filter(({ standing }) => standing !== 'withdrawn')
  const gone = present.filter(({ standing }) => standing === 'withdrawn')
  // Whoever is on the roster comes before whoever left it.
  const byStudentNumber = new Map([...gone, ...active].map((graduate) => [graduate.studentNumber, graduate]))
  const byNumberIndex = new Map([...gone, ...active].map((graduate) => [graduate.numberIndex, graduate]))
  const named = new Set<string>()
  const matched = new Set<string>()
  const later: { line: RosterLine; holder: ComparedGraduate }[] = []
  let unchanged = 0

  const holderOf = (number: string) =>
    indexesOf(number)
      .map((index) => byNumberIndex.get(index))
      .find((found) => found !== undefined)

  /** Who left the roster is somebody else where the number comes back with another document. */
  function knownAs({ studentNumber }: RosterLine, holder: ComparedGraduate | undefined) {
    const known = byStudentNumber.get(studentNumber)
    return known?.standing === 'withdrawn' && known.id !== holder?.id ? undefined : known
  }

  function compare(line: RosterLine, known: ComparedGraduate | undefined, isSameDocument: boolean): Compared {
    if (known === undefined) return { changes: [added(line)], findings: [] }
    matched.add(known.id)
    const accepted = merged(line, known, columns, isSameDocument)
    const fields = changesOf(known, accepted, isSameDocument)
    if (fields.some(({ field }) => field === 'number') && known.hasCollection)
      return { changes: [], findings: [about(line, columns, 'block', 'begun')] }
    if (fields.length === 0 && known.standing === 'confirmed') {
      unchanged += 1
      return { changes: [], findings: [] }
    }
    const findings: Finding[] = []
    if (!isSameDocument) findings.push(about(line, columns, 'warn', 'number-replaced'))
    if (known.standing === 'withdrawn') findings.push(about(line, columns, 'warn', 'returned'))
    return { changes: [{ ...shownOf(known, line.row), kind: 'changed', fields, line: accepted }], findings }
  }

  return {
    lines(lines) {
      const all: Compared = { changes: [], findings: [] }
      for (const line of lines) {
        named.add(line.studentNumber)
        const holder = holderOf(line.document.number)
        const known = knownAs(line, holder)
        if (holder !== undefined && holder.id !== known?.id) later.push({ line, holder })
        else append(all, compare(line, known, holder !== undefined))
      }
      return all
    },
    end() {
      const all: Compared = { changes: [], findings: [] }
      for (const { line, holder } of later) {
        const known = knownAs(line, holder)
        // Where the sheet names the holder too, it does so with another document: this one is free.
        if (named.has(holder.studentNumber)) append(all, compare(line, known, false))
        else if (known === undefined) append(all, compare(line, holder, true))
        else if (whole || holder.standing === 'withdrawn') append(all, compare(line, known, false))
        else all.findings.push(about(line, columns, 'block', 'held', coveredMiddle(holder.studentNumber)))
      }
      const missing = active.filter(({ id, standing }) => standing === 'confirmed' && !matched.has(id))
      if (whole) {
        for (const graduate of missing)
          all.changes.push({ ...shownOf(graduate, 0), kind: 'withdrawn', fields: [], line: null })
      }
      return all
    },
    unchangedCount: () => unchanged,
  }
}

function append(all: Compared, { changes, findings }: Compared): void {
  all.changes.push(...changes)
  all.findings.push(...findings)
}

function about(
  line: RosterLine,
  columns: ColumnMap,
  severity: Finding['severity'],
  code: string,
  detail = '',
): Finding {
  const columnIndex = columns.indexOf('number')
  const value = maskNumber(line.document.number)
  return { severity, row: line.row, columnIndex, field: 'number', code, value, detail, around: [] }
}

function added(line: RosterLine): TrialChange {
  const { row, ...accepted } = line
  const { studentNumber, name, college, className } = line
  return {
    ...{ kind: 'added', row, graduateId: null, seenAt: null, studentNumber, name, college, className },
    ...{ begun: false, fields: [], line: accepted },
  }
}

function shownOf(graduate: ComparedGraduate, row: number) {
  const { id, updatedAt, studentNumber, name, college, className, hasOrderOrPhoto } = graduate
  return { row, graduateId: id, seenAt: updatedAt, studentNumber, name, college, className, begun: hasOrderOrPhoto }
}

/** The line, with what the sheet has no column for as it is on record. */
function merged(line: RosterLine, known: ComparedGraduate, columns: ColumnMap, isSameDocument: boolean): AcceptedLine {
  const { row, ...accepted } = line
  const has = (field: RosterField) => columns.includes(field)
  const { college, major, className, level, studyYears, graduationYear } = known
  const kept = { college, major, className, level, studyYears, graduationYear }
  const without = Object.entries(kept).filter(([field]) => !has(field as RosterField))
  const gender = !has('gender') && isSameDocument ? { gender: known.gender } : {}
  const extra = Object.entries(known.extra).filter(([field]) => !has(field as RosterField))
  return {
    ...accepted,
    ...Object.fromEntries(without),
    ...gender,
    extra: { ...Object.fromEntries(extra), ...line.extra },
  }
}

function changesOf(known: ComparedGraduate, line: AcceptedLine, isSameDocument: boolean): FieldChange[] {
  const changes: FieldChange[] = []
  const note = (field: RosterField, from: string, to: string, shown = (text: string) => text) => {
    if (from !== to) changes.push({ field, from: shown(from), to: shown(to) })
  }
  note('studentNumber', known.studentNumber, line.studentNumber, coveredMiddle)
  if (!isSameDocument) changes.push({ field: 'number', from: '***', to: maskNumber(line.document.number) })
  for (const field of plainFields)
    note(field, String(known[field]), String(line[field]), field === 'name' ? coveredName : undefined)
  for (const field of extraFields) {
    const shown =
      field === 'examNumber' ? coveredMiddle : field === 'note' ? (text: string) => (text ? '…' : '') : undefined
    note(field, known.extra[field] ?? '', line.extra?.[field] ?? '', shown)
  }
  return changes
}
