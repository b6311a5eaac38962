import type { OrderEvents } from '../order/order.ts'
import { moveOrder } from '../order/orders.ts'
import type { Engines } from '../platform/engines.ts'

/** What follows when an order is paid, ends unpaid, or was given back. */
export function openOrderEvents({ clock }: Pick<Engines, 'clock'>): OrderEvents {
  return {
    async paid(tx, order) {
      if (order.kind === 'retake') await moveOrder(tx, order.id, 'paid', 'done', clock.now())
    },
    async expired() {},
    async refunded() {},
  }
}
