import { type InvoiceAsk, type InvoiceState, type InvoiceView, Problem } from '@tucai/contract'
import { parseMail } from '../contact/contact.ts'
import { isPaid, type Order } from '../order/order.ts'
import type { Payment } from '../payment/payment.ts'
import { chinaDay } from '../platform/china-time.ts'
import type { Tx } from '../platform/db.ts'
import { readTaxNumber } from './tax-number.ts'

/** What an invoice is to say, as it was read. What was not given is empty. */
export type InvoiceRequest = Required<InvoiceAsk>

export interface Invoice {
  id: string
  number: string
  orderId: string
  identityId: string
  schoolId: string
  state: InvoiceState
  amountFen: number
  /** Null once a request that came to nothing is forgotten. */
  request: InvoiceRequest | null
  askedAt: Date
  exportId: string | null
  exportedAt: Date | null
  invoiceNumber: string | null
  issuedAt: Date | null
  fileKey: string | null
  refusalReason: string | null
  reversalNumber: string | null
  endedAt: Date | null
}

/** Where an invoice may go from each state. An order that is given back whole cancels what is not issued yet. */
const invoiceMoves: Record<InvoiceState, readonly InvoiceState[]> = {
  asked: ['exporting', 'refused', 'cancelled'],
  exporting: ['exported', 'cancelled'],
  exported: ['issued', 'refused', 'cancelled'],
  issued: ['reversed'],
  refused: [],
  cancelled: [],
  reversed: [],
}

/** @throws for a move that the table of moves does not have */
export function requireInvoiceMove(from: InvoiceState, to: InvoiceState): void {
  if (!invoiceMoves[from].includes(to)) throw new Error(`an invoice can't go from ${from} to ${to}`)
}

/** An order has at most one invoice in one of these states. */
export const liveInvoiceStates: readonly InvoiceState[] = ['asked', 'exporting', 'exported', 'issued']
/** What a full refund cancels. */
export const unissuedInvoiceStates: readonly InvoiceState[] = ['asked', 'exporting', 'exported']

/** What follows an invoice, told in the transaction that issues it. */
export interface InvoiceEvents {
  issued(tx: Tx, order: Order, invoice: { id: string; amountFen: number; invoiceNumber: string }): Promise<void>
}

/** What an invoice of the order would be for: what was really paid less what goes back or is promised back. */
export function invoiceableFen(
  order: Pick<Order, 'state'>,
  payment: Pick<Payment, 'amountFen' | 'refundReservedFen'> | undefined,
): number {
  return payment !== undefined && isPaid(order) ? payment.amountFen - payment.refundReservedFen : 0
}

/** Ours, of the request: letters and digits that survive every finance system. */
export function requestNumber(now: Date, randomDigits: string): string {
  const day = chinaDay(now)
  return `F${day}${randomDigits}`
}

/** @throws Problem invoice-title-wrong, tax-number-wrong, mail-wrong or whatever is wrong with the mail */
export function readRequest(asked: InvoiceAsk): InvoiceRequest {
  const { titleKind } = asked
  const title = oneLine(asked.title)
  if (title === '') throw new Problem('invoice-title-wrong', { field: 'title' })
  const given = oneLine(asked.taxNumber ?? '')
  const taxNumber = given === '' && titleKind === 'personal' ? '' : readTaxNumber(given)
  if (taxNumber === null) throw new Problem('tax-number-wrong', { field: 'taxNumber' })
  const [address = '', phone = '', bank = ''] = [asked.address, asked.phone, asked.bank].map((part) =>
    oneLine(part ?? ''),
  )
  const bankAccount = oneLine(asked.bankAccount ?? '').replace(/[\s-]/g, '')
  return { titleKind, title, taxNumber, mail: parseMail(asked.mail), address, phone, bank, bankAccount }
}

function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}]+/gu, ' ')
    .trim()
}

/**
 * The number of an invoice: 20 digits of a fully digital one, or code (10 or 12 digits) and number (8) of an older one.
 * Null when it is none.
 */
export function readInvoiceNumber(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s\p{Pd}]/gu, '')
  return /^(\d{18}|\d{20})$/.test(digits) ? digits : null
}

const forgotten: InvoiceRequest = {
  titleKind: 'personal',
  ...{ title: '', taxNumber: '', mail: '', address: '', phone: '', bank: '', bankAccount: '' },
}

/** What a student saves the electronic invoice as; null while there is none. */
export function fileNameOf({ invoiceNumber, fileKey }: Pick<Invoice, 'invoiceNumber' | 'fileKey'>): string | null {
  return fileKey === null ? null : `${invoiceNumber}${fileKey.slice(fileKey.lastIndexOf('.'))}`
}

export function invoiceView(invoice: Invoice): InvoiceView {
  const { id, orderId, number, state, amountFen, invoiceNumber, refusalReason } = invoice
  return {
    ...{ invoiceId: id, orderId, number, state, amountFen, invoiceNumber, refusalReason },
    ...(invoice.request ?? forgotten),
    fileName: fileNameOf(invoice),
    askedAt: invoice.askedAt.toISOString(),
    issuedAt: invoice.issuedAt?.toISOString() ?? null,
    endedAt: invoice.endedAt?.toISOString() ?? null,
  }
}
