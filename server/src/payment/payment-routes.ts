import { Problem } from '@tucai/contract'
import { lockOrder, orderOf, orderShown } from '../order/orders.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import { cancelOrder, openPayment, paymentByTradeNumber, settle } from './payments.ts'
import type { SimulatedCashier } from './simulated-cashier.ts'

/** `cashier` is undefined where no provider is configured: orders are kept, paying is not possible. */
export function paymentRoutes(
  routes: RouteTable,
  { db, secrets, clock }: Engines,
  cashier: SimulatedCashier | undefined,
): void {
  async function lockOwnOrder(tx: Tx, actor: StudentActor, orderId: string) {
    const order = await lockOrder(tx, secrets, orderId)
    if (order?.identityId !== actor.identityId) throw new Problem('not-found')
    return order
  }

  routes.handle('paymentStart', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      const order = await lockOwnOrder(tx, actor, orderId)
      const payment = await openPayment(tx, order, cashier, clock.now())
      if (payment === null) return { orderState: 'paid' as const, cashier: null }
      return { orderState: order.state, cashier: cashier!.cashierOf(payment) }
    }),
  )

  routes.handle('orderCancel', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      await cancelOrder(tx, await lockOwnOrder(tx, actor, orderId), cashier, clock.now())
      return orderShown(tx, (await orderOf(tx, secrets, orderId))!)
    }),
  )

  routes.handle('cashierPay', async ({ actor, params: { tradeNumber } }) => {
    const payment = await inTransaction(db, actor, (tx) => paymentByTradeNumber(tx, tradeNumber))
    if (cashier === undefined || payment?.identityId !== actor.identityId) throw new Problem('not-found')
    const notice = cashier.pay(payment)
    const settlement = await inTransaction(db, SYSTEM, (tx) => settle(tx, secrets, notice))
    if (settlement.kind === 'late') throw new Problem('payment-closed')
    if (settlement.kind === 'amount-differs') throw new Error('the simulated cashier took another amount')
    return { orderState: settlement.orderState, cashier: null }
  })
}
