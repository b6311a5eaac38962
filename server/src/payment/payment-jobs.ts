import { Type } from 'typebox'
import { expiredOrderIds, lockOrder } from '../order/orders.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'
import { ProviderAway } from './payment.ts'
import { cancelOrder, closeOpenPayment, closePaymentJob, paymentOf, paymentsOf, paymentsToAsk } from './payments.ts'
import { askAbout, closeAtProvider, type PaymentGround } from './provider-talk.ts'

/** Asks about payments whose notice may be lost. */
export const paymentSweepJob = defineJob('payment-sweep', Type.Object({}), { retryLimit: 0, timeLimitSeconds: 300 })
/** Ends orders that nobody paid in time. */
export const orderExpiryJob = defineJob('order-expiry', Type.Object({}), { retryLimit: 0, timeLimitSeconds: 300 })

const ASKED_AT_MOST = 500
const ASKED_AT_ONCE = 8
const EXPIRED_AT_MOST = 500

export async function workPayments(ground: PaymentGround, jobs: Jobs): Promise<void> {
  await jobs.work(closePaymentJob, async ({ paymentId }) => {
    const payment = await inTransaction(ground.db, SYSTEM, (tx) => paymentOf(tx, ground.secrets, paymentId))
    if (payment?.state === 'closing' || payment?.state === 'closed') await closeAtProvider(ground, payment)
  })
  await jobs.work(paymentSweepJob, () => sweepPayments(ground))
  await jobs.work(orderExpiryJob, () => expireOrders(ground))
  await jobs.repeat(paymentSweepJob, {}, '* * * * *')
  await jobs.repeat(orderExpiryJob, {}, '* * * * *')
}

/** Asks about every payment that is due for it; one that can't be asked about waits for the next sweep. */
export async function sweepPayments(ground: PaymentGround): Promise<void> {
  const { db, secrets, clock, log } = ground
  const waiting = await inTransaction(db, SYSTEM, (tx) => paymentsToAsk(tx, secrets, clock.now(), ASKED_AT_MOST))
  const worker = async () => {
    for (let payment = waiting.shift(); payment; payment = waiting.shift()) {
      try {
        await askAbout(ground, payment)
      } catch (error) {
        if (!(error instanceof ProviderAway)) throw error
        log.warn({ err: error, paymentId: payment.id }, 'a payment could not be asked about')
      }
    }
  }
  await Promise.all(Array.from({ length: ASKED_AT_ONCE }, worker))
}

/**
 * Cancels orders whose time is over. One whose attempt still takes money waits for that to end, so that money which came
 * in time is never turned away.
 */
export async function expireOrders(ground: PaymentGround): Promise<void> {
  const { db, secrets, jobs, clock } = ground
  const due = await inTransaction(db, SYSTEM, (tx) => expiredOrderIds(tx, clock.now(), EXPIRED_AT_MOST))
  for (const orderId of due) {
    await inTransaction(db, SYSTEM, async (tx) => {
      const now = clock.now()
      const order = await lockOrder(tx, secrets, orderId)
      if (order?.state !== 'unpaid') return
      const attempts = await paymentsOf(tx, secrets, orderId)
      const open = attempts.find(({ state }) => state === 'open')
      if (open !== undefined && open.expiresAt > now) return
      if (open !== undefined) return closeOpenPayment(tx, jobs, orderId, now)
      if (attempts.some(({ state }) => state === 'closing')) return
      await cancelOrder(tx, jobs, order, 'expired', now)
      await ground.orderEvents.expired(tx, { ...order, state: 'cancelled', cancelledAt: now })
    })
  }
}
