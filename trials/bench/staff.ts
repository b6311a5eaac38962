import type { StaffRole } from '@tucai/contract'
import type { Tx } from '../../server/src/platform/db.ts'
import { addStaff } from '../../server/src/staff/staff-members.ts'
import { startStaffSession } from '../../server/src/staff/staff-sessions.ts'

/** A request of a member of staff. @throws for every answer of 400 and above */
export type StaffAsk = (method: string, path: string, body?: object) => Promise<Response>

/** A new login, signed in; answers the token of its session. */
export async function aStaffSession(tx: Tx, login: string, role: StaffRole, now: Date): Promise<string> {
  const staffId = await addStaff(tx, { login, role, schoolId: null, passwordHash: '-' }, now)
  return startStaffSession(tx, staffId, now)
}

export function staffAsk(origin: string, token: string): StaffAsk {
  const headers = { origin, cookie: `tucai_staff=${token}`, 'content-type': 'application/json' }
  return async (method, path, body) => {
    const reply = await fetch(origin + path, { method, headers, body: body && JSON.stringify(body) })
    if (!reply.ok) throw new Error(`${path} was answered ${reply.status}: ${await reply.text()}`)
    return reply
  }
}
