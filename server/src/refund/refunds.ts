import { Problem, type RefundKind, type RefundState } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import type { Payment } from '../payment/payment.ts'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'
import { openRefundStates, type Refund, refundMoves, refundNumber } from './refund.ts'

/** Has the provider give money back, or asks how far it is. */
export const refundJob = defineJob('refund-send', Type.Object({ refundId: Type.String() }), { retryLimit: 40 })

const COLUMNS = sql`r.id, r.number, r.payment_id, r.order_id, r.identity_id, r.school_id, r.kind, r.reason, r.amount_fen,
  r.state, r.asked_by, r.asked_at, r.decided_by, r.decided_at, r.ended_at, r.provider_refund, r.trouble,
  r.is_number_closed`

async function refundsWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<Refund[]> {
  return rowsOf<Refund>(tx, sql`SELECT ${COLUMNS} FROM refund r ${condition}`)
}

export async function refundOf(tx: Tx, refundId: string): Promise<Refund | undefined> {
  return (await refundsWhere(tx, sql`WHERE r.id = ${refundId}`))[0]
}

export async function refundByNumber(tx: Tx, number: string): Promise<Refund | undefined> {
  return (await refundsWhere(tx, sql`WHERE r.number = ${number}`))[0]
}

/** All refunds of an order, the newest first. */
export async function refundsOf(tx: Tx, orderId: string): Promise<Refund[]> {
  return refundsWhere(tx, sql`WHERE r.order_id = ${orderId} ORDER BY r.asked_at DESC, r.id`)
}

/** Those of the orders of which money is on its way back: nothing more may be made of them. */
export async function ordersWithOpenRefund(tx: Tx, orderIds: string[]): Promise<Set<string>> {
  const rows = await rowsOf<{ orderId: string }>(
    tx,
    sql`SELECT DISTINCT order_id FROM refund WHERE order_id = ANY(${orderIds}) AND state = ANY(${openRefundStates})`,
  )
  return new Set(rows.map(({ orderId }) => orderId))
}

/** What can still be promised back on a payment. */
export function remainingFen(payment: Pick<Payment, 'amountFen' | 'refundReservedFen'>): number {
  return payment.amountFen - payment.refundReservedFen
}

export interface NewRefund {
  kind: RefundKind
  reason: string
  amountFen: number
  /** The same key of the same payment means the same refund. */
  requestKey: string
  askedBy: string
  /** Who approves it at once; null: it waits for somebody. */
  approvedBy: string | null
}

/**
 * Promises money back on a payment of an order whose row the transaction has locked. What was promised before under the
 * same key is answered again. The sum of promises is bound by a constraint on the payment.
 * @throws Problem refund-too-much
 */
export async function addRefund(
  tx: Tx,
  jobs: Pick<Jobs, 'enqueue'>,
  payment: Payment,
  refund: NewRefund,
  now: Date,
): Promise<Refund> {
  const known = sql`WHERE r.payment_id = ${payment.id} AND r.request_key = ${refund.requestKey}`
  const [before] = await refundsWhere(tx, known)
  if (before !== undefined) return before
  const reserved = sql`UPDATE payment SET refund_reserved_fen = refund_reserved_fen + ${refund.amountFen}
    WHERE id = ${payment.id} AND refund_reserved_fen + ${refund.amountFen} <= amount_fen`
  if ((await countOf(tx, reserved)) !== 1) throw new Problem('refund-too-much', { field: 'amountFen' })
  const id = newId('rfd')
  const { kind, reason, amountFen, requestKey, askedBy, approvedBy } = refund
  await sql`INSERT INTO refund (id, number, payment_id, order_id, identity_id, school_id, kind, reason, amount_fen, state,
      request_key, asked_by, asked_at, decided_by, decided_at)
    VALUES (${id}, ${refundNumber(now, randomDigits(16))}, ${payment.id}, ${payment.orderId}, ${payment.identityId},
      ${payment.schoolId}, ${kind}, ${reason}, ${amountFen}, ${approvedBy === null ? 'asked' : 'approved'},
      ${requestKey}, ${askedBy}, ${now}, ${approvedBy}, ${approvedBy === null ? null : now})`.execute(tx)
  if (approvedBy !== null) await jobs.enqueue(tx, refundJob, { refundId: id })
  return (await refundOf(tx, id))!
}

export interface RefundChange {
  decidedBy?: string
  providerRefund?: string
  trouble?: string | null
}

/**
 * Moves a refund, and with it what its payment has promised and given back. False when it was no longer in `from`.
 * @throws for a move that the table of moves does not have
 */
export async function moveRefund(
  tx: Tx,
  refund: Pick<Refund, 'id' | 'paymentId' | 'amountFen'>,
  from: RefundState,
  to: RefundState,
  at: Date,
  change: RefundChange = {},
): Promise<boolean> {
  if (!refundMoves[from].includes(to)) throw new Error(`a refund can't go from ${from} to ${to}`)
  const ends = to === 'done' || to === 'refused'
  const moved = sql`UPDATE refund SET state = ${to},
      sent_at = ${to === 'sent' ? at : sql`sent_at`}, ended_at = ${ends ? at : null},
      decided_by = ${change.decidedBy ?? sql`decided_by`}, decided_at = ${change.decidedBy ? at : sql`decided_at`},
      provider_refund = ${change.providerRefund ?? sql`provider_refund`},
      trouble = ${change.trouble === undefined ? sql`trouble` : change.trouble}
    WHERE id = ${refund.id} AND state = ${from}`
  if ((await countOf(tx, moved)) !== 1) return false
  const { amountFen, paymentId } = refund
  if (to === 'refused')
    await sql`UPDATE payment SET refund_reserved_fen = refund_reserved_fen - ${amountFen} WHERE id = ${paymentId}`.execute(
      tx,
    )
  if (to === 'done')
    await sql`UPDATE payment SET refunded_fen = refunded_fen + ${amountFen} WHERE id = ${paymentId}`.execute(tx)
  return true
}

/** The provider has closed the number of a refund: it stands in no bill, and the next try needs another one. */
export async function noteNumberClosed(tx: Tx, refundId: string): Promise<void> {
  await sql`UPDATE refund SET is_number_closed = true WHERE id = ${refundId}`.execute(tx)
}

/** Gives a refund whose number the provider has closed another one. */
export async function renumber(tx: Tx, refundId: string, now: Date): Promise<void> {
  await sql`UPDATE refund SET number = ${refundNumber(now, randomDigits(16))}, provider_refund = NULL,
      is_number_closed = false
    WHERE id = ${refundId} AND is_number_closed`.execute(tx)
}

/** Whether everything that paid an order has gone back. */
export async function isAllGivenBack(tx: Tx, orderId: string): Promise<boolean> {
  const row = await rowOf<{ all: boolean | null }>(
    tx,
    sql`SELECT bool_and(refunded_fen = amount_fen) AS all FROM payment WHERE order_id = ${orderId} AND state = 'paid'`,
  )
  return row?.all === true
}
