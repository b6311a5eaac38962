import { type Book, keyOf, type Merchant, type Refund, type Trade } from './book.ts'
import type { Telling } from './notice-request.ts'
import { transactionOf } from './payments.ts'
import { refundNoticeOf } from './refunds.ts'

/** What is told of a payment as it stands. */
export function tellPayment(trade: Trade, merchant: Merchant): Telling {
  const { notifyUrl, outTradeNo } = trade
  const resource = transactionOf(trade)
  const common = { originalType: 'transaction' as const, resource, notifyUrl, merchant }
  return { ...common, event: 'TRANSACTION.SUCCESS', summary: '支付成功', number: outTradeNo }
}

const refundSummaries = { SUCCESS: '退款成功', ABNORMAL: '退款异常', CLOSED: '退款关闭' }

/** What is told of a refund that ended. */
export function tellRefund(refund: Refund, merchant: Merchant): Telling {
  if (refund.state === 'PROCESSING') throw new Error(`${refund.outRefundNo} has not ended`)
  const common = { originalType: 'refund' as const, resource: refundNoticeOf(refund), merchant }
  const what = { event: `REFUND.${refund.state}` as const, summary: refundSummaries[refund.state] }
  return { ...common, ...what, number: refund.outRefundNo, notifyUrl: refund.notifyUrl ?? '' }
}

/** What is told of the refund or payment with that number. */
export function tellingOf(book: Book, merchant: Merchant, number: string): Telling {
  const key = keyOf(merchant.mchid, number)
  const [refund, trade] = [book.refunds.get(key), book.trades.get(key)]
  if (refund) return tellRefund(refund, merchant)
  if (!trade) throw new Error(`no order ${number}`)
  return tellPayment(trade, merchant)
}
