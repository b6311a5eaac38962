import { type OrderState, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import type { Order, OrderEvents } from '../order/order.ts'
import { lockOrder, moveOrder } from '../order/orders.ts'
import { SYSTEM, type Tx } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type NewAlarm, raiseAlarm } from './alarms.ts'
import type { Payment, PaymentEvents, PaymentNotice } from './payment.ts'
import { closeOpenPayment, lockPayment, movePayment, paymentByTradeNumber } from './payments.ts'

export interface SettleGround {
  secrets: Secrets
  jobs: Pick<Jobs, 'enqueue'>
  orderEvents: OrderEvents
  paymentEvents: PaymentEvents
}

/**
 * What a notice leads to. `again` is a repeated notice, which changes nothing; `refused` one that does not agree with
 * what we asked for, which is on record for a person to look at.
 */
export interface Settlement {
  kind: 'paid' | 'again' | 'late' | 'refused'
  orderState: OrderState
  orderId: string
}

/**
 * The one way by which an order becomes paid with money: a verified notice, or the same told by a query. Its effect is
 * exactly one however often it comes. Money for an unpaid order pays it, also when we had begun to close the attempt;
 * any other money goes back.
 * @throws Problem not-found for a trade number that is not ours
 */
export async function settle(tx: Tx, ground: SettleGround, notice: PaymentNotice, now: Date): Promise<Settlement> {
  const { secrets } = ground
  const known = await paymentByTradeNumber(tx, secrets, notice.tradeNumber)
  const order = known && (await lockOrder(tx, secrets, known.orderId))
  // Read again: the order's lock may have been waited for.
  const payment = known && (await lockPayment(tx, secrets, known.id))
  if (payment === undefined || order === undefined) throw new Problem('not-found')
  const settlement = (kind: Settlement['kind'], orderState = order.state) => ({ kind, orderState, orderId: order.id })
  const disagreement = disagreementOf(notice, payment)
  if (disagreement !== undefined) {
    await raiseAlarm(tx, disagreement, now)
    await recordAudit(tx, now, SYSTEM, 'payment-refused', [order.id, payment.id])
    return settlement('refused')
  }
  if (payment.state === 'paid' || payment.state === 'late') return settlement('again')
  const { providerTransaction, paidAt } = notice
  if (order.state !== 'unpaid') {
    await take(tx, payment, 'late', notice, now)
    await recordAudit(tx, now, SYSTEM, 'payment-late', [order.id, payment.id])
    await ground.paymentEvents.late(tx, { ...payment, state: 'late', providerTransaction })
    return settlement('late')
  }
  await take(tx, payment, 'paid', notice, now)
  await payOrder(tx, ground, order, paidAt, now)
  await recordAudit(tx, now, SYSTEM, 'order-paid', [order.id, payment.id])
  return settlement('paid', 'paid')
}

/** An order whose row is locked is paid: what else was begun for it is closed, and whoever stands above hears of it. */
export async function payOrder(
  tx: Tx,
  { jobs, orderEvents }: Pick<SettleGround, 'jobs' | 'orderEvents'>,
  order: Order,
  paidAt: Date,
  now: Date,
): Promise<void> {
  if (!(await moveOrder(tx, order.id, 'unpaid', 'paid', paidAt))) throw new Error('a locked order moved')
  await closeOpenPayment(tx, jobs, order.id, now)
  await orderEvents.paid(tx, { ...order, state: 'paid', paidAt })
}

async function take(tx: Tx, payment: Payment, to: 'paid' | 'late', notice: PaymentNotice, now: Date): Promise<void> {
  const { providerTransaction, paidAt } = notice
  const moved = await movePayment(tx, payment.id, payment.state, to, paidAt, { providerTransaction, settledAt: now })
  if (!moved) throw new Error('a locked payment moved')
}

/** Where the notice does not agree with what we asked for. */
function disagreementOf(notice: PaymentNotice, payment: Payment): NewAlarm | undefined {
  const { tradeNumber, providerTransaction } = notice
  const alarm = (kind: NewAlarm['kind'], detail: NewAlarm['detail']) => ({
    ...{ kind, tradeNumber, providerTransaction, detail },
  })
  if (notice.merchant !== payment.merchant)
    return alarm('merchant', { said: notice.merchant, expected: payment.merchant })
  if (notice.currency !== 'CNY') return alarm('currency', { said: notice.currency, expected: 'CNY' })
  if (notice.amountFen !== payment.amountFen)
    return alarm('amount', { said: notice.amountFen, expected: payment.amountFen })
  // Who it was is personal; that it was somebody else is enough.
  if (payment.payer !== null && notice.payer !== null && notice.payer !== payment.payer) return alarm('payer', {})
  const isTaken = payment.providerTransaction !== null && payment.providerTransaction !== providerTransaction
  return isTaken
    ? alarm('transaction', { said: providerTransaction, expected: payment.providerTransaction })
    : undefined
}
