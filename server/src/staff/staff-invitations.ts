import { Problem, type StaffInvitation, type StaffInvited } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowOf, type Tx } from '../platform/db.ts'
import { hashToken, makeToken } from '../platform/secrets.ts'

const LIFE_HOURS = 72

/** A new link for somebody who has not joined yet; the one before opens nothing any more. */
export async function addInvitation(tx: Tx, staffId: string, invitedBy: string, now: Date): Promise<StaffInvited> {
  const token = makeToken()
  const endsAt = new Date(now.getTime() + LIFE_HOURS * 3_600_000)
  await sql`INSERT INTO staff_invitation (staff_id, token_hash, invited_by, invited_at, expires_at)
    VALUES (${staffId}, ${hashToken(token)}, ${invitedBy}, ${now}, ${endsAt})
    ON CONFLICT (staff_id) DO UPDATE SET token_hash = excluded.token_hash, invited_by = excluded.invited_by,
      invited_at = excluded.invited_at, expires_at = excluded.expires_at`.execute(tx)
  return { staffId, token, endsAt: endsAt.toISOString() }
}

export async function isInvited(tx: Tx, staffId: string): Promise<boolean> {
  return (await rowOf(tx, sql`SELECT 1 FROM staff_invitation WHERE staff_id = ${staffId} FOR UPDATE`)) !== undefined
}

/** Whom the link is for. @throws Problem staff-invitation-over */
export async function invitationOf(tx: Tx, token: string, now: Date): Promise<StaffInvitation & { staffId: string }> {
  const row = await rowOf<StaffInvitation & { staffId: string }>(
    tx,
    sql`SELECT t.id AS staff_id, t.login, t.role, s.name AS school_name FROM staff_invitation i
      JOIN staff t ON t.id = i.staff_id LEFT JOIN school s ON s.id = t.school_id
      WHERE i.token_hash = ${hashToken(token)} AND i.expires_at > ${now} AND t.locked_at IS NULL`,
  )
  if (row === undefined) throw new Problem('staff-invitation-over')
  return row
}

/** A link lets in once. @throws Problem staff-invitation-over */
export async function spendInvitation(tx: Tx, token: string): Promise<void> {
  const spent = sql`DELETE FROM staff_invitation WHERE token_hash = ${hashToken(token)}`
  if ((await countOf(tx, spent)) !== 1) throw new Problem('staff-invitation-over')
}
