import type { OrderState, OrderView } from '@tucai/contract'

/** The colour of an order's tag; its words say the same. */
export const toneOfOrder: Record<OrderState, string> = {
  unpaid: 'warn',
  paid: 'ok',
  producing: 'info',
  shipped: 'info',
  done: 'ok',
  cancelled: 'mute',
  refunded: 'mute',
}

/** Whether somebody has paid an order and not got everything back. */
export function isPaid({ state }: Pick<OrderView, 'state'>): boolean {
  return state === 'paid' || state === 'producing' || state === 'shipped' || state === 'done'
}
