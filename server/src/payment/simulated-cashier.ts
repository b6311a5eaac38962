import type { Clock } from '../platform/clock.ts'
import type { Payment, PaymentNotice, PaymentProvider } from './payment.ts'

/** A provider that takes no money: whoever presses its button has paid. For trying the product only. */
export interface SimulatedCashier extends PaymentProvider {
  /** The notice that a real provider would send. The same payment always gives the same transaction. */
  pay(payment: Payment): PaymentNotice
}

/** @throws in production mode: nothing may be paid by pretence there */
export function openSimulatedCashier(mode: 'demo' | 'production', clock: Clock): SimulatedCashier {
  if (mode === 'production') throw new Error('the simulated cashier does not work in production mode')
  return {
    name: 'simulated',
    cashierOf: ({ tradeNumber, amountFen }) => ({ kind: 'simulated', tradeNumber, amountFen }),
    async close() {},
    pay: ({ tradeNumber, amountFen }) => ({
      tradeNumber,
      amountFen,
      providerTransaction: `SIM-${tradeNumber}`,
      paidAt: clock.now(),
    }),
  }
}
