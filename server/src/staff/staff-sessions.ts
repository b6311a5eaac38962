import type { StaffRole, StaffSessionView } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { StaffActor } from '../platform/http/route-table.ts'
import { newId } from '../platform/ids.ts'
import { hashToken, makeToken } from '../platform/secrets.ts'

/** A session ends after this long without use, and in any case after twelve hours. */
const IDLE_LIMIT_MINUTES = 30
const AGE_LIMIT_HOURS = 12
export const STAFF_SESSION_LIFE_SECONDS = AGE_LIMIT_HOURS * 3600
/** Use is noted no more often than this. */
const NOTED_AFTER_MS = 60_000

/** Starts a session and answers its token, which is stored nowhere. */
export async function startStaffSession(tx: Tx, staffId: string, now: Date, label = ''): Promise<string> {
  const token = makeToken()
  await sql`INSERT INTO staff_session (id, token_hash, staff_id, label, started_at, seen_at)
    VALUES (${newId('ses')}, ${hashToken(token)}, ${staffId}, ${label}, ${now}, ${now})`.execute(tx)
  return token
}

/** Sessions that were used or started at these instants, or before, have ended. */
export function oldestStaffSessions(now: Date): { seenAfter: Date; startedAfter: Date } {
  return {
    seenAfter: new Date(now.getTime() - IDLE_LIMIT_MINUTES * 60_000),
    startedAfter: new Date(now.getTime() - AGE_LIMIT_HOURS * 3_600_000),
  }
}

/** Who the token signs in at this instant, or undefined. */
export async function staffOfSession(tx: Tx, token: string, now: Date): Promise<StaffActor | undefined> {
  const { seenAfter, startedAfter } = oldestStaffSessions(now)
  const row = await rowOf<{ id: string; staffId: string; role: StaffRole; schoolId: string | null; seenAt: Date }>(
    tx,
    sql`SELECT e.id, e.staff_id, t.role, t.school_id, e.seen_at FROM staff_session e JOIN staff t ON t.id = e.staff_id
      WHERE e.token_hash = ${hashToken(token)} AND t.locked_at IS NULL
        AND e.seen_at > ${seenAfter} AND e.started_at > ${startedAfter}`,
  )
  if (row === undefined) return undefined
  if (now.getTime() - row.seenAt.getTime() > NOTED_AFTER_MS) {
    await sql`UPDATE staff_session SET seen_at = ${now} WHERE id = ${row.id}`.execute(tx)
  }
  return { kind: 'staff', staffId: row.staffId, role: row.role, schoolId: row.schoolId }
}

/** Where the member of staff is signed in, the latest use first. */
export async function staffSessionsOf(
  tx: Tx,
  staffId: string,
  presentToken: string,
  now: Date,
): Promise<StaffSessionView[]> {
  const { seenAfter, startedAfter } = oldestStaffSessions(now)
  const rows = await rowsOf<{ id: string; label: string; startedAt: Date; seenAt: Date; present: boolean }>(
    tx,
    sql`SELECT id, label, started_at, seen_at, token_hash = ${hashToken(presentToken)} AS present FROM staff_session
      WHERE staff_id = ${staffId} AND seen_at > ${seenAfter} AND started_at > ${startedAfter}
      ORDER BY seen_at DESC, id`,
  )
  return rows.map(({ id, label, startedAt, seenAt, present }) => ({
    ...{ sessionId: id, label, present },
    startedAt: startedAt.toISOString(),
    seenAt: seenAt.toISOString(),
  }))
}

export async function endStaffSession(tx: Tx, token: string): Promise<void> {
  await sql`DELETE FROM staff_session WHERE token_hash = ${hashToken(token)}`.execute(tx)
}

/** Ends one session of the member of staff. Answers whether there was one. */
export async function endStaffSessionOf(tx: Tx, staffId: string, sessionId: string): Promise<boolean> {
  return (await countOf(tx, sql`DELETE FROM staff_session WHERE staff_id = ${staffId} AND id = ${sessionId}`)) === 1
}

/** Ends every session but the one of `keptToken`, and whatever sign-in is half-way. Answers how many ended. */
export async function endStaffSessions(tx: Tx, staffId: string, keptToken?: string): Promise<number> {
  const kept = keptToken === undefined ? '' : hashToken(keptToken)
  await sql`DELETE FROM staff_ticket WHERE staff_id = ${staffId}`.execute(tx)
  return countOf(tx, sql`DELETE FROM staff_session WHERE staff_id = ${staffId} AND token_hash <> ${kept}`)
}

/** The session goes on under a new token: what was read of the old one is worth nothing. */
export async function rotateStaffSession(tx: Tx, token: string): Promise<string> {
  const next = makeToken()
  await sql`UPDATE staff_session SET token_hash = ${hashToken(next)} WHERE token_hash = ${hashToken(token)}`.execute(tx)
  return next
}
