import { randomBytes } from 'node:crypto'
import type { Cashier, PaymentWay } from '@tucai/contract'
import { chinaMoment } from '../../platform/china-time.ts'
import type { Clock } from '../../platform/clock.ts'
import type { PaymentNotice, PaymentRequest, Prepared, Queried } from '../provider.ts'
import { ProviderAway } from '../provider.ts'
import { type Ask, awayFor, refusalOf, WechatPayFailure } from './calls.ts'
import { type Fields, fenOf, fieldsOf, instantOf, textOf } from './fields.ts'
import type { WechatPaySetting } from './setting.ts'
import { signLines } from './signing.ts'

/** What every call needs. */
export interface WechatPay {
  setting: WechatPaySetting
  ask: Ask
  clock: Clock
}

/** The app in whose name somebody pays; undefined where this way is not set up. */
export function appIdOf({ weappId, pageId }: WechatPaySetting, way: PaymentWay): string | undefined {
  if (way === 'weapp') return weappId
  if (way === 'wechat-page') return pageId
  return way === 'h5' ? (pageId ?? weappId) : undefined
}

/**
 * JSAPI order for mini program and pages inside WeChat, H5 order for other browsers of phones.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012525167
 */
export async function prepare(pay: WechatPay, request: PaymentRequest): Promise<Prepared> {
  const { tradeNumber, way, payer, payerAddress } = request
  const appId = appIdOf(pay.setting, way)
  if (appId === undefined) throw new Error(`WeChat Pay is not set up for ${way}`)
  const isH5 = way === 'h5'
  if (!isH5 && payer === null) throw new Error('only H5 payments know no payer')
  const body = {
    ...orderOf(pay.setting, appId, request),
    ...(isH5
      ? { scene_info: { payer_client_ip: payerAddress.replace(/^::ffff:(?=\d+\.)/, ''), h5_info: { type: 'Wap' } } }
      : { payer: { openid: payer } }),
  }
  const label = `order ${tradeNumber}`
  try {
    const path = `/v3/pay/transactions/${isH5 ? 'h5' : 'jsapi'}`
    const answer = await pay.ask({ method: 'POST', path, body, label })
    const cashier = isH5
      ? h5Cashier(textOf(answer, 'h5_url'), request.returnUrl)
      : jsapiCashier(pay, appId, textOf(answer, 'prepay_id'))
    return { state: 'ready', cashier }
  } catch (error) {
    if (!(error instanceof WechatPayFailure)) throw awayFor(error, label)
    if (error.code === 'ORDERPAID') return { state: 'paid' }
    if (error.code === 'ORDERCLOSED') return { state: 'closed' }
    if (!OFTEN_DECIDED.has(error.code)) throw refusalOf(error)
    const { state } = await query(pay, tradeNumber)
    if (state === 'paid' || state === 'closed') return { state }
    throw refusalOf(error)
  }
}

/** Codes behind which an order may be paid or closed already: the query tells. */
const OFTEN_DECIDED = new Set(['OUTTRADENOUSED', 'INVALIDREQUEST', 'TRADEERROR'])

/** The fields that both kinds of orders have. The same request always gives the same ones, so that it may be repeated. */
function orderOf({ merchantId, noticeUrl }: WechatPaySetting, appId: string, request: PaymentRequest) {
  return {
    appid: appId,
    mchid: merchantId,
    description: oneLine(request.description, 127),
    out_trade_no: request.tradeNumber,
    time_expire: chinaTime(request.expiresAt),
    notify_url: noticeUrl,
    amount: { total: request.amountFen, currency: 'CNY' },
  }
}

/** At most so many characters, without control characters. */
export function oneLine(text: string, most: number): string {
  return [...text.replace(/\p{Cc}+/gu, ' ')].slice(0, most).join('')
}

/** RFC 3339 as the documents write it: 2026-11-25T16:00:00+08:00. */
function chinaTime(instant: Date): string {
  return `${chinaMoment(instant).replace(' ', 'T')}+08:00`
}

