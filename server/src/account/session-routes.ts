import type { SessionStarted } from '@tucai/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { keepsNoCookies, type Tokens } from '../platform/http/cookies.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import { DEVICE_LIFE_SECONDS } from './devices.ts'
import { register } from './registration.ts'
import { endSession, SESSION_LIFE_SECONDS, studentOfSession } from './sessions.ts'
import { openSignIn, type SignedInOrAsked } from './sign-in.ts'
import { openSignInLimits } from './sign-in-limits.ts'

export interface SessionSetting {
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

export async function sessionRoutes(routes: RouteTable, engines: Engines, setting: SessionSetting): Promise<void> {
  const { db, secrets } = engines
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
}
