import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { documentNumber } from '../identity/identities.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { Tokens } from '../platform/http/cookies.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { accountView } from './account.ts'
import { accountOf } from './accounts.ts'
import { devicesOf, forgetDevice } from './devices.ts'
import { changePassword } from './password-change.ts'
import { endOtherSessions, endSessionOf, endSessionsOn } from './sessions.ts'
import { openVisits } from './visits.ts'
import { isWechatBound } from './wechat-identities.ts'

/** What a student sees and changes of the own account. */
export function accountRoutes(
  routes: RouteTable,
  engines: Engines,
  { tokens, limiter }: { tokens: Tokens; limiter: OpenLimiter },
): void {
  const { db, secrets, clock } = engines
  const visits = openVisits(tokens, false)

  routes.handle('accountShow', async ({ actor }) => {
    const wechatBound = await inTransaction(db, SYSTEM, (tx) => isWechatBound(tx, actor.accountId))
    return inTransaction(db, actor, async (tx) => {
      const account = await accountOf(tx, secrets, actor.accountId)
      return accountView(account, await documentNumber(tx, secrets, actor.identityId), wechatBound)
    })
  })

  routes.handle('accountNumberUncover', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      await recordAudit(tx, clock.now(), actor, 'number-uncovered', [actor.identityId])
      return { number: (await documentNumber(tx, secrets, actor.identityId)).number }
    }),
  )

  const changeLimit = limiter('password-change', 10, 15 * 60)
  routes.handle('passwordChange', async ({ actor, body, request, reply }) => {
    await changeLimit.spend(actor.accountId)
    const token = await changePassword(engines, actor, body, tokens.read(request, 'tucai_session')!)
    await changeLimit.clear(actor.accountId)
    return visits.renewSession(token, request, reply)
  })

  routes.handle('deviceList', ({ actor, request }) => {
    const shown = {
      deviceToken: tokens.read(request, 'tucai_device'),
      sessionToken: tokens.read(request, 'tucai_session')!,
    }
    return inTransaction(db, SYSTEM, (tx) => devicesOf(tx, actor.accountId, shown, clock.now()))
  })

  routes.handle('deviceForget', ({ actor, params }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      await endSessionsOn(tx, actor.accountId, params.deviceId)
      if (!(await forgetDevice(tx, actor.accountId, params.deviceId))) throw new Problem('not-found')
      return {}
    }),
  )

  routes.handle('sessionRevoke', ({ actor, params }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      if (!(await endSessionOf(tx, actor.accountId, params.sessionId))) throw new Problem('not-found')
      return {}
    }),
  )

  routes.handle('sessionsRevoke', ({ actor, request }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      await endOtherSessions(tx, actor.accountId, tokens.read(request, 'tucai_session')!)
      return {}
    }),
  )
}
