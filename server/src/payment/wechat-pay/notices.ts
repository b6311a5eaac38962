import type { IncomingHttpHeaders } from 'node:http'
import type { Clock } from '../../platform/clock.ts'
import { NoticeRefused, type ProviderNotice } from '../provider.ts'
import { openSealed } from './aead.ts'
import { type Fields, fieldsOf, Malformed, parseFields, textOf } from './fields.ts'
import { noticeOf } from './payments.ts'
import type { PlatformKeys } from './platform-keys.ts'
import { reportOf } from './refunds.ts'
import type { WechatPaySetting } from './setting.ts'
import { judgeSignature } from './signing.ts'

/**
 * Reads what came to the notice address.
 * @throws NoticeRefused, or ProviderAway when the key of an unknown serial could not be asked for
 * @see https://pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter3_2_5.shtml
 */
export async function readNotice(
  setting: WechatPaySetting,
  { keys, clock }: { keys: PlatformKeys; clock: Clock },
  headers: IncomingHttpHeaders,
  body: Buffer,
): Promise<ProviderNotice> {
  const header = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : undefined
  }
  const verdict = await judgeSignature({ header, body }, clock.now(), keys.keyOf)
  if (verdict !== 'genuine') throw new NoticeRefused(verdict)
  try {
    return meaningOf(setting, parseFields(body))
  } catch (error) {
    throw error instanceof Malformed ? new NoticeRefused(error.message) : error
  }
}

function meaningOf(setting: WechatPaySetting, envelope: Fields): ProviderNotice {
  const event = textOf(envelope, 'event_type')
  if (event === 'TRANSACTION.SUCCESS') {
    const transaction = opened(setting, envelope, 'transaction')
    // A late one may come when the money has gone back already; it was paid all the same.
    if (!['SUCCESS', 'REFUND'].includes(textOf(transaction, 'trade_state'))) throw new Malformed('no success')
    return { kind: 'payment', notice: noticeOf(transaction) }
  }
  if (event === 'REFUND.SUCCESS' || event === 'REFUND.ABNORMAL' || event === 'REFUND.CLOSED') {
    const refunded = opened(setting, envelope, 'refund')
    if (refunded.mchid !== setting.merchantId) throw new Malformed('a refund of another merchant')
    if (`REFUND.${refunded.refund_status}` !== event) throw new Malformed('a refund in another state')
    return { kind: 'refund', report: reportOf(refunded, 'refund_status') }
  }
  return { kind: 'other' }
}

function opened({ apiKey }: WechatPaySetting, envelope: Fields, original: string): Fields {
  const resource = fieldsOf(envelope, 'resource')
  // The documents leave the type out of some examples; another one is another thing.
  if ((resource.original_type ?? original) !== original) throw new Malformed('a resource of another type')
  return parseFields(openSealed(apiKey, resource))
}
