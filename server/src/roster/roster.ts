import type { RosterField, RosterSeverity, RosterState } from '@tucai/contract'
import type { DocumentNumber } from '../identity/identity.ts'

/** One line of a school's roster, checked. */
export interface RosterLine {
  row: number
  document: DocumentNumber
  name: string
  gender: '男' | '女'
  studentNumber: string
  college: string
  major: string
  className: string
  level: string
  studyYears: string
  graduationYear: number
  /** What else the sheet says, by field. */
  extra: Record<string, string>
}

/** Something about a cell. `detail` completes the words of the code. */
export interface Finding {
  severity: RosterSeverity
  row: number
  /** Null: the whole row is meant. */
  columnIndex: number | null
  field: RosterField | null
  code: string
  /** As it stands in the sheet, what is personal covered. */
  value: string
  detail: string
  around: CoveredRow[]
}

/** A row with what is personal covered. */
export interface CoveredRow {
  row: number
  cells: string[]
}

/** Which state may follow which. */
const moves: Record<RosterState, readonly RosterState[]> = {
  matching: ['trying', 'dropped'],
  trying: ['trying', 'tried', 'refused', 'dropped'],
  tried: ['trying', 'accepting', 'dropped'],
  accepting: ['accepted', 'outdated'],
  outdated: ['trying', 'dropped'],
  refused: [],
  accepted: [],
  dropped: [],
}

/** The states from which a roster may come into this one. */
export function statesBefore(to: RosterState): RosterState[] {
  return (Object.keys(moves) as RosterState[]).filter((from) => moves[from].includes(to))
}
