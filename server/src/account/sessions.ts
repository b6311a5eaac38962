import { sql } from 'kysely'
import { rowOf, type Tx } from '../platform/db.ts'
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
  now: Date,
  replacedToken: string | undefined,
): Promise<string> {
  if (replacedToken !== undefined) await endSession(tx, replacedToken)
  const token = makeToken()
  await sql`INSERT INTO session (id, token_hash, account_id, identity_id, started_at, seen_at)
    VALUES (${newId('ses')}, ${hashToken(token)}, ${account.id}, ${account.identityId}, ${now}, ${now})`.execute(tx)
  return token
}

/** Who the token signs in at this instant, or undefined. */
export async function studentOfSession(tx: Tx, token: string, now: Date): Promise<StudentActor | undefined> {
  const row = await rowOf<{ id: string; accountId: string; identityId: string; seenAt: Date }>(
    tx,
    sql`SELECT id, account_id, identity_id, seen_at FROM session WHERE token_hash = ${hashToken(token)}
      AND seen_at > ${hoursBefore(now, IDLE_LIMIT_HOURS)} AND started_at > ${hoursBefore(now, AGE_LIMIT_DAYS * 24)}`,
  )
  if (row === undefined) return undefined
  if (now.getTime() - row.seenAt.getTime() > NOTED_AFTER_MS) {
    await sql`UPDATE session SET seen_at = ${now} WHERE id = ${row.id}`.execute(tx)
  }
  return { kind: 'student', accountId: row.accountId, identityId: row.identityId }
}

export async function endSession(tx: Tx, token: string): Promise<void> {
  await sql`DELETE FROM session WHERE token_hash = ${hashToken(token)}`.execute(tx)
}

/** Whoever else is signed in to the account must give the new password. */
export async function endOtherSessions(tx: Tx, accountId: string, keptToken: string): Promise<void> {
  await sql`DELETE FROM session WHERE account_id = ${accountId} AND token_hash <> ${hashToken(keptToken)}`.execute(tx)
}

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000)
}
