import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { parsePhone } from '../contact/contact.ts'
import { addNotice } from '../notice/notices.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { Tokens } from '../platform/http/cookies.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { type WechatApi, WechatAway } from '../platform/wechat-api.ts'
import { accountOf } from './accounts.ts'
import { wechatBoundLetter } from './letters.ts'
import { letIn } from './letting-in.ts'
import { rotateSession } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'
import { openVisits } from './visits.ts'
import {
  accountIdOfWechat,
  addTicket,
  bindWechat,
  openIdOfTicket,
  spendTicket,
  unbindWechat,
} from './wechat-identities.ts'

interface WechatGround {
  tokens: Tokens
  limits: SignInLimits
  /** None where no mini program is configured: these routes then say so. */
  wechat: WechatApi | undefined
}

/** Signing in by WeChat, and the phone number that WeChat knows. */
export function wechatRoutes(routes: RouteTable, engines: Engines, { tokens, limits, wechat }: WechatGround): void {
  const { db, secrets, jobs, clock, log } = engines
  const visits = openVisits(tokens, false)

  /** @throws Problem wechat-refused when WeChat does not accept the code, wechat-unavailable when it is away */
  async function askWechat(ask: (api: WechatApi) => Promise<string | null>): Promise<string> {
    if (wechat === undefined) throw new Problem('wechat-unavailable')
    const answer = await ask(wechat).catch((error: unknown) => {
      if (!(error instanceof WechatAway)) throw error
      log.warn({ err: error }, 'WeChat is away')
      throw new Problem('wechat-unavailable', { retryAfterSeconds: 30 })
    })
    if (answer === null) throw new Problem('wechat-refused')
    return answer
  }

  routes.handle('wechatIdentify', async ({ body, request }) => {
    await limits.spendWechat('identity', visits.of(request))
    const openId = await askWechat((api) => api.openIdOf(body.code))
    return inTransaction(db, SYSTEM, async (tx) => ({
      wechatTicket: await addTicket(tx, secrets, openId, clock.now()),
      bound: (await accountIdOfWechat(tx, secrets, openId)) !== undefined,
    }))
  })

  routes.handle('wechatSignIn', async ({ body, request, reply }) => {
    const visit = visits.of(request, body.deviceToken)
    await limits.spendWechat('identity', visit)
    const now = clock.now()
    const letInNow = await inTransaction(db, SYSTEM, async (tx) => {
      const openId = await openIdOfTicket(tx, secrets, body.wechatTicket, now)
      if (openId === undefined) throw new Problem('wechat-refused')
      const accountId = await accountIdOfWechat(tx, secrets, openId)
      if (accountId === undefined) throw new Problem('wechat-unbound')
      await spendTicket(tx, body.wechatTicket)
      return letIn(tx, await accountOf(tx, secrets, accountId), visit, now)
    })
    return visits.letIn(letInNow, request, reply)
  })

  routes.handle('wechatPhone', async ({ body, request }) => {
    await limits.spendWechat('phone', visits.of(request))
    const now = clock.now()
    const openId = await inTransaction(db, SYSTEM, (tx) => openIdOfTicket(tx, secrets, body.wechatTicket, now))
    if (openId === undefined) throw new Problem('wechat-refused')
    return { phone: parsePhone(await askWechat((api) => api.phoneOf(body.code))) }
  })

  routes.handle('wechatBind', async ({ actor, body, request, reply }) => {
    const now = clock.now()
    const token = await inTransaction(db, SYSTEM, async (tx) => {
      const openId = await openIdOfTicket(tx, secrets, body.wechatTicket, now)
      if (openId === undefined) throw new Problem('wechat-refused')
      if (!(await bindWechat(tx, secrets, actor.accountId, openId, now))) throw new Problem('wechat-taken')
      await spendTicket(tx, body.wechatTicket)
      await recordAudit(tx, now, actor, 'wechat-bound', [actor.accountId])
      const { mail, identityId } = await accountOf(tx, secrets, actor.accountId)
      await addNotice(tx, { secrets, jobs }, { kind: 'wechat-bound', identityId }, wechatBoundLetter(mail), now)
      return rotateSession(tx, tokens.read(request, 'tucai_session')!)
    })
    return visits.renewSession(token, request, reply)
  })

  routes.handle('wechatUnbind', ({ actor }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      if (!(await unbindWechat(tx, actor.accountId))) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'wechat-unbound', [actor.accountId])
      return {}
    }),
  )
}
