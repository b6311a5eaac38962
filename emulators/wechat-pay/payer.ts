/**
 * The payer’s phone: what happens between the merchant’s page and the money.
 * Source: pay.weixin.qq.com, JSAPI and mini program “调起支付”, H5 “调起支付”; `wx.requestPayment` for its answers.
 */
import { type Book, keyOf, type Merchant, type Trade } from './book.ts'
import { moveTrade, newTransactionId } from './payments.ts'
import { isSigned, payMessage } from './signing.ts'

const PREPAY_MS = 2 * 3_600_000

/** What the merchant’s page hands to `wx.requestPayment` or `getBrandWCPayRequest`. */
export interface PayParameters {
  appId: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}

export interface Paying {
  /** Whose phone it is; by default that of the person the order was placed for. */
  openId?: string
  /** `start`: looks at the password field for now; `fail`: the bank refuses. */
  does?: 'pay' | 'give-up' | 'start' | 'fail'
  /** What leaves the payer’s account when a voucher pays the rest. */
  payerFen?: number
  /** Other values laid over what queries and notices tell of the payment. */
  forged?: Record<string, unknown>
}

/** As `wx.requestPayment` says it: ok, cancel, or why it failed. */
export interface PayResult {
  errMsg: string
}

const ok: PayResult = { errMsg: 'requestPayment:ok' }
const cancelled: PayResult = { errMsg: 'requestPayment:fail cancel' }
const failed = (why: string): PayResult => ({ errMsg: `requestPayment:fail ${why}` })

export interface PayerDeps {
  book: Book
  merchant: Merchant
  now(): Date
  /** Called when money has moved. */
  paid(trade: Trade): void
}

/** The three ways to an order: from a page inside WeChat, from the H5 cashier, and without any screen. */
export function openPayer(deps: PayerDeps) {
  return {
    pay: (parameters: PayParameters, paying: Paying = {}) => payByParameters(parameters, paying, deps),
    payH5(h5Url: string, paying: Paying = {}) {
      const prepayId = new URL(h5Url).searchParams.get('prepay_id') ?? ''
      const trade = tradeOfPrepay(deps.book, prepayId)
      if (!trade) throw new Error(`no order behind ${h5Url}`)
      return payTrade(trade, prepayId, paying, deps)
    },
    payOrder(outTradeNo: string, paying: Paying = {}) {
      const trade = deps.book.trades.get(keyOf(deps.merchant.mchid, outTradeNo))
      if (!trade) throw new Error(`no order ${outTradeNo}`)
      return payTrade(trade, undefined, paying, deps)
    },
  }
}

/** Pays by what the page was handed: the signature, the app and the prepay id must be right. */
function payByParameters(parameters: PayParameters, paying: Paying, deps: PayerDeps): PayResult {
  const { appId, timeStamp, nonceStr, signType, paySign } = parameters
  if (signType !== 'RSA') return failed('signType仅支持RSA')
  if (!/^\d{10}$/.test(timeStamp) || nonceStr.length === 0 || nonceStr.length > 32)
    return failed('调用支付JSAPI缺少参数')
  const prepayId = /^prepay_id=(.+)$/.exec(parameters.package)?.[1]
  const trade = prepayId === undefined ? undefined : tradeOfPrepay(deps.book, prepayId)
  if (trade?.tradeType !== 'JSAPI') return failed('调用支付JSAPI缺少参数: total_fee')
  const message = payMessage(appId, timeStamp, nonceStr, parameters.package)
  if (trade.appId !== appId || !isSigned(message, paySign, deps.merchant.publicKey)) return failed('支付验证签名失败')
  return payTrade(trade, prepayId, paying, deps)
}

export function tradeOfPrepay(book: Book, prepayId: string): Trade | undefined {
  return [...book.trades.values()].find(({ prepays }) => prepays.some(({ id }) => id === prepayId))
}

/** Pays the order, whichever way the payer came to it. */
function payTrade(trade: Trade, prepayId: string | undefined, paying: Paying, deps: PayerDeps): PayResult {
  const now = deps.now()
  const problem = problemOf(trade, prepayId, paying, now)
  if (problem !== undefined) return failed(problem)
  if (paying.does === 'give-up') {
    if (trade.state === 'USERPAYING') moveTrade(trade, 'NOTPAY')
    return cancelled
  }
  if (paying.does === 'start') {
    if (trade.state !== 'USERPAYING') moveTrade(trade, 'USERPAYING')
    return { errMsg: 'requestPayment:started' }
  }
  if (paying.does === 'fail') {
    if (trade.state !== 'PAYERROR') moveTrade(trade, 'PAYERROR')
    return failed('银行卡支付失败，请更换支付方式')
  }
  moveTrade(trade, 'SUCCESS')
  trade.paidAt = now
  trade.transactionId = newTransactionId(now)
  trade.openId ??= paying.openId ?? 'oH5-payer-0000000000000000000'
  trade.payerFen = paying.payerFen ?? trade.totalFen
  trade.bank = 'OTHERS'
  trade.forged = paying.forged
  deps.paid(trade)
  return ok
}

function problemOf(trade: Trade, prepayId: string | undefined, { openId }: Paying, now: Date): string | undefined {
  const prepay = prepayId === undefined ? trade.prepays.at(-1) : trade.prepays.find(({ id }) => id === prepayId)
  if (trade.state === 'SUCCESS' || trade.state === 'REFUND') return '订单已支付，请勿重复支付'
  if (trade.state === 'CLOSED') return '订单已关闭'
  if (!prepay || now.getTime() - prepay.madeAt.getTime() >= PREPAY_MS || now >= trade.expiresAt)
    return '该订单已过期，请重新下单'
  if (trade.tradeType === 'JSAPI' && openId !== undefined && openId !== trade.openId)
    return '下单账号与支付账号不一致，请核实后再支付'
  return undefined
}
