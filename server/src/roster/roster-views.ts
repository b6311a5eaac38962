import {
  type ProblemCode,
  problems,
  type RosterChange,
  type RosterCounts,
  type RosterField,
  type RosterProblem,
  type RosterView,
} from '@tucai/contract'
import { cellName } from '../platform/sheets/sheet.ts'
import { type ColumnMap, missingFields, rosterFields } from './columns.ts'
import { coveredMiddle, coveredName } from './covering.ts'
import { findingWords } from './finding-words.ts'
import type { Roster } from './rosters.ts'
import type { StoredChange, StoredFinding } from './trials.ts'

const nothing: RosterCounts = {
  ...{ rows: 0, added: 0, changed: 0, withdrawn: 0, withdrawnBegun: 0, unchanged: 0, blocking: 0, warnings: 0 },
}

export function rosterView(roster: Roster): RosterView {
  const { id, campaignId, fileName, fileBytes, state, trial, whole, sheetName, rowCount, rowsDone, tookMs } = roster
  const columns = roster.columns.map(({ heading, field }, index) => ({
    ...{ index, letters: lettersOf(index), heading, field: field as RosterField | null },
  }))
  return {
    ...{ rosterId: id, campaignId, fileName, fileBytes, state, trial, whole, sheetName, rowCount, rowsDone, tookMs },
    columns,
    missing: missingFields(columns.map(({ field }) => field) as ColumnMap),
    problem: roster.problem === null ? null : problemView(roster.problem as ProblemCode),
    counts: { ...nothing, ...roster.counts },
    madeBy: roster.madeBy,
    madeAt: roster.madeAt.toISOString(),
    acceptedAt: roster.acceptedAt?.toISOString() ?? null,
  }
}

function problemView(code: ProblemCode) {
  const { zh, en } = problems[code]
  return { code, zh, en }
}

const lettersOf = (index: number) => cellName(index, 1).slice(0, -1)

const wholeRow = { zh: '整行', en: 'Whole row' }

export function findingView(finding: StoredFinding): RosterProblem {
  const { row, columnIndex, field, value, severity, code, detail, around } = finding
  return {
    ...{ row, value, severity, code, around },
    cell: columnIndex === null ? '' : cellName(columnIndex, row),
    column: field === null ? wholeRow : columnWords(field),
    ...findingWords(code, detail),
  }
}

export function changeView({ studentNumber, name, fields, ...rest }: StoredChange): RosterChange {
  return {
    ...rest,
    studentNumber: coveredMiddle(studentNumber),
    name: coveredName(name),
    fields: fields.map(({ field, from, to }) => ({ column: columnWords(field), from, to })),
  }
}

function columnWords(field: string) {
  const { zh, en } = rosterFields[field as RosterField]
  return { zh, en }
}