/** @see https://pay.weixin.qq.com/doc/v3/merchant/4012365341 */
function jsapiCashier({ setting, clock }: WechatPay, appId: string, prepayId: string): Cashier {
  const timeStamp = String(Math.floor(clock.now().getTime() / 1000))
  const nonceStr = randomBytes(16).toString('hex').toUpperCase()
  const signed = `prepay_id=${prepayId}`
  const paySign = signLines(setting.privateKey, [appId, timeStamp, nonceStr, signed])
  return { kind: 'wechat', appId, timeStamp, nonceStr, package: signed, signType: 'RSA', paySign }
}

/** Without the address the payer would come back to the page that he left. */
function h5Cashier(h5Url: string, returnUrl: string): Cashier {
  const joint = h5Url.includes('?') ? '&' : '?'
  return { kind: 'wechat-h5', url: `${h5Url}${joint}redirect_url=${encodeURIComponent(returnUrl)}` }
}

/** @see https://pay.weixin.qq.com/doc/v3/merchant/4013070356 */
export async function query({ setting, ask }: WechatPay, tradeNumber: string): Promise<Queried> {
  const label = `query of ${tradeNumber}`
  try {
    const path = `${orderPath(tradeNumber)}?mchid=${setting.merchantId}`
    const answer = await ask({ method: 'GET', path, label })
    if (answer.out_trade_no !== tradeNumber) throw new ProviderAway(`WeChat Pay answered ${label} for another number`)
    return queriedOf(answer)
  } catch (error) {
    if (!(error instanceof WechatPayFailure)) throw awayFor(error, label)
    if (error.code === 'ORDERNOTEXIST' || error.code === 'RESOURCENOTEXISTS') return { state: 'unknown' }
    if (error.code === 'ORDERCLOSED') return { state: 'closed' }
    if (error.code === 'USERPAYING') return { state: 'unpaid' }
    throw refusalOf(error)
  }
}

function queriedOf(transaction: Fields): Queried {
  const state = textOf(transaction, 'trade_state')
  // Refunded wholly or in part: it was paid, and the refund has its own query.
  if (state === 'SUCCESS' || state === 'REFUND') return { state: 'paid', notice: noticeOf(transaction) }
  if (state === 'CLOSED' || state === 'REVOKED') return { state: 'closed' }
  if (state === 'NOTPAY' || state === 'USERPAYING' || state === 'PAYERROR' || state === 'ACCEPT') {
    return { state: 'unpaid' }
  }
  throw new ProviderAway(`WeChat Pay tells a state of a payment that is not known here: ${state.slice(0, 32)}`)
}

/** A paid transaction, as notices and queries write it. @throws Malformed */
export function noticeOf(transaction: Fields): PaymentNotice {
  const amount = fieldsOf(transaction, 'amount')
  const { openid } = transaction.payer ? fieldsOf(transaction, 'payer') : {}
  return {
    tradeNumber: textOf(transaction, 'out_trade_no'),
    providerTransaction: textOf(transaction, 'transaction_id'),
    amountFen: fenOf(amount, 'total'),
    currency: textOf(amount, 'currency'),
    merchant: `${textOf(transaction, 'mchid')}/${textOf(transaction, 'appid')}`,
    payer: typeof openid === 'string' && openid !== '' ? openid : null,
    paidAt: instantOf(transaction, 'success_time'),
  }
}

/** @see https://pay.weixin.qq.com/doc/v3/merchant/4012556398 */
export async function close(pay: WechatPay, tradeNumber: string): Promise<'closed' | 'paid'> {
  const body = { mchid: pay.setting.merchantId }
  const label = `close of ${tradeNumber}`
  try {
    await pay.ask({ method: 'POST', path: `${orderPath(tradeNumber)}/close`, body, label })
    return 'closed'
  } catch (error) {
    if (!(error instanceof WechatPayFailure)) throw error
    if (error.code === 'ORDERPAID') return 'paid'
    if (error.code === 'ORDERCLOSED' || error.code === 'ORDERNOTEXIST') return 'closed'
    if (!OFTEN_DECIDED.has(error.code)) throw refusalOf(error)
    const { state } = await query(pay, tradeNumber)
    if (state === 'unpaid') throw refusalOf(error)
    return state === 'paid' ? 'paid' : 'closed'
  }
}

function orderPath(tradeNumber: string): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(tradeNumber)}`
}
