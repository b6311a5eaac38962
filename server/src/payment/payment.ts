import type { PaymentWay } from '@tucai/contract'
import type { Tx } from '../platform/db.ts'

export type {
  BillLine,
  PaymentNotice,
  PaymentProvider,
  RefundReport,
} from './provider.ts'

import { chinaDay } from '../platform/china-time.ts'

export { ProviderAway, ProviderRefused } from './provider.ts'

/** One attempt to pay an order with a provider. */
export interface Payment {
  id: string
  orderId: string
  identityId: string
  schoolId: string
  provider: string
  way: PaymentWay
  /** Merchant and app at the provider, as its notices must name them. */
  merchant: string
  /** The openid that must pay; null where anybody may. */
  payer: string | null
  tradeNumber: string
  providerTransaction: string | null
  amountFen: number
  refundReservedFen: number
  refundedFen: number
  state: PaymentState
  startedAt: Date
  expiresAt: Date
}

/**
 * `closing`: we want no money any more and the provider is still to be told. `late`: money came that the order no longer
 * wanted; it goes back by itself.
 */
export type PaymentState = 'open' | 'closing' | 'closed' | 'paid' | 'late'

/** Where a payment may go from each state. Money can come whatever we had decided, so even `closed` is not the end. */
export const paymentMoves: Record<PaymentState, readonly PaymentState[]> = {
  open: ['closing', 'closed', 'paid', 'late'],
  closing: ['closed', 'paid', 'late'],
  closed: ['paid', 'late'],
  paid: [],
  late: [],
}

/** What follows a payment that came too late, told in the transaction that notes it. */
export interface PaymentEvents {
  late(tx: Tx, payment: Payment): Promise<void>
}

/** Our number of a payment towards the provider: 6 to 32 letters and digits. */
export function tradeNumber(now: Date, randomDigits: string): string {
  const day = chinaDay(now)
  return `T${day}${randomDigits}`
}

const LIFE_MS = 30 * 60_000
/** Whoever begins in the last moments of an order still gets the time to type a password. */
const LEAST_LIFE_MS = 2 * 60_000

/** Until when an attempt takes money. */
export function paymentExpiry(orderExpiresAt: Date | null, now: Date): Date {
  const usual = now.getTime() + LIFE_MS
  const least = now.getTime() + LEAST_LIFE_MS
  return new Date(Math.min(usual, Math.max(orderExpiresAt?.getTime() ?? usual, least)))
}

/** An attempt with so little time left is replaced rather than offered again. */
export function isStillOffered(payment: Pick<Payment, 'state' | 'expiresAt'>, now: Date): boolean {
  return payment.state === 'open' && payment.expiresAt.getTime() - now.getTime() > 60_000
}
