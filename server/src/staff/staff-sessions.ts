import type { StaffRole } from '@tucai/contract'
import { sql } from 'kysely'
import { rowOf, type Tx } from '../platform/db.ts'
import type { StaffActor } from '../platform/http/route-table.ts'
import { newId } from '../platform/ids.ts'
import { hashToken, makeToken } from '../platform/secrets.ts'

const IDLE_LIMIT_HOURS = 2
const AGE_LIMIT_HOURS = 12
export const STAFF_SESSION_LIFE_SECONDS = AGE_LIMIT_HOURS * 3600
/** Use is noted no more often than this. */
const NOTED_AFTER_MS = 60_000

export async function startStaffSession(tx: Tx, staffId: string, now: Date): Promise<string> {
  const token = makeToken()
  await sql`INSERT INTO staff_session (id, token_hash, staff_id, started_at, seen_at)
    VALUES (${newId('ses')}, ${hashToken(token)}, ${staffId}, ${now}, ${now})`.execute(tx)
  return token
}

export async function staffOfSession(tx: Tx, token: string, now: Date): Promise<StaffActor | undefined> {
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
  const row = await rowOf<{ id: string; staffId: string; role: StaffRole; schoolId: string | null; seenAt: Date }>(
    tx,
    sql`SELECT e.id, e.staff_id, t.role, t.school_id, e.seen_at FROM staff_session e JOIN staff t ON t.id = e.staff_id
      WHERE e.token_hash = ${hashToken(token)}
        AND e.seen_at > ${hoursAgo(IDLE_LIMIT_HOURS)} AND e.started_at > ${hoursAgo(AGE_LIMIT_HOURS)}`,
  )
  if (row === undefined) return undefined
  if (now.getTime() - row.seenAt.getTime() > NOTED_AFTER_MS) {
    await sql`UPDATE staff_session SET seen_at = ${now} WHERE id = ${row.id}`.execute(tx)
  }
  return { kind: 'staff', staffId: row.staffId, role: row.role, schoolId: row.schoolId }
}

export async function endStaffSession(tx: Tx, token: string): Promise<void> {
  await sql`DELETE FROM staff_session WHERE token_hash = ${hashToken(token)}`.execute(tx)
}
