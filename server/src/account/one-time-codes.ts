import { sql } from 'kysely'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import { type Secrets, sameText } from '../platform/secrets.ts'

const CODE_DIGITS = 6
const LIFE_MINUTES = 10
const TRIES = 5

/** Makes a code; with no account, one that opens nothing. Stored is only its HMAC. */
export async function addCode(
  tx: Tx,
  secrets: Secrets,
  accountId: string | null,
  now: Date,
): Promise<{ challengeId: string; code: string }> {
  const challengeId = newId('cod')
  const code = randomDigits(CODE_DIGITS)
  const expiresAt = new Date(now.getTime() + LIFE_MINUTES * 60_000)
  await sql`INSERT INTO one_time_code (id, account_id, code_hash, expires_at)
    VALUES (${challengeId}, ${accountId}, ${secrets.blindIndex(challengeId, code)}, ${expiresAt})`.execute(tx)
  return { challengeId, code }
}

/** Counts a try and answers the account that the code opens, once; null when it opens none. Never throws for a wrong one. */
export async function useCode(
  tx: Tx,
  secrets: Secrets,
  challengeId: string,
  code: string,
  now: Date,
): Promise<string | null> {
  const row = await rowOf<{ accountId: string | null; codeHash: string }>(
    tx,
    sql`UPDATE one_time_code SET tries = tries + 1
      WHERE id = ${challengeId} AND used_at IS NULL AND expires_at > ${now} AND tries < ${TRIES}
      RETURNING account_id, code_hash`,
  )
  if (row?.accountId == null) return null
  const digits = code.normalize('NFKC').replace(/\s/g, '')
  if (!sameText(row.codeHash, secrets.blindIndex(challengeId, digits))) return null
  const used = await countOf(
    tx,
    sql`UPDATE one_time_code SET used_at = ${now} WHERE id = ${challengeId} AND used_at IS NULL`,
  )
  return used === 1 ? row.accountId : null
}
