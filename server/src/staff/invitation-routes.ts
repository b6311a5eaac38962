import { Problem, type StaffRole } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, isDuplicate, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { makeToken } from '../platform/secrets.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { checkStaffPassword, normaliseLogin } from './staff.ts'
import { addInvitation, invitationOf, isInvited, spendInvitation } from './staff-invitations.ts'
import { addStaff, isSchool, setStaffPassword, setStaffRole, staffOf } from './staff-members.ts'
import { endStaffSessions } from './staff-sessions.ts'
import type { StaffSignIn } from './staff-sign-in.ts'

const TRIES_PER_ADDRESS = 60
const WINDOW_SECONDS = 15 * 60

/** How somebody joins: an administrator makes a link, the invited chooses a password and sets the authenticator up. */
export function invitationRoutes(
  routes: RouteTable,
  { db, secrets, clock }: Engines,
  { limiter, signIn }: { limiter: OpenLimiter; signIn: StaffSignIn },
): void {
  const perAddress = limiter('staff-invitation', TRIES_PER_ADDRESS, WINDOW_SECONDS)
  const slowDown = (address: string) => perAddress.spend(secrets.blindIndex('network-address', address))

  routes.handle('staffMemberInvite', async ({ actor, body }) => {
    const login = normaliseLogin(body.login)
    if (login === '' || /\p{Cc}/u.test(login)) throw new Problem('request-malformed', { field: 'login' })
    // Nobody knows this password, so that nothing but the link lets in.
    const passwordHash = await secrets.hashPassword(makeToken())
    try {
      return await inTransaction(db, SYSTEM, async (tx) => {
        const role = await requireRole(tx, body)
        const staffId = await addStaff(tx, { login, ...role, passwordHash }, clock.now())
        await recordAudit(tx, clock.now(), actor, 'staff-invited', [staffId])
        return addInvitation(tx, staffId, actor.staffId, clock.now())
      })
    } catch (error) {
      if (isDuplicate(error, 'staff_login_key')) throw new Problem('staff-login-taken', { field: 'login' })
      throw error
    }
  })

  routes.handle('staffMemberInviteAgain', ({ actor, params: { staffId } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      if ((await staffOf(tx, staffId)) === undefined) throw new Problem('not-found')
      if (!(await isInvited(tx, staffId))) throw new Problem('staff-joined')
      await recordAudit(tx, clock.now(), actor, 'staff-invited', [staffId])
      return addInvitation(tx, staffId, actor.staffId, clock.now())
    }),
  )

  routes.handle('staffMemberRole', ({ actor, params: { staffId }, body }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      if ((await staffOf(tx, staffId)) === undefined) throw new Problem('not-found')
      if (staffId === actor.staffId) throw new Problem('staff-own-login')
      await setStaffRole(tx, staffId, await requireRole(tx, body))
      await endStaffSessions(tx, staffId)
      await recordAudit(tx, clock.now(), actor, 'staff-role-changed', [staffId], body.role)
      return {}
    }),
  )

  routes.handle('staffInvitationShow', async ({ body: { token }, request }) => {
    await slowDown(request.ip)
    const { staffId: _, ...shown } = await inTransaction(db, SYSTEM, (tx) => invitationOf(tx, token, clock.now()))
    return shown
  })

  routes.handle('staffInvitationAccept', async ({ body: { token, password }, request }) => {
    await slowDown(request.ip)
    const { staffId, login } = await inTransaction(db, SYSTEM, (tx) => invitationOf(tx, token, clock.now()))
    checkStaffPassword(password, login)
    const passwordHash = await secrets.hashPassword(password)
    await inTransaction(db, SYSTEM, async (tx) => {
      await spendInvitation(tx, token)
      await setStaffPassword(tx, staffId, passwordHash)
      await recordAudit(tx, clock.now(), SYSTEM, 'staff-invitation-accepted', [staffId])
    })
    return signIn.afterInvitation(staffId)
  })
}

/** A role of the centre, or the operator of a school that there is. @throws Problem request-malformed */
async function requireRole(tx: Tx, { role, schoolId }: { role: StaffRole; schoolId: string | null }) {
  const fits = (role === 'school') === (schoolId !== null) && (schoolId === null || (await isSchool(tx, schoolId)))
  if (!fits) throw new Problem('request-malformed', { field: 'schoolId' })
  return { role, schoolId }
}
