import type { OrderState, PaymentStarted } from '@tucai/contract'

/** One attempt to pay an order with a provider. */
export interface Payment {
  id: string
  orderId: string
  identityId: string
  schoolId: string
  tradeNumber: string
  providerTransaction: string | null
  amountFen: number
  state: PaymentState
}

export type PaymentState = 'open' | 'paid' | 'closed'

/** Where a payment may go from each state. */
export const paymentMoves: Record<PaymentState, PaymentState[]> = { open: ['paid', 'closed'], paid: [], closed: [] }

/** What a provider says once money has arrived; checked for who sent it, not yet against our order. */
export interface PaymentNotice {
  tradeNumber: string
  /** The provider’s own number of the payment. */
  providerTransaction: string
  amountFen: number
  paidAt: Date
}

/** Who takes the money. Each provider turns what it is sent into a `PaymentNotice` after verifying it. */
export interface PaymentProvider {
  name: string
  /** Where the payer goes with an open payment. */
  cashierOf(payment: Pick<Payment, 'tradeNumber' | 'amountFen'>): PaymentStarted['cashier']
  /** Takes no more money for the trade number. */
  close(tradeNumber: string): Promise<void>
}

/** What a notice leads to. `again` is a repeated notice, which changes nothing. */
export type Settlement = { kind: 'paid' | 'again' | 'late' | 'amount-differs'; orderState: OrderState; orderId: string }

/** Our number of a payment towards the provider: 6 to 32 letters and digits. */
export function tradeNumber(now: Date, randomDigits: string): string {
  const day = new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
  return `T${day}${randomDigits}`
}
