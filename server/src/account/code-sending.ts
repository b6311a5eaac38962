import { type CodeChannel, Problem } from '@tucai/contract'
import type { CodeMessage, Letter } from '../notice/notice.ts'
import { addNotice } from '../notice/notices.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { Account } from './account.ts'
import { accountOf } from './accounts.ts'
import { codeLetter, passwordCodeLetter } from './letters.ts'
import { addCode, type CodePurpose, renewCode } from './one-time-codes.ts'

/** The ways on which codes can go out, the usual one first. */
export interface CodeWays {
  channels: CodeChannel[]
  /** Whether text messages to this phone (E.164) can be sent. */
  reaches(phone: string): boolean
}

export interface AskedCode {
  state: 'code-required'
  challengeId: string
  code: string
}

export interface CodeWish {
  purpose: CodePurpose
  /** Blind index of the number that was given. */
  numberIndex: string
  /** Whose code it is; undefined for one that opens nothing. */
  owner: Account | undefined
  /** Sent in place of the code where there is no owner. */
  instead: Letter | null
  channel: CodeChannel | undefined
}

/** The code to the owner’s phone or mail. A phone that can’t be reached, or no phone wanted, means mail. */
function codeMessage(
  ways: CodeWays,
  purpose: CodePurpose,
  owner: { phone: string; mail: string },
  code: string,
  channel: CodeChannel = ways.channels[0] ?? 'mail',
): Letter | CodeMessage {
  const goesToPhone = ways.channels.includes('sms') && ways.reaches(owner.phone)
  const isMailPossible = ways.channels.includes('mail')
  if (goesToPhone && (channel === 'sms' || !isMailPossible)) return { phone: owner.phone, code }
  return purpose === 'sign-in' ? codeLetter(owner.mail, code) : passwordCodeLetter(owner.mail, code)
}

/** Makes a code and sends it; for nobody’s number the same steps are taken and nothing is sent. */
export async function sendCode(
  tx: Tx,
  { secrets, jobs }: Engines,
  ways: CodeWays,
  { purpose, numberIndex, owner, instead, channel }: CodeWish,
  now: Date,
): Promise<AskedCode> {
  const { challengeId, code } = await addCode(tx, secrets, { accountId: owner?.id ?? null, purpose, numberIndex }, now)
  const message = owner ? codeMessage(ways, purpose, owner, code, channel) : instead
  const told = { kind: purpose, identityId: owner?.identityId ?? null }
  await addNotice(tx, { secrets, jobs }, told, message, now)
  return { state: 'code-required', challengeId, code }
}

/** The same challenge with a new code. @throws Problem code-refused when there is nothing to go on with */
export async function resendCode(
  { db, secrets, jobs, clock }: Engines,
  ways: CodeWays,
  { challengeId, channel }: { challengeId: string; channel?: CodeChannel | undefined },
): Promise<AskedCode> {
  const now = clock.now()
  return inTransaction(db, SYSTEM, async (tx) => {
    const renewed = await renewCode(tx, secrets, challengeId, now)
    if (renewed === null) throw new Problem('code-refused')
    const owner = renewed.accountId === null ? undefined : await accountOf(tx, secrets, renewed.accountId)
    const message = owner ? codeMessage(ways, renewed.purpose, owner, renewed.code, channel) : null
    const told = { kind: renewed.purpose, identityId: owner?.identityId ?? null }
    await addNotice(tx, { secrets, jobs }, told, message, now)
    return { state: 'code-required', challengeId, code: renewed.code }
  })
}
