import type { PaymentWay } from '@tucai/contract'
import type { Deps } from './app.ts'
import { openOrderEvents } from './collection/order-events.ts'
import type { PaymentProvider } from './payment/payment.ts'
import type { PaymentGround } from './payment/provider-talk.ts'
import { openSimulatedCashier, type SimulatedCashier } from './payment/simulated-cashier.ts'
import type { RefundGround } from './refund/refund-jobs.ts'
import { type RefundRules, refundLate } from './refund/refunding.ts'

/** Everything about money, put together once for the routes and once for the jobs. */
export interface Money {
  cashier: SimulatedCashier | undefined
  /** How orders can be paid now. */
  ways: PaymentWay[]
  payments: PaymentGround
  refunds: RefundGround
  refundRules: RefundRules
  providerFor(way: PaymentWay): PaymentProvider | undefined
}

export function openMoney(deps: Deps): Money {
  const { config, clock } = deps
  const cashier = config.mode === 'demo' ? openSimulatedCashier(config.mode, clock) : undefined
  const providers: PaymentProvider[] = cashier ? [cashier] : []
  const orderEvents = openOrderEvents(deps)
  const paymentEvents: PaymentGround['paymentEvents'] = { late: (tx, payment) => refundLate(tx, deps, payment) }
  return {
    cashier,
    ways: providers.flatMap((provider) => [...provider.ways]),
    payments: { ...deps, providers, orderEvents, paymentEvents },
    refunds: { ...deps, providers, orderEvents },
    refundRules: { ...deps, isApproved: async () => false, aloneUpToFen: config.refundAloneUpToFen },
    providerFor: (way) => providers.find((provider) => provider.ways.includes(way)),
  }
}
