import type { KeyObject } from 'node:crypto'
import type { OrderKey } from '../wechat-shipping.ts'

/** A merchant as the provider knows it: the certificate’s serial and public key, the APIv3 key, the bound apps. */
export interface Merchant {
  mchid: string
  serial: string
  publicKey: KeyObject
  apiKey: string
  appIds: string[]
}

export type TradeState = 'NOTPAY' | 'USERPAYING' | 'PAYERROR' | 'SUCCESS' | 'CLOSED' | 'REFUND'

/** One payment order; all amounts in fen. */
export interface Trade {
  mchid: string
  appId: string
  outTradeNo: string
  tradeType: 'JSAPI' | 'MWEB'
  state: TradeState
  totalFen: number
  description: string
  attach: string | undefined
  notifyUrl: string
  /** Who must pay (JSAPI), then who paid. */
  openId: string | undefined
  /** The body of the first request in one spelling: repetitions must be the same. */
  parameters: string
  placedAt: Date
  expiresAt: Date
  prepays: { id: string; madeAt: Date }[]
  transactionId: string | undefined
  payerFen: number | undefined
  bank: string | undefined
  paidAt: Date | undefined
  closedAt: Date | undefined
  /** Laid over what is told of the trade: for tests of forged situations. */
  forged: Record<string, unknown> | undefined
}

export type RefundState = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED'

/** One refund order; all amounts in fen. */
export interface Refund {
  mchid: string
  outRefundNo: string
  refundId: string
  trade: Trade
  refundFen: number
  reason: string | undefined
  notifyUrl: string | undefined
  fundsAccount: string
  state: RefundState
  createdAt: Date
  /** When it ended, well or not. */
  endedAt: Date | undefined
}

/** Everything the provider has on its books. */
export interface Book {
  trades: Map<string, Trade>
  refunds: Map<string, Refund>
}

export const openBook = (): Book => ({ trades: new Map(), refunds: new Map() })

/** Numbers are unique per merchant. */
export const keyOf = (mchid: string, number: string) => `${mchid} ${number}`

export const refundsOf = (book: Book, trade: Trade) =>
  [...book.refunds.values()].filter((refund) => refund.trade === trade)

/** What was given back or is on its way; closed refunds don’t count. */
export const reservedFen = (book: Book, trade: Trade) =>
  refundsOf(book, trade).reduce((sum, { state, refundFen }) => (state === 'CLOSED' ? sum : sum + refundFen), 0)

/** Who paid the order; undefined when nobody did. */
export function payerOf(book: Book, key: OrderKey): string | undefined {
  const isIt = ({ mchid, outTradeNo, transactionId }: Trade) =>
    'transactionId' in key ? transactionId === key.transactionId : mchid === key.mchid && outTradeNo === key.outTradeNo
  const trade = [...book.trades.values()].find(isIt)
  return trade?.paidAt && trade.openId
}

/** The books in plain words, to compare with one’s own; amounts in fen, instants as ISO text. */
export interface Ledger {
  payments: {
    mchid: string
    outTradeNo: string
    transactionId: string | null
    tradeType: string
    state: TradeState
    totalFen: number
    payerFen: number | null
    refundedFen: number
    placedAt: string
    paidAt: string | null
    closedAt: string | null
  }[]
  refunds: {
    mchid: string
    outRefundNo: string
    refundId: string
    outTradeNo: string
    refundFen: number
    state: RefundState
    createdAt: string
    endedAt: string | null
  }[]
}

export function ledgerOf(book: Book): Ledger {
  const text = (at: Date | undefined) => at?.toISOString() ?? null
  const payments = [...book.trades.values()].map((trade) => ({
    mchid: trade.mchid,
    outTradeNo: trade.outTradeNo,
    transactionId: trade.transactionId ?? null,
    tradeType: trade.tradeType,
    state: trade.state,
    totalFen: trade.totalFen,
    payerFen: trade.payerFen ?? null,
    refundedFen: refundsOf(book, trade).reduce((sum, r) => (r.state === 'SUCCESS' ? sum + r.refundFen : sum), 0),
    placedAt: trade.placedAt.toISOString(),
    paidAt: text(trade.paidAt),
    closedAt: text(trade.closedAt),
  }))
  const refunds = [...book.refunds.values()].map((refund) => ({
    mchid: refund.mchid,
    outRefundNo: refund.outRefundNo,
    refundId: refund.refundId,
    outTradeNo: refund.trade.outTradeNo,
    refundFen: refund.refundFen,
    state: refund.state,
    createdAt: refund.createdAt.toISOString(),
    endedAt: text(refund.endedAt),
  }))
  return { payments, refunds }
}
