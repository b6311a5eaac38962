/**
 * Giving money back.
 * Source: pay.weixin.qq.com/doc/v3/merchant/4012556457 (domestic refunds), query and notice of refunds.
 */
import { randomInt } from 'node:crypto'
import { type Fields, readBody } from './body.ts'
import { type Book, keyOf, type Merchant, type Refund, type RefundState, refundsOf, reservedFen } from './book.ts'
import { findTrade, moveTrade, readNotifyUrl } from './payments.ts'
import { invalidRequest, Refusal, wrongParameter } from './refusal.ts'
import { chinaTime, digitsOfTime } from './time.ts'

const MOST_REFUNDS = 50
const LONGEST_MS = 365 * 86_400_000
const APART_MS = 60_000

/** Where a refund may go from each state. What went wrong at the bank can still be put right by hand. */
const refundMoves: Record<RefundState, RefundState[]> = {
  PROCESSING: ['SUCCESS', 'ABNORMAL', 'CLOSED'],
  ABNORMAL: ['SUCCESS', 'CLOSED'],
  SUCCESS: [],
  CLOSED: [],
}

export function moveRefund(refund: Refund, to: RefundState, now: Date) {
  if (!refundMoves[refund.state].includes(to))
    throw new Error(`${refund.outRefundNo}: ${refund.state} does not go to ${to}`)
  refund.state = to
  refund.endedAt = now
}

export interface RefundingRules {
  now: Date
  /** Refunds of one order must be a minute apart. */
  apart: boolean
}

/**
 * Takes a refund on, once: asked again with the same number, the same refund is told, a closed one too. Money that a
 * closed refund did not move needs a new number.
 */
export function takeRefund(book: Book, merchant: Merchant, text: string, rules: RefundingRules) {
  const { fields } = readBody(text)
  const wanted = readRefund(fields)
  const known = book.refunds.get(keyOf(merchant.mchid, wanted.outRefundNo))
  if (known) return { refund: checkRepetition(known, wanted), isNew: false }
  const trade = tradeToRefund(book, merchant, wanted)
  checkRules(book, trade, wanted, rules)
  const refund: Refund = {
    ...wanted,
    mchid: merchant.mchid,
    trade,
    refundId: `503${digitsOfTime(rules.now)}${String(randomInt(1e11)).padStart(11, '0')}`,
    state: 'PROCESSING',
    createdAt: rules.now,
    endedAt: undefined,
  }
  book.refunds.set(keyOf(merchant.mchid, refund.outRefundNo), refund)
  if (trade.state === 'SUCCESS') moveTrade(trade, 'REFUND')
  return { refund, isNew: true }
}

type Wanted = ReturnType<typeof readRefund>

function readRefund(fields: Fields) {
  const transactionId = fields.optionalText('transaction_id', { most: 32 })
  const outTradeNo = fields.optionalText('out_trade_no', { most: 32, form: /^[0-9A-Za-z_\-|*]+$/ })
  if (transactionId === undefined && outTradeNo === undefined)
    throw wrongParameter('/transaction_id', undefined, 'transaction_id与out_trade_no二选一必填')
  const amount = fields.inside('amount')
  const currency = amount.text('currency', { most: 16 })
  if (currency !== 'CNY') throw wrongParameter('/amount/currency', currency, '退款币种仅支持CNY')
  const notifyUrl = fields.optionalText('notify_url', { most: 256 })
  return {
    transactionId,
    outTradeNo,
    outRefundNo: fields.text('out_refund_no', { most: 64, form: /^[0-9A-Za-z_\-|*@]+$/ }),
    refundFen: amount.whole('refund', 1),
    totalFen: amount.whole('total', 1),
    reason: fields.optionalText('reason', { most: 80 }),
    notifyUrl: notifyUrl === undefined ? undefined : readNotifyUrl(notifyUrl),
    fundsAccount: fields.optionalText('funds_account', { most: 32, form: /^AVAILABLE$/ }) ?? 'UNSETTLED',
  }
}

