import type { Cashier, PaymentWay } from '@tucai/contract'

/** What a provider says once money has arrived; checked for who sent it, not yet against our order. */
export interface PaymentNotice {
  tradeNumber: string
  /** The provider’s own number of the payment. */
  providerTransaction: string
  amountFen: number
  /** ISO 4217, e.g. CNY. */
  currency: string
  /** Whose money it is: merchant and app at the provider, e.g. `1900000001/wx0000000000000000`. */
  merchant: string
  /** Who paid, as the provider names people (an openid); null where it does not say. */
  payer: string | null
  paidAt: Date
}

/** How far a refund is at the provider. `abnormal`: the money could not go back the way it came, a person must act. */
export interface RefundReport {
  refundNumber: string
  state: 'processing' | 'done' | 'closed' | 'abnormal'
  /** The provider’s own number of the refund. */
  providerRefund: string
  tradeNumber: string
  amountFen: number
  doneAt: Date | null
}

/** One line of the provider’s bill of a day: money that came, or that went back. Amounts are positive. */
export interface BillLine {
  kind: 'payment' | 'refund'
  tradeNumber: string
  providerTransaction: string
  /** Of refunds only. */
  refundNumber: string | null
  amountFen: number
  at: Date
}

/** An attempt to pay, as the provider is told of it. The same attempt may be told again until it expires. */
export interface PaymentRequest {
  tradeNumber: string
  amountFen: number
  /** What is paid for, at most 127 characters. */
  description: string
  way: PaymentWay
  /** The payer’s openid; null on ways that need none. */
  payer: string | null
  /** The payer’s network address: H5 payments must name it. */
  payerAddress: string
  expiresAt: Date
  /** Where the payer’s browser goes after paying (H5). */
  returnUrl: string
}

export interface RefundRequest {
  /** Ours; the same on every repetition. */
  refundNumber: string
  tradeNumber: string
  amountFen: number
  /** What was paid in all. */
  totalFen: number
  /** Shown to the payer, at most 80 characters. */
  reason: string
}

export type Prepared = { state: 'ready'; cashier: Cashier } | { state: 'paid' } | { state: 'closed' }
export type Queried = { state: 'paid'; notice: PaymentNotice } | { state: 'unpaid' | 'closed' | 'unknown' }
export type ProviderNotice =
  | { kind: 'payment'; notice: PaymentNotice }
  | { kind: 'refund'; report: RefundReport }
  /** Rightly signed, of no meaning here. */
  | { kind: 'other' }

/** The provider does not answer, or asks to be asked later: nothing is known about the effect of the call. */
export class ProviderAway extends Error {}

/** The provider says no for good; the message is its code and words. */
export class ProviderRefused extends Error {}

/** A notice that the provider did not send, or not for us, or too long ago. */
export class NoticeRefused extends Error {}

/**
 * Who takes the money and gives it back. No call runs inside a database transaction. Every call throws ProviderAway
 * when it is not known what became of it, and all of them may be repeated.
 */
export interface PaymentProvider {
  name: string
  /** Merchant and app of payments begun this way, as notices name them. */
  merchantOf(way: PaymentWay): string
  ways: readonly PaymentWay[]
  /** Brings the payer to a cashier. `closed`: the number takes no more money. @throws ProviderRefused */
  prepare(request: PaymentRequest): Promise<Prepared>
  /** `unknown`: the provider has never heard of the number. */
  query(tradeNumber: string): Promise<Queried>
  /** Takes no more money for the number; a number that the provider does not know counts as closed. */
  close(tradeNumber: string): Promise<'closed' | 'paid'>
  /** @throws ProviderRefused when this refund will never be made */
  refund(request: RefundRequest): Promise<RefundReport>
  /** Null: the provider has never heard of the number. */
  queryRefund(refundNumber: string): Promise<RefundReport | null>
  /** Everything of one day in China, `2026-11-25`. @throws ProviderAway while the bill is not ready */
  bill(day: string): Promise<BillLine[]>
  /** What a request to our notice address says. `body` is what came over the wire. @throws NoticeRefused */
  readNotice(headers: Record<string, string | string[] | undefined>, body: Buffer): Promise<ProviderNotice>
}
