import type { Clock } from '../platform/clock.ts'
import type { Payment } from './payment.ts'
import { NoticeRefused, type PaymentNotice, type PaymentProvider } from './provider.ts'

/** A provider that takes no money: whoever presses its button has paid. For trying the product only. */
export interface SimulatedCashier extends PaymentProvider {
  /** The notice that a real provider would send. The same payment always gives the same transaction. */
  pay(payment: Pick<Payment, 'tradeNumber' | 'amountFen'>): PaymentNotice
}

const NAME = 'simulated'

/** @throws in production mode: nothing may be paid by pretence there */
export function openSimulatedCashier(mode: 'demo' | 'production', clock: Clock): SimulatedCashier {
  if (mode === 'production') throw new Error('the simulated cashier does not work in production mode')
  return {
    name: NAME,
    ways: ['simulated'],
    merchantOf: () => NAME,
    prepare: async ({ tradeNumber, amountFen }) => ({
      state: 'ready',
      cashier: { kind: 'simulated', tradeNumber, amountFen },
    }),
    // It remembers nothing: what is paid, its button has told already.
    query: async () => ({ state: 'unpaid' }),
    close: async () => 'closed',
    refund: async ({ refundNumber, tradeNumber, amountFen }) => ({
      ...{ refundNumber, tradeNumber, amountFen, providerRefund: `SIM-${refundNumber}` },
      ...{ state: 'done', doneAt: clock.now() },
    }),
    queryRefund: async () => null,
    bill: async () => [],
    readNotice: async () => {
      throw new NoticeRefused('the simulated cashier sends no notices')
    },
    pay: ({ tradeNumber, amountFen }) => ({
      ...{ tradeNumber, amountFen, providerTransaction: `SIM-${tradeNumber}` },
      ...{ currency: 'CNY', merchant: NAME, payer: null, paidAt: clock.now() },
    }),
  }
}
