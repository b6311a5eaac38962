import type { CancelledReason, PaymentWay } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { type Order, requireUnpaid } from '../order/order.ts'
import { endOrder } from '../order/orders.ts'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Payment, type PaymentState, paymentExpiry, paymentMoves, tradeNumber } from './payment.ts'

export const sealedInPayments: SealedColumn[] = [
  { table: 'payment', key: 'id', column: 'payer_sealed', boundTo: (id) => `${id}/payer` },
]

/** Tells the provider that a payment takes no more money, and learns whether some came first. */
export const closePaymentJob = defineJob('payment-close', Type.Object({ paymentId: Type.String() }), {
  retryLimit: 12,
})

type PaymentRow = Omit<Payment, 'payer'> & { payerSealed: string | null }

const COLUMNS = sql`p.id, p.order_id, p.identity_id, p.school_id, p.provider, p.way, p.merchant, p.payer_sealed,
  p.trade_number, p.provider_transaction, p.amount_fen, p.refund_reserved_fen, p.refunded_fen, p.state, p.started_at,
  p.expires_at`

async function paymentsWhere(tx: Tx, secrets: Secrets, condition: RawBuilder<unknown>): Promise<Payment[]> {
  const rows = await rowsOf<PaymentRow>(tx, sql`SELECT ${COLUMNS} FROM payment p ${condition}`)
  return rows.map(({ payerSealed, ...row }) => ({
    ...row,
    payer: payerSealed === null ? null : secrets.open(payerSealed, `${row.id}/payer`),
  }))
}

export async function paymentByTradeNumber(tx: Tx, secrets: Secrets, number: string): Promise<Payment | undefined> {
  return (await paymentsWhere(tx, secrets, sql`WHERE p.trade_number = ${number}`))[0]
}

export async function paymentOf(tx: Tx, secrets: Secrets, paymentId: string): Promise<Payment | undefined> {
  return (await paymentsWhere(tx, secrets, sql`WHERE p.id = ${paymentId}`))[0]
}

/** One payment, with its row locked until the transaction ends. */
export async function lockPayment(tx: Tx, secrets: Secrets, paymentId: string): Promise<Payment | undefined> {
  return (await paymentsWhere(tx, secrets, sql`WHERE p.id = ${paymentId} FOR UPDATE`))[0]
}

/** All attempts at an order, the first one first. */
export async function paymentsOf(tx: Tx, secrets: Secrets, orderId: string): Promise<Payment[]> {
  return paymentsWhere(tx, secrets, sql`WHERE p.order_id = ${orderId} ORDER BY p.started_at, p.id`)
}

/** The attempt that paid an order. */
export async function paidPaymentOf(tx: Tx, secrets: Secrets, orderId: string): Promise<Payment | undefined> {
  return (await paymentsWhere(tx, secrets, sql`WHERE p.order_id = ${orderId} AND p.state = 'paid'`))[0]
}

/** Attempts of any order of a graduate that the provider is still to be told to close. */
export async function closingPaymentsOf(tx: Tx, secrets: Secrets, graduateId: string): Promise<Payment[]> {
  return paymentsWhere(
    tx,
    secrets,
    sql`JOIN "order" o ON o.id = p.order_id WHERE o.graduate_id = ${graduateId} AND p.state = 'closing'`,
  )
}

/** Attempts that the sweep should ask about: not asked in the first minute, and less and less often later. */
export async function paymentsToAsk(tx: Tx, secrets: Secrets, now: Date, most: number): Promise<Payment[]> {
  return paymentsWhere(
    tx,
    secrets,
    sql`WHERE p.state IN ('open', 'closing') AND p.started_at <= ${now}::timestamptz - interval '55 seconds'
      AND (p.asked_at IS NULL OR p.state = 'closing' OR p.expires_at <= ${now}
        OR p.asked_at <= ${now}::timestamptz - least(interval '5 minutes', (p.asked_at - p.started_at) / 4))
      ORDER BY p.asked_at NULLS FIRST, p.started_at LIMIT ${most}`,
  )
}

export async function noteAsked(tx: Tx, paymentId: string, now: Date): Promise<void> {
  await sql`UPDATE payment SET asked_at = ${now} WHERE id = ${paymentId}`.execute(tx)
}

/** The attempt of an order that may be asked about again; whoever gets its id is the one who asks. */
export async function claimAsking(tx: Tx, orderId: string, now: Date, askedBefore: Date): Promise<string | undefined> {
  const claimed = await rowOf<{ id: string }>(
    tx,
    sql`UPDATE payment SET asked_at = ${now} WHERE order_id = ${orderId} AND state IN ('open', 'closing')
      AND (asked_at IS NULL OR asked_at <= ${askedBefore}) RETURNING id`,
  )
  return claimed?.id
}

export interface NewPayment {
  provider: string
  way: PaymentWay
  merchant: string
  payer: string | null
}

/** Begins an attempt at an order whose row the transaction has locked. */
export async function addPayment(
  tx: Tx,
  secrets: Secrets,
  order: Order,
  { provider, way, merchant, payer }: NewPayment,
  now: Date,
): Promise<Payment> {
  const id = newId('pay')
  const sealed = payer === null ? null : secrets.seal(payer, `${id}/payer`)
  await sql`INSERT INTO payment (id, order_id, identity_id, school_id, provider, way, merchant, payer_sealed,
      trade_number, amount_fen, state, started_at, expires_at)
    VALUES (${id}, ${order.id}, ${order.identityId}, ${order.schoolId}, ${provider}, ${way}, ${merchant}, ${sealed},
      ${tradeNumber(now, randomDigits(16))}, ${order.totalFen}, 'open', ${now},
      ${paymentExpiry(order.expiresAt, now)})`.execute(tx)
  return (await paymentOf(tx, secrets, id))!
}

/** Moves a payment; `money`: what the provider calls it, and when we knew of it. False when it was no longer in `from`. @throws for a move that the table of moves does not have */
export async function movePayment(
  tx: Tx,
  paymentId: string,
  from: PaymentState,
  to: PaymentState,
  at: Date,
  money?: { providerTransaction: string; settledAt: Date },
): Promise<boolean> {
  if (!paymentMoves[from].includes(to)) throw new Error(`a payment can't go from ${from} to ${to}`)
  const moved = sql`UPDATE payment SET state = ${to}, provider_transaction = ${money?.providerTransaction ?? null},
      ended_at = ${to === 'closing' ? null : at}, settled_at = ${money?.settledAt ?? null}
    WHERE id = ${paymentId} AND state = ${from}`
  return (await countOf(tx, moved)) === 1
}

/**
 * Wants no more money for an order whose row the transaction has locked. The provider is told by a job; money that comes
 * all the same pays the order while that is unpaid, and goes back when it is not.
 */
export async function closeOpenPayment(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, orderId: string, now: Date): Promise<void> {
  const open = await rowOf<{ id: string }>(
    tx,
    sql`SELECT id FROM payment WHERE order_id = ${orderId} AND state = 'open'`,
  )
  if (open === undefined) return
  await movePayment(tx, open.id, 'open', 'closing', now)
  await jobs.enqueue(tx, closePaymentJob, { paymentId: open.id })
}

/** Cancels an unpaid order and closes its payment. @throws Problem order-paid when money came first */
export async function cancelOrder(
  tx: Tx,
  jobs: Pick<Jobs, 'enqueue'>,
  order: Order,
  reason: CancelledReason,
  now: Date,
): Promise<void> {
  if (order.state === 'cancelled') return
  requireUnpaid(order)
  await closeOpenPayment(tx, jobs, order.id, now)
  await endOrder(tx, order.id, reason, now)
}
