import type { RosterChangeKind, RosterChangeQuery, RosterProblemQuery } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import type { NewGraduate } from '../graduate/graduates.ts'
import type { DocumentNumber } from '../identity/identity.ts'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { CoveredRow, Finding } from './roster.ts'
import { lineBoundTo, type Roster } from './rosters.ts'

/** A field that changes, with what is personal covered. */
export interface FieldChange {
  field: string
  from: string
  to: string
}

/** What is stored of a graduate when the roster is accepted. */
export type AcceptedLine = Omit<NewGraduate, 'identityId' | 'schoolId' | 'campaignId'> & { document: DocumentNumber }

export interface TrialChange {
  kind: RosterChangeKind
  row: number
  graduateId: string | null
  /** The text of the instant, which a Date would round. */
  seenAt: string | null
  studentNumber: string
  name: string
  college: string
  className: string
  begun: boolean
  fields: FieldChange[]
  line: AcceptedLine | null
}

export interface StoredFinding extends Omit<Finding, 'columnIndex' | 'around'> {
  columnIndex: number | null
  around: CoveredRow[]
}

/** Forgets what a trial found. */
export async function clearTrial(tx: Tx, rosterId: string): Promise<void> {
  await sql`DELETE FROM roster_problem WHERE roster_id = ${rosterId}`.execute(tx)
  await sql`DELETE FROM roster_change WHERE roster_id = ${rosterId}`.execute(tx)
}

export async function addFindings(
  tx: Tx,
  { id, schoolId }: Pick<Roster, 'id' | 'schoolId'>,
  findings: Finding[],
  firstPosition: number,
): Promise<void> {
  if (findings.length === 0) return
  const of = <T>(read: (finding: Finding) => T) => findings.map(read)
  await sql`INSERT INTO roster_problem (roster_id, school_id, position, severity, row, column_index, field, code, value,
      detail, around)
    SELECT ${id}, ${schoolId}, * FROM unnest(${findings.map((_, place) => firstPosition + place)}::integer[],
      ${of(({ severity }) => severity)}::text[], ${of(({ row }) => row)}::integer[],
      ${of(({ columnIndex }) => columnIndex)}::integer[], ${of(({ field }) => field)}::text[],
      ${of(({ code }) => code)}::text[], ${of(({ value }) => value)}::text[], ${of(({ detail }) => detail)}::text[],
      ${of(({ around }) => JSON.stringify(around))}::jsonb[])`.execute(tx)
}

export async function addChanges(
  tx: Tx,
  secrets: Secrets,
  { id, schoolId }: Pick<Roster, 'id' | 'schoolId'>,
  changes: TrialChange[],
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map((change) => {
    const changeId = newId('rsc')
    const line = change.line && secrets.seal(JSON.stringify(change.line), lineBoundTo(changeId))
    return { ...change, id: changeId, line }
  })
  const of = <T>(read: (row: (typeof rows)[number]) => T) => rows.map(read)
  await sql`INSERT INTO roster_change (roster_id, school_id, id, kind, row, graduate_id, seen_at, student_number, name,
      college, class_name, begun, fields, line_sealed)
    SELECT ${id}, ${schoolId}, * FROM unnest(${of((row) => row.id)}::text[], ${of(({ kind }) => kind)}::text[],
      ${of(({ row }) => row)}::integer[], ${of(({ graduateId }) => graduateId)}::text[],
      ${of(({ seenAt }) => seenAt)}::timestamptz[], ${of(({ studentNumber }) => studentNumber)}::text[],
      ${of(({ name }) => name)}::text[], ${of(({ college }) => college)}::text[],
      ${of(({ className }) => className)}::text[], ${of(({ begun }) => begun)}::boolean[],
      ${of(({ fields }) => JSON.stringify(fields))}::jsonb[], ${of(({ line }) => line)}::text[])`.execute(tx)
}

async function pageOf<T>(
  tx: Tx,
  columns: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  { offset = 0, limit = 50 }: { offset?: number | undefined; limit?: number | undefined },
): Promise<{ total: number; rows: T[] }> {
  const total = await rowOf<{ count: number }>(tx, sql`SELECT count(*)::int AS count ${from}`)
  const rows = await rowsOf<T>(tx, sql`SELECT ${columns} ${from} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`)
  return { total: total!.count, rows }
}

/** What blocks comes first, then in the order of the sheet. */
export function findingPage(tx: Tx, rosterId: string, { severity, ...paging }: RosterProblemQuery) {
  const chosen = severity === undefined ? sql`` : sql`AND severity = ${severity}`
  return pageOf<StoredFinding>(
    tx,
    sql`severity, row, column_index, field, code, value, detail, around`,
    sql`FROM roster_problem WHERE roster_id = ${rosterId} ${chosen}`,
    sql`severity, row, position`,
    paging,
  )
}

export type StoredChange = Omit<TrialChange, 'seenAt' | 'line' | 'graduateId'>

export function changePage(tx: Tx, rosterId: string, { kind, ...paging }: RosterChangeQuery) {
  return pageOf<StoredChange>(
    tx,
    sql`kind, row, student_number, name, college, class_name, begun, fields`,
    sql`FROM roster_change WHERE roster_id = ${rosterId} ${kind === undefined ? sql`` : sql`AND kind = ${kind}`}`,
    sql`row, student_number, id`,
    paging,
  )
}

export interface DueChange {
  id: string
  row: number
  graduateId: string | null
  line: AcceptedLine
}

/** The next changes of a kind, after the one named, with what they store. */
export async function dueChanges(
  tx: Tx,
  secrets: Secrets,
  rosterId: string,
  kind: 'added' | 'changed',
  after: Pick<DueChange, 'row' | 'id'>,
  most: number,
): Promise<DueChange[]> {
  const rows = await rowsOf<Omit<DueChange, 'line'> & { lineSealed: string }>(
    tx,
    sql`SELECT id, row, graduate_id, line_sealed FROM roster_change
      WHERE roster_id = ${rosterId} AND kind = ${kind} AND (row, id) > (${after.row}, ${after.id})
      ORDER BY row, id LIMIT ${most}`,
  )
  return rows.map(({ lineSealed, ...row }) => ({
    ...row,
    line: JSON.parse(secrets.open(lineSealed, lineBoundTo(row.id))) as AcceptedLine,
  }))
}

/** Whether a graduate that the trial saw is another by now, or began where the document was to change. */
export async function isOutdated(tx: Tx, rosterId: string): Promise<boolean> {
  const row = await rowOf(
    tx,
    sql`SELECT 1 FROM roster_change c LEFT JOIN graduate g ON g.id = c.graduate_id
      WHERE c.roster_id = ${rosterId} AND c.graduate_id IS NOT NULL
        AND (g.id IS NULL OR g.updated_at <> c.seen_at
          OR (c.fields @> '[{"field":"number"}]' AND EXISTS (SELECT 1 FROM collection WHERE graduate_id = g.id)))
      LIMIT 1`,
  )
  return row !== undefined
}

/** Who leaves the roster, or gives student number or document to somebody else. */
export async function idsToPutAside(tx: Tx, rosterId: string): Promise<string[]> {
  const rows = await rowsOf<{ graduateId: string }>(
    tx,
    sql`SELECT graduate_id FROM roster_change WHERE roster_id = ${rosterId} AND (kind = 'withdrawn'
      OR (kind = 'changed' AND (fields @> '[{"field":"number"}]' OR fields @> '[{"field":"studentNumber"}]')))`,
  )
  return rows.map(({ graduateId }) => graduateId)
}
