import { Problem } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { deviceLabel } from '../platform/device-label.ts'
import type { Engines } from '../platform/engines.ts'
import type { Tokens } from '../platform/http/cookies.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { checkStaffPassword, staffView } from './staff.ts'
import { setStaffPassword, staffOf } from './staff-members.ts'
import {
  endStaffSession,
  endStaffSessionOf,
  endStaffSessions,
  rotateStaffSession,
  STAFF_SESSION_LIFE_SECONDS,
  staffOfSession,
  staffSessionsOf,
} from './staff-sessions.ts'
import { openStaffSignIn, type SignInSetting, type StaffVisit } from './staff-sign-in.ts'

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

/** Signing in, and what every member of staff does with the own login. */
export async function staffRoutes(
  routes: RouteTable,
  engines: Engines,
  { tokens, ...setting }: SignInSetting & { tokens: Tokens },
): Promise<void> {
  const { db, secrets, clock } = engines
  const signIn = await openStaffSignIn(engines, setting)
  const passwords = setting.limiter('staff-password', 10, 15 * 60)
  const visitOf = (request: FastifyRequest): StaffVisit => ({
    address: request.ip,
    label: deviceLabel(request.headers['user-agent'], false),
    sessionToken: tokens.read(request, 'tucai_staff'),
  })

  invitationRoutes(routes, engines, { limiter: setting.limiter, signIn })

  routes.handle('staffSessionStart', ({ body, request }) => signIn.start(body, visitOf(request)))

  routes.handle('staffSessionConfirm', async ({ body, request, reply }) => {
    const { sessionToken, ...confirmed } = await signIn.confirm(body, visitOf(request))
    tokens.write(reply, 'tucai_staff', sessionToken, STAFF_SESSION_LIFE_SECONDS)
    return confirmed
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

  routes.handle('staffSessionList', ({ actor, request }) =>
    inTransaction(db, SYSTEM, (tx) =>
      staffSessionsOf(tx, actor.staffId, tokens.read(request, 'tucai_staff')!, clock.now()),
    ),
  )

  routes.handle('staffSessionRevoke', ({ actor, params: { sessionId } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      if (!(await endStaffSessionOf(tx, actor.staffId, sessionId))) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'staff-sessions-ended', [actor.staffId])
      return {}
    }),
  )

  routes.handle('staffSessionsRevoke', ({ actor, request }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      await endStaffSessions(tx, actor.staffId, tokens.read(request, 'tucai_staff'))
      await recordAudit(tx, clock.now(), actor, 'staff-sessions-ended', [actor.staffId])
      return {}
    }),
  )

  routes.handle('staffPasswordChange', async ({ actor, body, request, reply }) => {
    await passwords.spend(secrets.blindIndex('staff-code', actor.staffId))
    const staff = (await inTransaction(db, SYSTEM, (tx) => staffOf(tx, actor.staffId)))!
    const fits = await secrets.verifyPassword(staff.passwordHash, body.present)
    if (!fits) throw new Problem('password-refused', { field: 'present' })
    checkStaffPassword(body.next, staff.login)
    const passwordHash = await secrets.hashPassword(body.next)
    const present = tokens.read(request, 'tucai_staff')!
    const token = await inTransaction(db, SYSTEM, async (tx) => {
      await setStaffPassword(tx, staff.id, passwordHash)
      await recordAudit(tx, clock.now(), actor, 'staff-password-changed', [staff.id])
      const next = await rotateStaffSession(tx, present)
      await endStaffSessions(tx, staff.id, next)
      return next
    })
    tokens.write(reply, 'tucai_staff', token, STAFF_SESSION_LIFE_SECONDS)
    return {}
  })
}
