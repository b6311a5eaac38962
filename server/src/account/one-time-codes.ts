import { sql } from 'kysely'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import { type Secrets, sameText } from '../platform/secrets.ts'

const CODE_DIGITS = 6
const LIFE_MINUTES = 10
const TRIES = 5
const SENDS = 3
/** How long a code that opens nothing any more is kept. */
const KEPT_HOURS = 24

/** What a code opens: a code for one thing opens nothing else. */
export type CodePurpose = 'sign-in' | 'password'

export interface NewCode {
  /** Null for a code that opens nothing. */
  accountId: string | null
  purpose: CodePurpose
  /** Blind index of the number that was given, whoever’s it is. */
  numberIndex: string
}

/** Makes a code. Stored is only its HMAC. */
export async function addCode(
  tx: Tx,
  secrets: Secrets,
  { accountId, purpose, numberIndex }: NewCode,
  now: Date,
): Promise<{ challengeId: string; code: string }> {
  await sql`DELETE FROM one_time_code WHERE expires_at < ${hoursBefore(now, KEPT_HOURS)}`.execute(tx)
  const challengeId = newId('cod')
  const code = randomDigits(CODE_DIGITS)
  await sql`INSERT INTO one_time_code (id, account_id, purpose, number_index, code_hash, expires_at)
    VALUES (${challengeId}, ${accountId}, ${purpose}, ${numberIndex}, ${secrets.blindIndex(challengeId, code)},
      ${endOf(now)})`.execute(tx)
  return { challengeId, code }
}

/** A new code in place of the one before, which ends. Null when there is nothing to go on with, or it was sent too often. */
export async function renewCode(
  tx: Tx,
  secrets: Secrets,
  challengeId: string,
  now: Date,
): Promise<{ code: string; accountId: string | null; purpose: CodePurpose } | null> {
  const code = randomDigits(CODE_DIGITS)
  const row = await rowOf<{ accountId: string | null; purpose: CodePurpose }>(
    tx,
    sql`UPDATE one_time_code SET code_hash = ${secrets.blindIndex(challengeId, code)}, tries = 0,
        sent_count = sent_count + 1, expires_at = ${endOf(now)}
      WHERE id = ${challengeId} AND used_at IS NULL AND expires_at > ${now} AND sent_count < ${SENDS}
      RETURNING account_id, purpose`,
  )
  return row === undefined ? null : { code, ...row }
}

/** The number that a code was asked for, as its blind index; empty when there is no such challenge. */
export async function numberOfChallenge(tx: Tx, challengeId: string): Promise<string> {
  const row = await rowOf<{ numberIndex: string }>(
    tx,
    sql`SELECT number_index FROM one_time_code WHERE id = ${challengeId}`,
  )
  return row?.numberIndex ?? ''
}

/** Counts a try and answers the account that the code opens, once; null when it opens none. Never throws for a wrong one. */
export async function useCode(
  tx: Tx,
  secrets: Secrets,
  given: { challengeId: string; code: string; purpose: CodePurpose },
  now: Date,
): Promise<string | null> {
  const { challengeId, code, purpose } = given
  const row = await rowOf<{ accountId: string | null; codeHash: string }>(
    tx,
    sql`UPDATE one_time_code SET tries = tries + 1
      WHERE id = ${challengeId} AND purpose = ${purpose} AND used_at IS NULL AND expires_at > ${now}
        AND tries < ${TRIES}
      RETURNING account_id, code_hash`,
  )
  if (row?.accountId == null) return null
  const digits = code.normalize('NFKC').replace(/\s/g, '')
  const hashes = secrets.blindIndexes(challengeId, digits)
  if (!hashes.some((hash) => sameText(row.codeHash, hash))) return null
  const used = await countOf(
    tx,
    sql`UPDATE one_time_code SET used_at = ${now} WHERE id = ${challengeId} AND used_at IS NULL`,
  )
  return used === 1 ? row.accountId : null
}

function endOf(now: Date): Date {
  return new Date(now.getTime() + LIFE_MINUTES * 60_000)
}

function hoursBefore(now: Date, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000)
}
