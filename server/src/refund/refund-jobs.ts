import { Problem } from '@tucai/contract'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { recordAudit } from '../audit/audits.ts'
import { isPaid, type OrderEvents } from '../order/order.ts'
import { lockOrder, moveOrder } from '../order/orders.ts'
import { type PaymentProvider, ProviderAway, ProviderRefused, type RefundReport } from '../payment/payment.ts'
import { paymentOf } from '../payment/payments.ts'
import { inTransaction, rowsOf, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import type { Refund } from './refund.ts'
import type { RefundTold } from './refunding.ts'
import { isAllGivenBack, moveRefund, noteNumberClosed, refundByNumber, refundJob, refundOf } from './refunds.ts'

/** Asks how refunds are whose notice may be lost, and sends those that were not sent. */
export const refundSweepJob = defineJob('refund-sweep', Type.Object({}), { retryLimit: 0, timeLimitSeconds: 300 })

export interface RefundGround extends Pick<Engines, 'db' | 'secrets' | 'clock' | 'log'> {
  providers: readonly PaymentProvider[]
  orderEvents: Pick<OrderEvents, 'refunded'>
  told: RefundTold
}

export async function workRefunds(ground: RefundGround, jobs: Engines['jobs']): Promise<void> {
  await jobs.work(refundJob, ({ refundId }) => sendRefund(ground, refundId))
  await jobs.work(refundSweepJob, () => sweepRefunds(ground))
  await jobs.repeat(refundSweepJob, {}, '*/5 * * * *')
}

/**
 * Has the provider give the money back, or asks how far it is, and notes what it says. Safe to repeat: the number is
 * the same. @throws ProviderAway when nothing is known
 */
async function sendRefund(ground: RefundGround, refundId: string): Promise<void> {
  const { db, secrets, clock } = ground
  const found = await inTransaction(db, SYSTEM, async (tx) => {
    const refund = await refundOf(tx, refundId)
    return refund && { refund, payment: (await paymentOf(tx, secrets, refund.paymentId))! }
  })
  if (found === undefined) return
  const { refund, payment } = found
  if (refund.state !== 'approved' && refund.state !== 'sent') return
  const provider = ground.providers.find(({ name }) => name === payment.provider)
  if (provider === undefined) throw new ProviderAway(`no provider ${payment.provider} is configured`)
  try {
    const known = refund.state === 'sent' ? await provider.queryRefund(refund.number) : null
    const report =
      known ??
      (await provider.refund({
        ...{ refundNumber: refund.number, tradeNumber: payment.tradeNumber, reason: refund.reason },
        ...{ amountFen: refund.amountFen, totalFen: payment.amountFen },
      }))
    await noteReport(ground, report)
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error
    await inTransaction(db, SYSTEM, (tx) => fail(tx, ground, refundId, { trouble: error.message }, clock.now()))
  }
}

/** What the provider says of a refund is noted once, however often it says so. @throws Problem not-found */
export async function noteReport(ground: RefundGround, report: RefundReport): Promise<void> {
  const { db, secrets, clock } = ground
  await inTransaction(db, SYSTEM, async (tx) => {
    const known = await refundByNumber(tx, report.refundNumber)
    const order = known && (await lockOrder(tx, secrets, known.orderId))
    const refund = order && (await refundOf(tx, known.id))
    if (refund === undefined || order === undefined) throw new Problem('not-found')
    const now = clock.now()
    const payment = (await paymentOf(tx, secrets, refund.paymentId))!
    if (report.amountFen !== refund.amountFen || report.tradeNumber !== payment.tradeNumber)
      return fail(tx, ground, refund.id, { trouble: `the provider speaks of ${report.amountFen} fen` }, now)
    if (report.state === 'processing') {
      if (refund.state === 'approved')
        await moveRefund(tx, refund, 'approved', 'sent', now, { providerRefund: report.providerRefund })
      return
    }
    // It may close the number of one that it could not make before, too.
    if (report.state === 'closed') await noteNumberClosed(tx, refund.id)
    if (report.state !== 'done')
      return fail(tx, ground, refund.id, { trouble: `the provider says ${report.state}` }, now)
    if (refund.state !== 'approved' && refund.state !== 'sent' && refund.state !== 'failed') return
    const { providerRefund, doneAt } = report
    await moveRefund(tx, refund, refund.state, 'done', doneAt ?? now, { providerRefund, trouble: null })
    await recordAudit(tx, now, SYSTEM, 'refund-done', [order.id, refund.id])
    await ground.told(tx, refund, 'refund-done')
    if (!isPaid(order) || !(await isAllGivenBack(tx, order.id))) return
    await moveOrder(tx, order.id, order.state, 'refunded', now)
    await ground.orderEvents.refunded(tx, { ...order, state: 'refunded' })
  })
}

async function fail(
  tx: Tx,
  ground: RefundGround,
  refundId: string,
  { trouble }: { trouble: string },
  now: Date,
): Promise<void> {
  const refund = await refundOf(tx, refundId)
  if (refund?.state !== 'approved' && refund?.state !== 'sent') return
  await moveRefund(tx, refund, refund.state, 'failed', now, { trouble: trouble.slice(0, 300) })
  await ground.told(tx, refund, 'refund-failed')
}

/** Refunds that should have been heard of. One that can't be asked about waits for the next sweep. */
export async function sweepRefunds(ground: RefundGround): Promise<void> {
  const due = await inTransaction(ground.db, SYSTEM, (tx) =>
    rowsOf<Pick<Refund, 'id'>>(
      tx,
      sql`SELECT id FROM refund WHERE state IN ('approved', 'sent')
        AND coalesce(sent_at, decided_at, asked_at) <= ${ground.clock.now()}::timestamptz - interval '5 minutes'
        ORDER BY asked_at LIMIT 300`,
    ),
  )
  for (const { id } of due) {
    try {
      await sendRefund(ground, id)
    } catch (error) {
      if (!(error instanceof ProviderAway)) throw error
      ground.log.warn({ err: error, refundId: id }, 'a refund could not be asked about')
    }
  }
}
