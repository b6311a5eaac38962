import { Problem, type SessionStarted } from '@tucai/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { recordAudit } from '../audit/audits.ts'
import { documentNumber } from '../identity/identities.ts'
import { defaultPassword, normaliseNumber } from '../identity/identity.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { keepsNoCookies, type Tokens } from '../platform/http/cookies.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import { sameText } from '../platform/secrets.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { accountView, checkOwnPassword } from './account.ts'
import { accountOf, setPassword } from './accounts.ts'
import { DEVICE_LIFE_SECONDS } from './devices.ts'
import { register } from './registration.ts'
import { endOtherSessions, endSession, SESSION_LIFE_SECONDS, studentOfSession } from './sessions.ts'
import { openSignIn, type SignedInOrAsked } from './sign-in.ts'
import { openSignInLimits } from './sign-in-limits.ts'

export interface AccountSetting {
  tokens: Tokens
  limiter: OpenLimiter
  /** One-time codes are shown instead of only mailed. */
  isDemo: boolean
}

/** The student that the request's cookie or token signs in. */
export async function signedInStudent(
  { db, clock }: Engines,
  tokens: Tokens,
  request: FastifyRequest,
): Promise<StudentActor | undefined> {
  const token = tokens.read(request, 'tucai_session')
  if (token === undefined) return undefined
  return inTransaction(db, SYSTEM, (tx) => studentOfSession(tx, token, clock.now()))
}

export async function accountRoutes(routes: RouteTable, engines: Engines, setting: AccountSetting): Promise<void> {
  const { db, secrets, clock } = engines
  const { tokens } = setting
  const limits = openSignInLimits(setting.limiter)
  const signIn = await openSignIn(engines, limits)

  const contextOf = (request: FastifyRequest, bodyDeviceToken: string | undefined) => ({
    address: request.ip,
    deviceToken: bodyDeviceToken ?? tokens.read(request, 'tucai_device'),
    sessionToken: tokens.read(request, 'tucai_session'),
  })

  function answer(outcome: SignedInOrAsked, request: FastifyRequest, reply: FastifyReply): SessionStarted {
    if (outcome.state === 'code-required') {
      const { state, challengeId, code } = outcome
      return setting.isDemo ? { state, challengeId, demoCode: code } : { state, challengeId }
    }
    const { state, passwordIsDefault, sessionToken, deviceToken } = outcome
    if (keepsNoCookies(request)) return { state, passwordIsDefault, token: sessionToken, deviceToken }
    tokens.write(reply, 'tucai_session', sessionToken, SESSION_LIFE_SECONDS)
    if (deviceToken) tokens.write(reply, 'tucai_device', deviceToken, DEVICE_LIFE_SECONDS)
    return { state, passwordIsDefault }
  }

  routes.handle('accountRegister', async ({ body, request, reply }) => {
    await limits.spendRegistration(secrets.blindIndex('network-address', request.ip))
    const { deviceToken } = await register(engines, body, tokens.read(request, 'tucai_device'))
    if (keepsNoCookies(request)) return { deviceToken }
    tokens.write(reply, 'tucai_device', deviceToken, DEVICE_LIFE_SECONDS)
    return {}
  })

  routes.handle('sessionStart', async ({ body, request, reply }) =>
    answer(await signIn.start(body, contextOf(request, body.deviceToken)), request, reply),
  )

  routes.handle('sessionConfirm', async ({ body, request, reply }) =>
    answer(await signIn.confirm(body, contextOf(request, body.deviceToken)), request, reply),
  )

  routes.handle('sessionEnd', async ({ request, reply }) => {
    const token = tokens.read(request, 'tucai_session')!
    await inTransaction(db, SYSTEM, (tx) => endSession(tx, token))
    tokens.drop(reply, 'tucai_session')
    return {}
  })

  routes.handle('accountShow', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      const account = await accountOf(tx, secrets, actor.accountId)
      return accountView(account, await documentNumber(tx, secrets, actor.identityId))
    }),
  )

  routes.handle('accountNumberUncover', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      await recordAudit(tx, clock.now(), actor, 'number-uncovered', [actor.identityId])
      return { number: (await documentNumber(tx, secrets, actor.identityId)).number }
    }),
  )

  const changeLimit = setting.limiter('password-change', 10, 15 * 60)
  routes.handle('passwordChange', async ({ actor, body, request }) => {
    await changeLimit.spend(actor.accountId)
    const { account, document } = await inTransaction(db, actor, async (tx) => ({
      account: await accountOf(tx, secrets, actor.accountId),
      document: await documentNumber(tx, secrets, actor.identityId),
    }))
    const presentFits =
      account.passwordHash === null
        ? sameText(normaliseNumber(body.present), defaultPassword(document.number))
        : await secrets.verifyPassword(account.passwordHash, body.present)
    if (!presentFits) throw new Problem('password-refused', { field: 'present' })
    checkOwnPassword(body.next, document)
    const passwordHash = await secrets.hashPassword(body.next)
    const now = clock.now()
    await inTransaction(db, SYSTEM, async (tx) => {
      await setPassword(tx, account.id, passwordHash)
      await recordAudit(tx, now, actor, 'password-changed', [account.id])
      await endOtherSessions(tx, account.id, tokens.read(request, 'tucai_session')!)
    })
    await changeLimit.clear(actor.accountId)
    return {}
  })
}
