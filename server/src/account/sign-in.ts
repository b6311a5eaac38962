import { type CodeChannel, isDefaultPassword, Problem, type SessionConfirm, type SessionStart } from '@tucai/contract'
import { numberIndex } from '../identity/identities.ts'
import { normaliseNumber } from '../identity/identity.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { makeToken } from '../platform/secrets.ts'
import { openTurns } from '../platform/turns.ts'
import { type Account, decideSignIn, type SignInDecision } from './account.ts'
import { accountByNumber, accountOf } from './accounts.ts'
import { type AskedCode, type CodeWays, sendCode } from './code-sending.ts'
import { trustedDevice } from './devices.ts'
import { defaultPasswordTriedLetter } from './letters.ts'
import { type LetIn, letIn, type Visit } from './letting-in.ts'
import { numberOfChallenge, useCode } from './one-time-codes.ts'
import type { SignInLimits } from './sign-in-limits.ts'
import { accountIdOfWechat, openIdOfTicket } from './wechat-identities.ts'

export interface SignInGround {
  engines: Engines
  limits: SignInLimits
  ways: CodeWays
}

/** A rush of students waits for some seconds; whoever is turned away then has lost none of the tries. */
const RUSH = { atOnce: 12, waitingMost: 100 }

/** Signing in, with one password hash of nobody’s for numbers that have none: every try costs the same. */
export async function openSignIn(ground: SignInGround) {
  const nobodysHash = await ground.engines.secrets.hashPassword(makeToken())
  const turns = openTurns(RUSH)
  return {
    start: (given: SessionStart, visit: Visit) => turns.take(() => start(ground, nobodysHash, given, visit)),
    confirm: (given: SessionConfirm, visit: Visit) => confirm(ground, given, visit),
  }
}

/** @throws Problem sign-in-refused or too-many-tries; neither tells whether the number is registered */
async function start(
  { engines, limits, ways }: SignInGround,
  nobodysHash: string,
  given: SessionStart,
  visit: Visit,
): Promise<LetIn | AskedCode> {
  const { db, secrets, clock } = engines
  const number = normaliseNumber(given.number)
  const index = numberIndex(secrets, number)
  const trustedId = await trustOf(engines, number, given.wechatTicket, visit)
  const attempt = { accountKey: index, visit, trustedId }
  await limits.spend(attempt)
  const account = await inTransaction(db, SYSTEM, (tx) => accountByNumber(tx, secrets, number))
  const decision = decideSignIn({
    isRegistered: account !== undefined,
    hasOwnPassword: typeof account?.passwordHash === 'string',
    ownPasswordFits: await secrets.verifyPassword(account?.passwordHash ?? nobodysHash, given.password),
    isDefaultPassword: isDefaultPassword(number, given.password),
    isTrusted: trustedId !== undefined,
  })
  if (decision === 'refused') throw new Problem('sign-in-refused')
  const now = clock.now()
  if (decision !== 'signed-in' || account === undefined) {
    await limits.spendCode(index)
    return askForCode(engines, ways, { decision, account, numberIndex: index, channel: given.channel }, now)
  }
  const letInNow = await inTransaction(db, SYSTEM, (tx) => letIn(tx, account, visit, now))
  await limits.forgive(attempt, index)
  return letInNow
}

/** By what the number’s account trusts the visitor: the device, or the WeChat identity bound to it; undefined for neither. */
async function trustOf(
  { db, secrets, clock }: Engines,
  number: string,
  wechatTicket: string | undefined,
  visit: Visit,
): Promise<string | undefined> {
  // Whoever shows nothing can't be trusted: no question to the database before the limits have let the try pass.
  if (!visit.deviceToken && !wechatTicket) return undefined
  return inTransaction(db, SYSTEM, async (tx) => {
    const account = await accountByNumber(tx, secrets, number)
    const deviceId = await trustedDevice(tx, visit.deviceToken, account?.id)
    const openId = await openIdOfTicket(tx, secrets, wechatTicket, clock.now())
    const wechatAccountId = openId === undefined ? undefined : await accountIdOfWechat(tx, secrets, openId)
    const isOwnWechat = wechatAccountId !== undefined && wechatAccountId === account?.id
    return deviceId ?? (isOwnWechat ? 'wechat' : undefined)
  })
}

async function askForCode(
  engines: Engines,
  ways: CodeWays,
  asked: {
    decision: SignInDecision
    account: Account | undefined
    numberIndex: string
    channel: CodeChannel | undefined
  },
  now: Date,
): Promise<AskedCode> {
  const { decision, account, numberIndex, channel } = asked
  const owner = decision === 'send-code' ? account : undefined
  const instead = account ? defaultPasswordTriedLetter(account.mail) : null
  const wish = { purpose: 'sign-in', numberIndex, owner, instead, channel } as const
  return inTransaction(engines.db, SYSTEM, (tx) => sendCode(tx, engines, ways, wish, now))
}

/** Signs in by a one-time code and trusts the device from now on. @throws Problem code-refused or too-many-tries */
async function confirm({ engines, limits }: SignInGround, given: SessionConfirm, visit: Visit): Promise<LetIn> {
  const { db, secrets, clock } = engines
  const attempt = { accountKey: given.challengeId, visit, trustedId: undefined }
  await limits.spend(attempt)
  const now = clock.now()
  const use = { challengeId: given.challengeId, code: given.code, purpose: 'sign-in' } as const
  // A try counts also when what follows fails, so it is kept in a transaction of its own.
  const accountId = await inTransaction(db, SYSTEM, (tx) => useCode(tx, secrets, use, now))
  if (accountId === null) throw new Problem('code-refused')
  const { index, ...letInNow } = await inTransaction(db, SYSTEM, async (tx) => {
    const account = await accountOf(tx, secrets, accountId)
    return { ...(await letIn(tx, account, visit, now)), index: await numberOfChallenge(tx, given.challengeId) }
  })
  await limits.forgive(attempt, index)
  // The try that asked for this code was rightful too.
  await limits.forgive({ ...attempt, accountKey: index }, index)
  return letInNow
}
