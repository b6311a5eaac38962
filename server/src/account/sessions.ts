import { sql } from 'kysely'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import type { StudentActor } from '../platform/http/route-table.ts'
import { newId } from '../platform/ids.ts'
import { hashToken, makeToken } from '../platform/secrets.ts'

/** A session ends after this long without use, and in any case after 30 days. */
const IDLE_LIMIT_HOURS = 12
const AGE_LIMIT_DAYS = 30
export const SESSION_LIFE_SECONDS = AGE_LIMIT_DAYS * 86_400
/** Use is noted no more often than this. */
const NOTED_AFTER_MS = 5 * 60_000

/** Starts a session and answers its token, which is stored nowhere. The one it takes the place of ends. */
export async function startSession(
  tx: Tx,
  account: { id: string; identityId: string },
  deviceId: string,
  now: Date,
  replacedToken: string | undefined,
): Promise<string> {
  if (replacedToken !== undefined) await endSession(tx, replacedToken)
  const token = makeToken()
  await sql`INSERT INTO session (id, token_hash, account_id, identity_id, device_id, started_at, seen_at)
    VALUES (${newId('ses')}, ${hashToken(token)}, ${account.id}, ${account.identityId}, ${deviceId}, ${now},
      ${now})`.execute(tx)
  return token
}

/** Sessions that were used or started at these instants, or before, have ended. */
export function oldestSessions(now: Date): { seenAfter: Date; startedAfter: Date } {
  return { seenAfter: hoursBefore(now, IDLE_LIMIT_HOURS), startedAfter: hoursBefore(now, AGE_LIMIT_DAYS * 24) }
}

/** Who the token signs in at this instant, or undefined. */
export async function studentOfSession(tx: Tx, token: string, now: Date): Promise<StudentActor | undefined> {
  const { seenAfter, startedAfter } = oldestSessions(now)
  const row = await rowOf<{ id: string; accountId: string; identityId: string; seenAt: Date }>(
    tx,
    sql`SELECT id, account_id, identity_id, seen_at FROM session WHERE token_hash = ${hashToken(token)}
      AND seen_at > ${seenAfter} AND started_at > ${startedAfter}`,
  )
  if (row === undefined) return undefined
  if (now.getTime() - row.seenAt.getTime() > NOTED_AFTER_MS) {
    await sql`UPDATE session SET seen_at = ${now} WHERE id = ${row.id}`.execute(tx)
  }
  return { kind: 'student', accountId: row.accountId, identityId: row.identityId }
}

/** The id of the token’s session, which stays when the token changes. */
export async function sessionIdOf(tx: Tx, token: string): Promise<string | undefined> {
  return (await rowOf<{ id: string }>(tx, sql`SELECT id FROM session WHERE token_hash = ${hashToken(token)}`))?.id
}

/** The session goes on under a new token: what was read of the old one is worth nothing. */
export async function rotateSession(tx: Tx, token: string): Promise<string> {
  const next = makeToken()
  await sql`UPDATE session SET token_hash = ${hashToken(next)} WHERE token_hash = ${hashToken(token)}`.execute(tx)
  return next
}

export async function endSession(tx: Tx, token: string): Promise<void> {
  await sql`DELETE FROM session WHERE token_hash = ${hashToken(token)}`.execute(tx)
}

/** Ends one session of the account. Answers whether there was one. */
export async function endSessionOf(tx: Tx, accountId: string, sessionId: string): Promise<boolean> {
  return (await countOf(tx, sql`DELETE FROM session WHERE account_id = ${accountId} AND id = ${sessionId}`)) === 1
}

export async function endSessionsOn(tx: Tx, accountId: string, deviceId: string): Promise<void> {
  await sql`DELETE FROM session WHERE account_id = ${accountId} AND device_id = ${deviceId}`.execute(tx)
}

/** Whoever else is signed in to the account must sign in anew. */
export async function endOtherSessions(tx: Tx, accountId: string, keptToken: string): Promise<void> {
  await sql`DELETE FROM session WHERE account_id = ${accountId} AND token_hash <> ${hashToken(keptToken)}`.execute(tx)
}

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000)
}
