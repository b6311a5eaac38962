import { Problem } from '@tucai/contract'
import { sql } from 'kysely'
import { recordAudit } from '../audit/audits.ts'
import { type Order, requirePayable } from '../order/order.ts'
import { lockOrder, moveOrder } from '../order/orders.ts'
import { countOf, rowOf, SYSTEM, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import type { Secrets } from '../platform/secrets.ts'
import {
  type Payment,
  type PaymentNotice,
  type PaymentProvider,
  type PaymentState,
  paymentMoves,
  type Settlement,
  tradeNumber,
} from './payment.ts'

const COLUMNS = sql`id, order_id, identity_id, school_id, trade_number, provider_transaction, amount_fen, state`

export async function paymentByTradeNumber(tx: Tx, number: string): Promise<Payment | undefined> {
  return rowOf<Payment>(tx, sql`SELECT ${COLUMNS} FROM payment WHERE trade_number = ${number}`)
}

/**
 * Opens a payment for an order whose row the transaction has locked; the open one again when there is one. An order of
 * 0 fen is paid at once, and the answer is null.
 * @throws Problem order-paid, order-cancelled, step-not-reached, or payment-unavailable without a provider
 */
export async function openPayment(
  tx: Tx,
  order: Order,
  provider: PaymentProvider | undefined,
  now: Date,
): Promise<Payment | null> {
  requirePayable(order)
  if (order.totalFen === 0) {
    await moveOrder(tx, order.id, 'unpaid', 'paid', now)
    await recordAudit(tx, now, SYSTEM, 'order-paid', [order.id])
    return null
  }
  if (provider === undefined) throw new Problem('payment-unavailable')
  const open = await rowOf<Payment>(
    tx,
    sql`SELECT ${COLUMNS} FROM payment WHERE order_id = ${order.id} AND state = 'open'`,
  )
  if (open !== undefined) return open
  const added = await rowOf<Payment>(
    tx,
    sql`INSERT INTO payment (id, order_id, identity_id, school_id, provider, trade_number, amount_fen, state, started_at)
      VALUES (${newId('pay')}, ${order.id}, ${order.identityId}, ${order.schoolId}, ${provider.name},
        ${tradeNumber(now, randomDigits(16))}, ${order.totalFen}, 'open', ${now})
      RETURNING ${COLUMNS}`,
  )
  return added!
}

/** Closes the open payment of an order whose row the transaction has locked, if there is one. */
export async function closeOpenPayment(
  tx: Tx,
  orderId: string,
  provider: PaymentProvider | undefined,
  now: Date,
): Promise<void> {
  const open = await rowOf<Payment>(
    tx,
    sql`SELECT ${COLUMNS} FROM payment WHERE order_id = ${orderId} AND state = 'open'`,
  )
  if (open === undefined) return
  await provider?.close(open.tradeNumber)
  await movePayment(tx, open.id, 'open', 'closed', null, now)
}

/** Cancels an unpaid order and closes its payment. @throws Problem order-paid when money came first */
export async function cancelOrder(
  tx: Tx,
  order: Order,
  provider: PaymentProvider | undefined,
  now: Date,
): Promise<void> {
  if (order.state === 'cancelled') return
  if (order.state === 'paid') throw new Problem('order-paid')
  await closeOpenPayment(tx, order.id, provider, now)
  await moveOrder(tx, order.id, 'unpaid', 'cancelled', now)
}

/**
 * The one way by which an order becomes paid with money: a verified notice, whose effect is exactly one however often it
 * comes. Amounts must agree; what does not is kept on record for a person to look at.
 * @throws Problem not-found for a trade number that is not ours
 */
export async function settle(tx: Tx, secrets: Secrets, notice: PaymentNotice): Promise<Settlement> {
  const known = await paymentByTradeNumber(tx, notice.tradeNumber)
  const order = known && (await lockOrder(tx, secrets, known.orderId))
  // Read again: the order's lock may have been waited for.
  const payment = order && (await paymentByTradeNumber(tx, notice.tradeNumber))
  if (payment === undefined || order === undefined) throw new Problem('not-found')
  const settlement = (kind: Settlement['kind'], orderState = order.state) => ({ kind, orderState, orderId: order.id })
  if (payment.amountFen !== notice.amountFen || order.totalFen !== notice.amountFen) {
    await recordAudit(tx, notice.paidAt, SYSTEM, 'payment-refused', [order.id, payment.id])
    return settlement('amount-differs')
  }
  if (payment.state === 'paid') return settlement('again')
  if (payment.state === 'closed' || order.state !== 'unpaid') {
    await recordAudit(tx, notice.paidAt, SYSTEM, 'payment-refused', [order.id, payment.id])
    return settlement('late')
  }
  const { providerTransaction, paidAt } = notice
  const paid =
    (await movePayment(tx, payment.id, 'open', 'paid', providerTransaction, paidAt)) &&
    (await moveOrder(tx, order.id, 'unpaid', 'paid', paidAt))
  if (!paid) throw new Error('a locked payment or order moved')
  await recordAudit(tx, paidAt, SYSTEM, 'order-paid', [order.id, payment.id])
  return settlement('paid', 'paid')
}

async function movePayment(
  tx: Tx,
  paymentId: string,
  from: PaymentState,
  to: PaymentState,
  providerTransaction: string | null,
  at: Date,
): Promise<boolean> {
  if (!paymentMoves[from].includes(to)) throw new Error(`a payment can't go from ${from} to ${to}`)
  const moved = await countOf(
    tx,
    sql`UPDATE payment SET state = ${to}, provider_transaction = ${providerTransaction}, ended_at = ${at}
      WHERE id = ${paymentId} AND state = ${from}`,
  )
  return moved === 1
}
