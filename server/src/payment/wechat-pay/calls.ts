import type { Clock } from '../../platform/clock.ts'
import { ProviderAway, ProviderRefused } from '../provider.ts'
import { type Fields, Malformed, parseFields } from './fields.ts'
import type { PlatformKeys } from './platform-keys.ts'
import { judgeSignature } from './signing.ts'
import type { Call, Exchange, RawAnswer } from './transport.ts'

/** An error that WeChat Pay answered, with its code in capitals and without underscores: the documents spell both ways. */
export class WechatPayFailure extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, words: string) {
    // Long words may be somebody's openid or token, quoted from what was sent.
    super(`${code}: ${words.replace(/[\w-]{16,}/g, '…').slice(0, 100)}`)
    this.status = status
    this.code = code.toUpperCase().replaceAll('_', '')
  }
}

/** Makes one call. @throws WechatPayFailure, or ProviderAway when no genuine answer came */
export type Ask = (call: Call) => Promise<Fields>

export function openCalls(exchange: Exchange, keys: PlatformKeys, clock: Clock): Ask {
  return async (call) => {
    const answer = await exchange(call)
    const isError = answer.status >= 400
    const verdict = await judgeSignature(answer, clock.now(), keys.keyOf)
    // An error comes unsigned where our own signature was not accepted.
    if (verdict !== 'genuine' && !(isError && verdict === 'unsigned')) {
      throw new ProviderAway(`what answered ${call.label} was not WeChat Pay: ${verdict}`)
    }
    const fields = parsed(answer, call.label)
    // 202 is a success by its status and says USERPAYING.
    if (isError || typeof fields.code === 'string') throw failureIn(answer.status, fields)
    return fields
  }
}

function parsed(answer: RawAnswer, label: string): Fields {
  if (answer.body.length === 0) return {}
  try {
    return parseFields(answer.body)
  } catch (error) {
    if (answer.status >= 400) return {}
    throw awayFor(error, label)
  }
}

function failureIn(status: number, { code, message }: Fields): WechatPayFailure {
  const words = typeof message === 'string' ? message : ''
  return new WechatPayFailure(status, typeof code === 'string' ? code : `HTTP${status}`, words)
}

/** An answer that is not as documented leaves open what became of the call. */
export function awayFor(error: unknown, label: string): unknown {
  return error instanceof Malformed ? new ProviderAway(`WeChat Pay answered ${label} oddly: ${error.message}`) : error
}

/**
 * Codes that say nothing final, whatever their status: try again later, or once a person has put something right — the
 * merchant's balance (NOT_ENOUGH), its permissions, its keys or its clock.
 */
const LATER = new Set([
  ...['SYSTEMERROR', 'BANKERROR', 'BIZERRNEEDRETRY', 'USERPAYING', 'STATEMENTCREATING', 'INVALIDREQTOOMUCH'],
  ...['FREQUENCYLIMITED', 'FREQUENCYLIMIT', 'RATELIMITEXCEEDED', 'RATELIMITED', 'RULELIMIT', 'REQUESTBLOCKED'],
  ...['NOTENOUGH', 'NOAUTH', 'SIGNERROR'],
])

/** Codes that are a no for good, whatever their status. */
const NEVER = new Set([
  ...['PARAMERROR', 'INVALIDREQUEST', 'INVALIDTRANSACTIONID', 'TRADEERROR', 'TRADEOVERDUE', 'REFUNDFEEMISMATCH'],
  ...['APPIDMCHIDNOTMATCH', 'MCHNOTEXISTS', 'OPENIDMISMATCH', 'ACCOUNTERROR', 'USERACCOUNTABNORMAL'],
  ...['OUTTRADENOUSED', 'ORDERPAID', 'ORDERCLOSED', 'ORDERNOTEXIST', 'RESOURCENOTEXISTS', 'REFUNDNOTEXISTS'],
])

/** What a failure means where the call has no better reading of its code. */
export function refusalOf(failure: WechatPayFailure): ProviderAway | ProviderRefused {
  const { status, code, message } = failure
  const isLater = LATER.has(code) || (!NEVER.has(code) && (status >= 500 || status === 429 || status < 400))
  return isLater ? new ProviderAway(message) : new ProviderRefused(message)
}
