import { Problem, type SessionConfirm, type SessionStart } from '@tucai/contract'
import { documentNumber, numberIndex } from '../identity/identities.ts'
import { defaultPassword, normaliseNumber } from '../identity/identity.ts'
import { addNotice } from '../notice/notices.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { makeToken, sameText } from '../platform/secrets.ts'
import { type Account, decideSignIn, type SignInDecision } from './account.ts'
import { accountByNumber, accountOf } from './accounts.ts'
import { renewDevice, trustDevice, trustedDevice } from './devices.ts'
import { codeLetter, defaultPasswordTriedLetter } from './letters.ts'
import { addCode, useCode } from './one-time-codes.ts'
import { startSession } from './sessions.ts'
import type { SignInLimits } from './sign-in-limits.ts'

export interface SignInContext {
  address: string
  deviceToken: string | undefined
  /** The session that a new one takes the place of. */
  sessionToken: string | undefined
}

export type SignedInOrAsked =
  | { state: 'signed-in'; sessionToken: string; passwordIsDefault: boolean; deviceToken?: string }
  | { state: 'code-required'; challengeId: string; code: string }

/** Signing in, with one password hash of nobody’s for numbers that have none: every try costs the same. */
export async function openSignIn(engines: Engines, limits: SignInLimits) {
  const nobodysHash = await engines.secrets.hashPassword(makeToken())
  return {
    start: (given: SessionStart, context: SignInContext) => start(engines, limits, nobodysHash, given, context),
    confirm: (given: SessionConfirm, context: SignInContext) => confirm(engines, limits, given, context),
  }
}

/** @throws Problem sign-in-refused or too-many-tries; neither tells whether the number is registered */
async function start(
  engines: Engines,
  limits: SignInLimits,
  nobodysHash: string,
  given: SessionStart,
  context: SignInContext,
): Promise<SignedInOrAsked> {
  const { db, secrets, clock } = engines
  const number = normaliseNumber(given.number)
  const index = numberIndex(secrets, number)
  const { account, deviceId } = await inTransaction(db, SYSTEM, async (tx) => {
    const account = await accountByNumber(tx, secrets, index)
    return { account, deviceId: await trustedDevice(tx, context.deviceToken, account?.id) }
  })
  const attempt = { accountKey: index, addressKey: secrets.blindIndex('network-address', context.address), deviceId }
  await limits.spend(attempt)
  const decision = decideSignIn({
    isRegistered: account !== undefined,
    hasOwnPassword: typeof account?.passwordHash === 'string',
    ownPasswordFits: await secrets.verifyPassword(account?.passwordHash ?? nobodysHash, given.password),
    isDefaultPassword: isDefault(number, given.password),
    isTrustedDevice: deviceId !== undefined,
  })
  if (decision === 'refused') throw new Problem('sign-in-refused')
  const now = clock.now()
  if (decision !== 'signed-in' || account === undefined) {
    return inTransaction(db, SYSTEM, (tx) => askForCode(tx, engines, decision, account, now))
  }
  const sessionToken = await inTransaction(db, SYSTEM, (tx) => startSession(tx, account, now, context.sessionToken))
  await limits.forgive(attempt)
  return { state: 'signed-in', sessionToken, passwordIsDefault: account.passwordHash === null }
}

/** The last six of the number. What was typed equals what is stored: its blind index found the account. */
function isDefault(number: string, password: string): boolean {
  return number.length >= 6 && sameText(normaliseNumber(password), defaultPassword(number))
}

async function askForCode(
  tx: Tx,
  { secrets, jobs }: Engines,
  decision: SignInDecision,
  account: Account | undefined,
  now: Date,
): Promise<SignedInOrAsked> {
  const opens = decision === 'send-code' ? account : undefined
  const { challengeId, code } = await addCode(tx, secrets, opens?.id ?? null, now)
  const warned = account ? defaultPasswordTriedLetter(account.mail) : null
  await addNotice(tx, { secrets, jobs }, 'sign-in', opens ? codeLetter(opens.mail, code) : warned, now)
  return { state: 'code-required', challengeId, code }
}

/** Signs in by a one-time code and trusts the device from now on. @throws Problem code-refused or too-many-tries */
async function confirm(
  { db, secrets, clock }: Engines,
  limits: SignInLimits,
  given: SessionConfirm,
  context: SignInContext,
): Promise<SignedInOrAsked> {
  const addressKey = secrets.blindIndex('network-address', context.address)
  const attempt = { accountKey: given.challengeId, addressKey, deviceId: undefined }
  await limits.spend(attempt)
  const now = clock.now()
  const accountId = await inTransaction(db, SYSTEM, (tx) => useCode(tx, secrets, given.challengeId, given.code, now))
  if (accountId === null) throw new Problem('code-refused')
  const { index, ...signedIn } = await inTransaction(db, SYSTEM, async (tx) => {
    const account = await accountOf(tx, secrets, accountId)
    const { deviceId, token } = await renewDevice(tx, context.deviceToken, now)
    await trustDevice(tx, deviceId, accountId, now)
    const sessionToken = await startSession(tx, account, now, context.sessionToken)
    const { number } = await documentNumber(tx, secrets, account.identityId)
    const passwordIsDefault = account.passwordHash === null
    return { index: numberIndex(secrets, number), sessionToken, deviceToken: token, passwordIsDefault }
  })
  await limits.forgive(attempt)
  // The try that asked for this code was rightful too.
  await limits.forgive({ ...attempt, accountKey: index })
  return { state: 'signed-in', ...signedIn }
}
