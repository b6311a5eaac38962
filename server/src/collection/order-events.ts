import { cancelInvoice } from '../invoice/invoices.ts'
import type { Tell } from '../notice/notice.ts'
import type { OrderEvents } from '../order/order.ts'
import { moveOrder } from '../order/orders.ts'
import type { Engines } from '../platform/engines.ts'
import { presentReview, withdrawReview } from '../review/reviews.ts'
import type { Consequences } from './review-events.ts'
import { submitIfDue } from './submitting.ts'
import { aboutOrder } from './telling.ts'

/** What follows when an order is paid, ends unpaid, or was given back. */
export function openOrderEvents(
  engines: Pick<Engines, 'secrets' | 'clock'>,
  tell: Tell,
  { delivered, givenBack }: Pick<Consequences, 'delivered' | 'givenBack'>,
): OrderEvents {
  const { clock } = engines
  return {
    async paid(tx, order) {
      const { id, identityId, graduateId, totalFen: amountFen, paidAt } = order
      // The retake itself is all that such an order buys.
      if (order.kind === 'retake') {
        await moveOrder(tx, id, 'paid', 'done', clock.now())
        await delivered(tx, id)
      }
      await submitIfDue(tx, engines, graduateId)
      const data = { ...(await aboutOrder(tx, order)), amountFen, paidAt: paidAt! }
      await tell(tx, identityId, { kind: 'order-paid', key: `order-paid ${id}`, data })
    },
    async expired(tx, order) {
      const data = await aboutOrder(tx, order)
      await tell(tx, order.identityId, { kind: 'order-expired', key: `order-expired ${order.id}`, data })
    },
    async refunded(tx, { id, kind, graduateId }) {
      await givenBack(tx, id)
      await cancelInvoice(tx, id, clock.now())
      const review = kind === 'collection' ? await presentReview(tx, graduateId) : undefined
      if (review?.state !== 'waiting' && review?.state !== 'approved') return
      await withdrawReview(tx, review, { by: 'centre', reason: '订单已全额退款' }, clock.now())
    },
  }
}