function checkRepetition(known: Refund, wanted: Wanted): Refund {
  const sameTrade =
    (wanted.outTradeNo ?? known.trade.outTradeNo) === known.trade.outTradeNo &&
    (wanted.transactionId ?? known.trade.transactionId) === known.trade.transactionId
  if (!sameTrade || wanted.refundFen !== known.refundFen || wanted.totalFen !== known.trade.totalFen)
    throw invalidRequest('订单金额或退款金额与之前请求不一致，请核实后再试')
  return known
}

function tradeToRefund(book: Book, merchant: Merchant, { transactionId, outTradeNo }: Wanted) {
  try {
    const trade = findTrade(
      book,
      merchant,
      transactionId !== undefined ? { transactionId } : { outTradeNo: outTradeNo! },
    )
    if (outTradeNo !== undefined && trade.outTradeNo !== outTradeNo)
      throw invalidRequest('微信订单号与商户订单号不匹配')
    return trade
  } catch (problem) {
    if (problem instanceof Refusal && problem.status === 404)
      throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '订单不存在')
    throw problem
  }
}

function checkRules(book: Book, trade: Refund['trade'], wanted: Wanted, { now, apart }: RefundingRules) {
  if (!trade.paidAt) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '订单未支付，不能发起退款')
  if (wanted.totalFen !== trade.totalFen) throw invalidRequest('您的请求参数与订单信息不一致')
  if (wanted.refundFen > trade.totalFen)
    throw wrongParameter('/amount/refund', wanted.refundFen, '退款金额大于支付金额')
  if (now.getTime() - trade.paidAt.getTime() > LONGEST_MS) throw invalidRequest('订单已经超过可退款的最大期限')
  const earlier = refundsOf(book, trade)
  if (reservedFen(book, trade) + wanted.refundFen > trade.totalFen)
    throw invalidRequest('申请退款金额大于订单剩余可退金额')
  if (earlier.filter(({ state }) => state !== 'CLOSED').length >= MOST_REFUNDS)
    throw invalidRequest('该订单部分退款次数已达50次')
  const latestMs = Math.max(0, ...earlier.map(({ createdAt }) => createdAt.getTime()))
  if (apart && now.getTime() - latestMs < APART_MS)
    throw new Refusal(429, 'FREQUENCY_LIMITED', '同一笔订单多次退款的请求需相隔1分钟')
}

export function findRefund(book: Book, merchant: Merchant, outRefundNo: string): Refund {
  const refund = book.refunds.get(keyOf(merchant.mchid, outRefundNo))
  if (!refund) throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
  return refund
}

const account = '支付用户零钱'

/** The refund as applications and queries tell it. */
export function refundOf(refund: Refund): Record<string, unknown> {
  const { trade, refundFen } = refund
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: trade.transactionId,
    out_trade_no: trade.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: account,
    ...(refund.state === 'SUCCESS' && { success_time: chinaTime(refund.endedAt!) }),
    create_time: chinaTime(refund.createdAt),
    status: refund.state,
    funds_account: refund.fundsAccount,
    amount: {
      total: trade.totalFen,
      refund: refundFen,
      from: [],
      payer_total: trade.payerFen,
      payer_refund: payerShareFen(refund),
      settlement_refund: refundFen,
      settlement_total: trade.totalFen,
      discount_refund: refundFen - payerShareFen(refund),
      currency: 'CNY',
    },
    promotion_detail: [],
  }
}

/** The refund as its notice tells it. */
export function refundNoticeOf(refund: Refund): Record<string, unknown> {
  const { trade } = refund
  return {
    mchid: refund.mchid,
    transaction_id: trade.transactionId,
    out_trade_no: trade.outTradeNo,
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    refund_status: refund.state,
    ...(refund.state === 'SUCCESS' && { success_time: chinaTime(refund.endedAt!) }),
    user_received_account: account,
    amount: {
      total: trade.totalFen,
      refund: refund.refundFen,
      payer_total: trade.payerFen,
      payer_refund: payerShareFen(refund),
    },
  }
}

/** What the payer gets: where a voucher paid a part, in proportion. */
const payerShareFen = ({ refundFen, trade }: Refund) =>
  Math.floor((refundFen * (trade.payerFen ?? trade.totalFen)) / trade.totalFen)
