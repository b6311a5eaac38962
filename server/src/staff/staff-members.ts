import type { StaffRole } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Member, normaliseLogin, type Staff } from './staff.ts'

export const sealedInStaff: SealedColumn[] = [
  { table: 'staff', key: 'id', column: 'totp_secret_sealed', boundTo: totpBoundTo },
  { table: 'staff_ticket', key: 'token_hash', column: 'totp_secret_sealed', boundTo: totpBoundTo },
]

/** `key` names the row: a member of staff, or the ticket that sets the authenticator up. */
export function totpBoundTo(key: string): string {
  return `${key}/totp`
}

const COLUMNS = sql`t.id, t.login, t.role, t.school_id, s.name AS school_name, t.password_hash, t.totp_secret_sealed,
  t.totp_step::float8 AS totp_step, t.locked_at`
const FROM = sql`FROM staff t LEFT JOIN school s ON s.id = t.school_id`

export async function staffByLogin(tx: Tx, login: string): Promise<Staff | undefined> {
  return rowOf<Staff>(tx, sql`SELECT ${COLUMNS} ${FROM} WHERE t.login = ${normaliseLogin(login)}`)
}

export async function staffOf(tx: Tx, staffId: string): Promise<Staff | undefined> {
  return rowOf<Staff>(tx, sql`SELECT ${COLUMNS} ${FROM} WHERE t.id = ${staffId}`)
}

/** Logins by their ids. */
export async function staffLogins(tx: Tx, staffIds: string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ id: string; login: string }>(
    tx,
    sql`SELECT id, login FROM staff WHERE id = ANY(${staffIds})`,
  )
  return new Map(rows.map(({ id, login }) => [id, login]))
}

/** Every login, with how many sessions of it are kept that were used after the instant. */
export async function staffMembers(tx: Tx, seenAfter: Date): Promise<Member[]> {
  return rowsOf(
    tx,
    sql`SELECT ${COLUMNS}, (SELECT count(*)::int FROM staff_session e
        WHERE e.staff_id = t.id AND e.seen_at > ${seenAfter}) AS session_count,
        t.signed_in_at, i.invited_at, i.expires_at AS invitation_ends_at
      ${FROM} LEFT JOIN staff_invitation i ON i.staff_id = t.id ORDER BY t.login`,
  )
}

export interface NewStaff {
  login: string
  role: StaffRole
  schoolId: string | null
  passwordHash: string
}

/** Adds somebody of the centre, or with the role `school` an operator of that school. */
export async function addStaff(tx: Tx, { login, role, schoolId, passwordHash }: NewStaff, now: Date): Promise<string> {
  const id = newId('stf')
  await sql`INSERT INTO staff (id, login, role, school_id, password_hash, created_at)
    VALUES (${id}, ${normaliseLogin(login)}, ${role}, ${schoolId}, ${passwordHash}, ${now})`.execute(tx)
  return id
}

export async function setStaffPassword(tx: Tx, staffId: string, passwordHash: string): Promise<void> {
  await sql`UPDATE staff SET password_hash = ${passwordHash} WHERE id = ${staffId}`.execute(tx)
}

export async function setStaffRole(
  tx: Tx,
  staffId: string,
  { role, schoolId }: { role: StaffRole; schoolId: string | null },
): Promise<void> {
  await sql`UPDATE staff SET role = ${role}, school_id = ${schoolId} WHERE id = ${staffId}`.execute(tx)
}

/** Keeps the secret of an authenticator that a code has proved. False when one is set up already. */
export async function setTotp(
  tx: Tx,
  secrets: Secrets,
  staffId: string,
  { secret, step }: { secret: string; step: number },
): Promise<boolean> {
  const sealed = secrets.seal(secret, totpBoundTo(staffId))
  const set = sql`UPDATE staff SET totp_secret_sealed = ${sealed}, totp_step = ${step}
    WHERE id = ${staffId} AND totp_secret_sealed IS NULL`
  return (await countOf(tx, set)) === 1
}

/** When the login was last let in. */
export async function noteSignedIn(tx: Tx, staffId: string, now: Date): Promise<void> {
  await sql`UPDATE staff SET signed_in_at = ${now} WHERE id = ${staffId}`.execute(tx)
}

export async function isSchool(tx: Tx, schoolId: string): Promise<boolean> {
  return (await rowOf(tx, sql`SELECT 1 FROM school WHERE id = ${schoolId}`)) !== undefined
}

/** A code opens nothing again, nor does an earlier one. False when this step or a later one was used. */
export async function spendTotpStep(tx: Tx, staffId: string, step: number): Promise<boolean> {
  const spent = sql`UPDATE staff SET totp_step = ${step}
    WHERE id = ${staffId} AND (totp_step IS NULL OR totp_step < ${step})`
  return (await countOf(tx, spent)) === 1
}

/** The next sign-in sets the authenticator up anew. */
export async function dropTotp(tx: Tx, staffId: string): Promise<void> {
  await sql`UPDATE staff SET totp_secret_sealed = NULL, totp_step = NULL WHERE id = ${staffId}`.execute(tx)
  await sql`DELETE FROM staff_recovery_code WHERE staff_id = ${staffId}`.execute(tx)
}

/** Answers whether the login was open before. */
export async function lockStaff(tx: Tx, staffId: string, now: Date): Promise<boolean> {
  return (await countOf(tx, sql`UPDATE staff SET locked_at = ${now} WHERE id = ${staffId} AND locked_at IS NULL`)) === 1
}

/** Answers whether the login was locked before. */
export async function unlockStaff(tx: Tx, staffId: string): Promise<boolean> {
  return (
    (await countOf(tx, sql`UPDATE staff SET locked_at = NULL WHERE id = ${staffId} AND locked_at IS NOT NULL`)) === 1
  )
}
