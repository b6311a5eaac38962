import { sql } from 'kysely'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import { hashToken, makeToken, type Secrets } from '../platform/secrets.ts'
import { makePassword } from './staff.ts'
import { totpBoundTo } from './staff-members.ts'

const LIFE_MINUTES = 5
const TRIES = 5
const RECOVERY_CODES = 10

/** Between password and code: whose sign-in is half-way, and the secret of an authenticator that is being set up. */
export interface StaffTicket {
  staffId: string
  secret: string | null
}

/** Notes for five minutes that the password was right; answers the token that proves it. */
export async function addStaffTicket(
  tx: Tx,
  secrets: Secrets,
  { staffId, secret }: StaffTicket,
  now: Date,
): Promise<string> {
  await sql`DELETE FROM staff_ticket WHERE expires_at < ${now}`.execute(tx)
  const token = makeToken()
  const tokenHash = hashToken(token)
  const sealed = secret === null ? null : secrets.seal(secret, totpBoundTo(tokenHash))
  const expiresAt = new Date(now.getTime() + LIFE_MINUTES * 60_000)
  await sql`INSERT INTO staff_ticket (token_hash, staff_id, totp_secret_sealed, expires_at)
    VALUES (${tokenHash}, ${staffId}, ${sealed}, ${expiresAt})`.execute(tx)
  return token
}

/** Counts one try of a code. Undefined for a ticket that is unknown, has expired, or has no try left. */
export async function tryStaffTicket(
  tx: Tx,
  secrets: Secrets,
  token: string,
  now: Date,
): Promise<StaffTicket | undefined> {
  const tokenHash = hashToken(token)
  const row = await rowOf<{ staffId: string; totpSecretSealed: string | null }>(
    tx,
    sql`UPDATE staff_ticket SET tries = tries + 1
      WHERE token_hash = ${tokenHash} AND expires_at > ${now} AND tries < ${TRIES}
      RETURNING staff_id, totp_secret_sealed`,
  )
  if (row === undefined) return undefined
  const { staffId, totpSecretSealed: sealed } = row
  return { staffId, secret: sealed === null ? null : secrets.open(sealed, totpBoundTo(tokenHash)) }
}

/** Keeps others from the ticket until the transaction ends. False when it has let in already, or was ended meanwhile. */
export async function holdStaffTicket(tx: Tx, token: string): Promise<boolean> {
  const held = sql`SELECT 1 FROM staff_ticket WHERE token_hash = ${hashToken(token)} FOR UPDATE`
  return (await rowOf(tx, held)) !== undefined
}

/** A ticket lets in once. */
export async function spendStaffTicket(tx: Tx, token: string): Promise<void> {
  await sql`DELETE FROM staff_ticket WHERE token_hash = ${hashToken(token)}`.execute(tx)
}

/** Ten new recovery codes in place of all others; they are stored as hashes only. */
export async function renewRecoveryCodes(tx: Tx, staffId: string): Promise<string[]> {
  await sql`DELETE FROM staff_recovery_code WHERE staff_id = ${staffId}`.execute(tx)
  const codes = Array.from({ length: RECOVERY_CODES }, makePassword)
  const hashes = codes.map(recoveryHash)
  await sql`INSERT INTO staff_recovery_code (staff_id, code_hash)
    SELECT ${staffId}, unnest(${hashes}::text[])`.execute(tx)
  return codes
}

/** Answers whether it was an unused one; it is used now. */
export async function spendRecoveryCode(tx: Tx, staffId: string, typed: string, now: Date): Promise<boolean> {
  const spent = sql`UPDATE staff_recovery_code SET used_at = ${now}
    WHERE staff_id = ${staffId} AND code_hash = ${recoveryHash(typed)} AND used_at IS NULL`
  return (await countOf(tx, spent)) === 1
}

function recoveryHash(code: string): string {
  return hashToken(
    code
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, ''),
  )
}
