import { type PaymentWay, Problem } from '@tucai/contract'
import { lockOrder, orderOf, orderShown } from '../order/orders.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { RouteTable, StudentActor } from '../platform/http/route-table.ts'
import type { PaymentProvider } from './payment.ts'
import { startPayment } from './payment-start.ts'
import { cancelOrder, paymentByTradeNumber } from './payments.ts'
import { checkPayment, type PaymentGround, settleNow } from './provider-talk.ts'
import type { SimulatedCashier } from './simulated-cashier.ts'

export interface PaymentRoutesSetting {
  /** Who takes money on each way now; none where no provider is configured: orders are kept, paying is not possible. */
  providerFor(way: PaymentWay): PaymentProvider | undefined
  /** The openid of who pays: of the code, or of the WeChat identity that is bound. @throws Problem payer-unknown */
  payerOf(actor: StudentActor, way: PaymentWay, wechatCode: string | undefined): Promise<string | null>
  cashier: SimulatedCashier | undefined
  /** Where the browser comes back to an order. */
  returnUrlOf(orderId: string, origin: string): string
}

export function paymentRoutes(routes: RouteTable, ground: PaymentGround, setting: PaymentRoutesSetting): void {
  const { db, secrets, jobs, clock } = ground
  const { providerFor, payerOf, cashier, returnUrlOf } = setting

  routes.handle('paymentStart', async ({ actor, params: { orderId }, body: { way, wechatCode }, request }) => {
    const provider = providerFor(way)
    const payer = provider === undefined ? null : await payerOf(actor, way, wechatCode)
    const returnUrl = returnUrlOf(orderId, `${request.protocol}://${request.host}`)
    return startPayment(ground, provider, actor, orderId, { way, payer, payerAddress: request.ip, returnUrl })
  })

  routes.handle('paymentCheck', async ({ actor, params: { orderId } }) => {
    const orderState = () =>
      inTransaction(db, actor, async (tx) => {
        const order = await orderOf(tx, secrets, orderId)
        if (order?.identityId !== actor.identityId) throw new Problem('not-found')
        return order.state
      })
    const before = await orderState()
    if (before !== 'unpaid' || !(await checkPayment(ground, orderId))) return { orderState: before }
    return { orderState: await orderState() }
  })

  routes.handle('orderCancel', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      const order = await lockOrder(tx, secrets, orderId)
      if (order?.identityId !== actor.identityId) throw new Problem('not-found')
      await cancelOrder(tx, jobs, order, 'student', clock.now())
      return orderShown(tx, (await orderOf(tx, secrets, orderId))!)
    }),
  )

  routes.handle('cashierPay', async ({ actor, params: { tradeNumber } }) => {
    const payment = await inTransaction(db, SYSTEM, (tx) => paymentByTradeNumber(tx, secrets, tradeNumber))
    if (cashier === undefined || payment?.identityId !== actor.identityId || payment.provider !== cashier.name)
      throw new Problem('not-found')
    // A closed attempt takes no more money, as at a real provider.
    if (payment.state === 'closed' || payment.state === 'closing') throw new Problem('payment-closed')
    const settlement = await settleNow(ground, cashier.pay(payment))
    if (settlement.kind === 'late') throw new Problem('payment-closed')
    if (settlement.kind === 'refused') throw new Error('the simulated cashier took something else')
    return { orderState: settlement.orderState, cashier: null }
  })
}
