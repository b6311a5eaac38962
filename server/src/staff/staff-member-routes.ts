import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { staffMember } from './staff.ts'
import { lockStaff, staffMembers, staffOf, unlockStaff } from './staff-members.ts'
import { endStaffSessions, oldestStaffSessions } from './staff-sessions.ts'

/** What administrators do with the logins of others. */
export function staffMemberRoutes(routes: RouteTable, { db, clock }: Engines): void {
  routes.handle('staffMemberList', () =>
    inTransaction(db, SYSTEM, async (tx) =>
      (await staffMembers(tx, oldestStaffSessions(clock.now()).seenAfter)).map(staffMember),
    ),
  )

  routes.handle('staffMemberLock', ({ actor, params: { staffId } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      await requireMember(tx, staffId)
      if (staffId === actor.staffId) throw new Problem('staff-own-login')
      if (await lockStaff(tx, staffId, clock.now()))
        await recordAudit(tx, clock.now(), actor, 'staff-locked', [staffId])
      await endStaffSessions(tx, staffId)
      return {}
    }),
  )

  routes.handle('staffMemberUnlock', ({ actor, params: { staffId } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      await requireMember(tx, staffId)
      if (await unlockStaff(tx, staffId)) await recordAudit(tx, clock.now(), actor, 'staff-unlocked', [staffId])
      return {}
    }),
  )

  routes.handle('staffMemberSessionsRevoke', ({ actor, params: { staffId } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      await requireMember(tx, staffId)
      await endStaffSessions(tx, staffId)
      await recordAudit(tx, clock.now(), actor, 'staff-sessions-ended', [staffId])
      return {}
    }),
  )
}

async function requireMember(tx: Tx, staffId: string): Promise<void> {
  if ((await staffOf(tx, staffId)) === undefined) throw new Problem('not-found')
}
