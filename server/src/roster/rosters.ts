import type { RosterCounts, RosterState } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, isDuplicate, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import { statesBefore } from './roster.ts'

/** A sheet that a school submitted, as it is stored. */
export interface Roster {
  id: string
  campaignId: string
  schoolId: string
  fileName: string
  fileBytes: number
  fileKey: string | null
  keySealed: string | null
  state: RosterState
  trial: number
  whole: boolean
  sheetName: string
  headingRow: number
  columns: StoredColumn[]
  rowCount: number
  rowsDone: number
  tookMs: number | null
  /** The code of what kept it from being read. */
  problem: string | null
  counts: Partial<RosterCounts>
  madeBy: string
  madeAt: Date
  acceptedAt: Date | null
}

export interface StoredColumn {
  heading: string
  field: string | null
}

export const sealedInRosters: SealedColumn[] = [
  { table: 'roster', key: 'id', column: 'key_sealed', boundTo: keyBoundTo },
  { table: 'roster_change', key: 'id', column: 'line_sealed', boundTo: lineBoundTo },
]

export function keyBoundTo(rosterId: string): string {
  return `${rosterId}/file-key`
}

export function lineBoundTo(changeId: string): string {
  return `${changeId}/line`
}

const SELECT = sql`SELECT id, campaign_id, school_id, file_name, file_bytes, file_key, key_sealed, state, trial, whole,
  sheet_name, heading_row, columns, row_count, rows_done, took_ms, problem, counts, made_by, made_at, accepted_at
  FROM roster`

export async function rosterOf(tx: Tx, rosterId: string): Promise<Roster | undefined> {
  return rowOf(tx, sql`${SELECT} WHERE id = ${rosterId}`)
}

const RECORD_ROWS = 50

/** The newest first. */
export async function rostersIn(tx: Tx, campaignId: string): Promise<Roster[]> {
  return rowsOf(tx, sql`${SELECT} WHERE campaign_id = ${campaignId} ORDER BY made_at DESC, id LIMIT ${RECORD_ROWS}`)
}

/** The one that is neither accepted nor given up. */
export async function openRoster(tx: Tx, campaignId: string): Promise<Roster | undefined> {
  return rowOf(
    tx,
    sql`${SELECT} WHERE campaign_id = ${campaignId} AND state NOT IN ('refused', 'accepted', 'dropped') FOR UPDATE`,
  )
}

export type NewRoster = Omit<Roster, 'trial' | 'rowsDone' | 'tookMs' | 'problem' | 'counts' | 'acceptedAt'>

/** False where another one of the campaign is open. */
export async function addRoster(tx: Tx, roster: NewRoster): Promise<boolean> {
  try {
    await sql`INSERT INTO roster (id, campaign_id, school_id, file_name, file_bytes, file_key, key_sealed, state, whole,
        sheet_name, heading_row, columns, row_count, made_by, made_at)
      VALUES (${roster.id}, ${roster.campaignId}, ${roster.schoolId}, ${roster.fileName}, ${roster.fileBytes},
        ${roster.fileKey}, ${roster.keySealed}, ${roster.state}, ${roster.whole}, ${roster.sheetName},
        ${roster.headingRow}, ${JSON.stringify(roster.columns)}::jsonb, ${roster.rowCount}, ${roster.madeBy},
        ${roster.madeAt})`.execute(tx)
    return true
  } catch (error) {
    if (isDuplicate(error, 'one_open_roster_per_campaign')) return false
    throw error
  }
}

/** Moves a roster on where its state allows it; a trial that has been superseded moves nothing. */
export async function moveRoster(
  tx: Tx,
  { id, trial }: Pick<Roster, 'id' | 'trial'>,
  to: RosterState,
  change: { problem?: string; counts?: RosterCounts; tookMs?: number; acceptedAt?: Date } = {},
): Promise<boolean> {
  const isOver = to === 'refused' || to === 'accepted' || to === 'dropped'
  const moved = await countOf(
    tx,
    sql`UPDATE roster SET state = ${to}, problem = ${change.problem ?? null},
        counts = coalesce(${change.counts ? JSON.stringify(change.counts) : null}::jsonb, counts),
        took_ms = coalesce(${change.tookMs ?? null}, took_ms),
        accepted_at = coalesce(${change.acceptedAt ?? null}, accepted_at),
        file_key = CASE WHEN ${isOver} THEN NULL ELSE file_key END,
        key_sealed = CASE WHEN ${isOver} THEN NULL ELSE key_sealed END
      WHERE id = ${id} AND trial = ${trial} AND state = ANY(${statesBefore(to)})`,
  )
  return moved === 1
}

/** Begins the next trial. Undefined where the state does not allow one. */
export async function beginTrial(
  tx: Tx,
  rosterId: string,
  { columns, whole }: Pick<Roster, 'columns' | 'whole'>,
): Promise<number | undefined> {
  const row = await rowOf<{ trial: number }>(
    tx,
    sql`UPDATE roster SET state = 'trying', trial = trial + 1, columns = ${JSON.stringify(columns)}::jsonb,
        whole = ${whole}, rows_done = 0, took_ms = NULL, counts = '{}'
      WHERE id = ${rosterId} AND state = ANY(${statesBefore('trying')}) RETURNING trial`,
  )
  return row?.trial
}

/** How far a trial, or storing, has come. False when it has been superseded. */
export async function setRowsDone(
  tx: Tx,
  { id, trial, state }: Pick<Roster, 'id' | 'trial' | 'state'>,
  rowsDone: number,
): Promise<boolean> {
  const set = sql`UPDATE roster SET rows_done = ${rowsDone} WHERE id = ${id} AND trial = ${trial} AND state = ${state}`
  return (await countOf(tx, set)) === 1
}
