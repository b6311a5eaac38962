import type { FastifyRequest } from 'fastify'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { keepsNoCookies, type Tokens } from '../platform/http/cookies.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import { resendCode } from './code-sending.ts'
import { DEVICE_LIFE_SECONDS } from './devices.ts'
import { numberOfChallenge } from './one-time-codes.ts'
import { forgetPassword, resetPassword } from './password-reset.ts'
import { register } from './registration.ts'
import { endSession, studentOfSession } from './sessions.ts'
import { openSignIn, type SignInGround } from './sign-in.ts'
import { openVisits } from './visits.ts'

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

/** Ways into an account. `isDemo`: one-time codes are shown, besides being sent. */
export async function sessionRoutes(
  routes: RouteTable,
  ground: SignInGround,
  { tokens, isDemo }: { tokens: Tokens; isDemo: boolean },
): Promise<void> {
  const { engines, limits, ways } = ground
  const { db } = engines
  const signIn = await openSignIn(ground)
  const visits = openVisits(tokens, isDemo)

  routes.handle('accountRegister', async ({ body, request, reply }) => {
    const visit = visits.of(request)
    await limits.spendRegistration(visit)
    const { deviceToken } = await register(engines, body, visit)
    if (keepsNoCookies(request)) return { deviceToken }
    tokens.write(reply, 'tucai_device', deviceToken, DEVICE_LIFE_SECONDS)
    return {}
  })

  routes.handle('sessionStart', async ({ body, request, reply }) =>
    visits.answer(await signIn.start(body, visits.of(request, body.deviceToken)), request, reply),
  )

  routes.handle('sessionConfirm', async ({ body, request, reply }) =>
    visits.letIn(await signIn.confirm(body, visits.of(request, body.deviceToken)), request, reply),
  )

  routes.handle('codeResend', async ({ body, request }) => {
    const numberIndex = await inTransaction(db, SYSTEM, (tx) => numberOfChallenge(tx, body.challengeId))
    await limits.spend({ accountKey: body.challengeId, visit: visits.of(request), trustedId: undefined })
    await limits.spendCode(numberIndex)
    return visits.asked(await resendCode(engines, ways, body))
  })

  routes.handle('passwordForget', async ({ body, request }) =>
    visits.asked(await forgetPassword(ground, body, visits.of(request))),
  )

  routes.handle('passwordReset', async ({ body, request, reply }) =>
    visits.letIn(await resetPassword(ground, body, visits.of(request, body.deviceToken)), request, reply),
  )

  routes.handle('sessionEnd', async ({ request, reply }) => {
    const token = tokens.read(request, 'tucai_session')!
    await inTransaction(db, SYSTEM, (tx) => endSession(tx, token))
    tokens.drop(reply, 'tucai_session')
    return {}
  })
}
