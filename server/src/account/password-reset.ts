import { type PasswordForget, type PasswordReset, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { documentNumber, numberIndex } from '../identity/identities.ts'
import { normaliseNumber } from '../identity/identity.ts'
import { addNotice } from '../notice/notices.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { checkOwnPassword } from './account.ts'
import { accountByNumber, accountOf, setPassword } from './accounts.ts'
import { type AskedCode, sendCode } from './code-sending.ts'
import { forgetOtherDevices } from './devices.ts'
import { passwordChangedLetter } from './letters.ts'
import { type LetIn, letIn, type Visit } from './letting-in.ts'
import { numberOfChallenge, useCode } from './one-time-codes.ts'
import { endOtherSessions } from './sessions.ts'
import type { SignInGround } from './sign-in.ts'

/** 忘记密码: the same answer by the same steps for every number. @throws Problem too-many-tries */
export async function forgetPassword(
  { engines, limits, ways }: SignInGround,
  { number, channel }: PasswordForget,
  visit: Visit,
): Promise<AskedCode> {
  const { db, secrets, clock } = engines
  const normal = normaliseNumber(number)
  const index = numberIndex(secrets, normal)
  await limits.spend({ accountKey: index, visit, trustedId: undefined })
  await limits.spendCode(index)
  return inTransaction(db, SYSTEM, async (tx) => {
    const owner = await accountByNumber(tx, secrets, normal)
    const wish = { purpose: 'password', numberIndex: index, owner, instead: null, channel } as const
    return sendCode(tx, engines, ways, wish, clock.now())
  })
}

/**
 * A new own password by a one-time code. Signs in here, ends every other session, trusts no other device any more.
 * A password that is too weak leaves the code usable. @throws Problem code-refused, password-weak or too-many-tries
 */
export async function resetPassword(
  { engines, limits }: SignInGround,
  given: PasswordReset,
  visit: Visit,
): Promise<LetIn> {
  const { db, clock } = engines
  const attempt = { accountKey: given.challengeId, visit, trustedId: undefined }
  await limits.spend(attempt)
  const now = clock.now()
  const outcome = await inTransaction(db, SYSTEM, (tx) => resetInTransaction(tx, engines, given, visit, now))
  if (outcome === null) throw new Problem('code-refused')
  const { index, ...letInNow } = outcome
  await limits.forgive(attempt, index)
  await limits.forgive({ ...attempt, accountKey: index }, index)
  return letInNow
}

/** Null, with the try counted, when the code opens nothing. */
async function resetInTransaction(
  tx: Tx,
  { secrets, jobs }: Engines,
  { challengeId, code, next }: PasswordReset,
  visit: Visit,
  now: Date,
): Promise<(LetIn & { index: string }) | null> {
  const accountId = await useCode(tx, secrets, { challengeId, code, purpose: 'password' }, now)
  if (accountId === null) return null
  const account = await accountOf(tx, secrets, accountId)
  checkOwnPassword(next, await documentNumber(tx, secrets, account.identityId))
  const passwordHash = await secrets.hashPassword(next)
  await setPassword(tx, accountId, passwordHash)
  const actor = { kind: 'student', accountId, identityId: account.identityId } as const
  await recordAudit(tx, now, actor, 'password-changed', [accountId])
  const told = { kind: 'password-changed', identityId: account.identityId }
  await addNotice(tx, { secrets, jobs }, told, passwordChangedLetter(account.mail), now)
  const letInNow = await letIn(tx, { ...account, passwordHash }, visit, now)
  await endOtherSessions(tx, accountId, letInNow.sessionToken)
  await forgetOtherDevices(tx, accountId, letInNow.sessionToken)
  return { ...letInNow, index: await numberOfChallenge(tx, challengeId) }
}
