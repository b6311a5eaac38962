import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { Tokens } from '../platform/http/cookies.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { makeToken } from '../platform/secrets.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { normaliseLogin, staffView } from './staff.ts'
import { staffByLogin, staffOf } from './staff-members.ts'
import { endStaffSession, STAFF_SESSION_LIFE_SECONDS, staffOfSession, startStaffSession } from './staff-sessions.ts'

/** The member of staff that the request's cookie signs in. */
export async function signedInStaff(
  { db, clock }: Engines,
  tokens: Tokens,
  request: FastifyRequest,
): Promise<StaffActor | undefined> {
  const token = tokens.read(request, 'tucai_staff')
  if (token === undefined) return undefined
  return inTransaction(db, SYSTEM, (tx) => staffOfSession(tx, token, clock.now()))
}

export async function staffRoutes(
  routes: RouteTable,
  engines: Engines,
  { tokens, limiter }: { tokens: Tokens; limiter: OpenLimiter },
): Promise<void> {
  const { db, secrets, clock } = engines
  const perLogin = limiter('staff', 10, 15 * 60)
  const perAddress = limiter('staff-address', 60, 15 * 60)
  const nobodysHash = await secrets.hashPassword(makeToken())

  routes.handle('staffSessionStart', async ({ body, request, reply }) => {
    const loginKey = secrets.blindIndex('staff-login', normaliseLogin(body.login))
    const addressKey = secrets.blindIndex('network-address', request.ip)
    await perLogin.spend(loginKey)
    await perAddress.spend(addressKey)
    const staff = await inTransaction(db, SYSTEM, (tx) => staffByLogin(tx, body.login))
    const fits = await secrets.verifyPassword(staff?.passwordHash ?? nobodysHash, body.password)
    if (staff === undefined || !fits) throw new Problem('staff-sign-in-refused')
    const now = clock.now()
    const replaced = tokens.read(request, 'tucai_staff')
    const token = await inTransaction(db, SYSTEM, async (tx) => {
      if (replaced !== undefined) await endStaffSession(tx, replaced)
      const actor = { kind: 'staff', staffId: staff.id, role: staff.role, schoolId: staff.schoolId } as const
      await recordAudit(tx, now, actor, 'staff-signed-in', [staff.id])
      return startStaffSession(tx, staff.id, now)
    })
    await perLogin.clear(loginKey)
    await perAddress.giveBack(addressKey)
    tokens.write(reply, 'tucai_staff', token, STAFF_SESSION_LIFE_SECONDS)
    return staffView(staff)
  })

  routes.handle('staffSessionEnd', async ({ request, reply }) => {
    const token = tokens.read(request, 'tucai_staff')!
    await inTransaction(db, SYSTEM, (tx) => endStaffSession(tx, token))
    tokens.drop(reply, 'tucai_staff')
    return {}
  })

  routes.handle('staffShow', async ({ actor }) => {
    const staff = await inTransaction(db, SYSTEM, (tx) => staffOf(tx, actor.staffId))
    if (staff === undefined) throw new Problem('not-signed-in')
    return staffView(staff)
  })
}
