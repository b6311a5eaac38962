import type { StaffRole } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { normaliseLogin, type Staff } from './staff.ts'

const SELECT = sql`SELECT t.id, t.login, t.role, t.school_id, s.name AS school_name, t.password_hash
  FROM staff t LEFT JOIN school s ON s.id = t.school_id`

export async function staffByLogin(tx: Tx, login: string): Promise<Staff | undefined> {
  return rowOf<Staff>(tx, sql`${SELECT} WHERE t.login = ${normaliseLogin(login)}`)
}

export async function staffOf(tx: Tx, staffId: string): Promise<Staff | undefined> {
  return rowOf<Staff>(tx, sql`${SELECT} WHERE t.id = ${staffId}`)
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

/** Gives a member of staff another password and ends all sessions. False when there is no such login. */
export async function setStaffPassword(tx: Tx, login: string, passwordHash: string): Promise<boolean> {
  const found = await staffByLogin(tx, login)
  if (found === undefined) return false
  await sql`DELETE FROM staff_session WHERE staff_id = ${found.id}`.execute(tx)
  const changed = sql`UPDATE staff SET password_hash = ${passwordHash} WHERE id = ${found.id}`
  return (await countOf(tx, changed)) === 1
}
