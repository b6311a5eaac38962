import { type InvoiceState, Problem } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Order } from '../order/order.ts'
import { countOf, isDuplicate, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import {
  type Invoice,
  type InvoiceRequest,
  liveInvoiceStates,
  requestNumber,
  requireInvoiceMove,
  unissuedInvoiceStates,
} from './invoice.ts'

export const sealedInInvoices: SealedColumn[] = [
  { table: 'invoice', key: 'id', column: 'request_sealed', boundTo: (id) => `${id}/request` },
]

type InvoiceRow = Omit<Invoice, 'request'> & { requestSealed: string | null }

const COLUMNS = sql`i.id, i.number, i.order_id, i.identity_id, i.school_id, i.state, i.amount_fen, i.request_sealed,
  i.asked_at, i.export_id, i.exported_at, i.invoice_number, i.issued_at, i.file_key, i.refusal_reason,
  i.reversal_number, i.ended_at`

export async function invoicesWhere(tx: Tx, secrets: Secrets, condition: RawBuilder<unknown>): Promise<Invoice[]> {
  const rows = await rowsOf<InvoiceRow>(tx, sql`SELECT ${COLUMNS} FROM invoice i ${condition}`)
  return rows.map(({ requestSealed, ...row }) => ({
    ...row,
    request: requestSealed === null ? null : JSON.parse(secrets.open(requestSealed, `${row.id}/request`)),
  }))
}

export async function invoiceOf(tx: Tx, secrets: Secrets, invoiceId: string): Promise<Invoice | undefined> {
  return (await invoicesWhere(tx, secrets, sql`WHERE i.id = ${invoiceId}`))[0]
}

export async function invoiceByNumber(tx: Tx, secrets: Secrets, number: string): Promise<Invoice | undefined> {
  return (await invoicesWhere(tx, secrets, sql`WHERE i.number = ${number}`))[0]
}

/** The invoices of an order, the newest first. */
export async function invoicesOf(tx: Tx, secrets: Secrets, orderId: string): Promise<Invoice[]> {
  return invoicesWhere(tx, secrets, sql`WHERE i.order_id = ${orderId} ORDER BY i.asked_at DESC, i.id`)
}

/** The invoices of a person, the newest first. */
export async function invoicesOfIdentity(tx: Tx, secrets: Secrets, identityId: string): Promise<Invoice[]> {
  return invoicesWhere(tx, secrets, sql`WHERE i.identity_id = ${identityId} ORDER BY i.asked_at DESC, i.id`)
}

/** Asks for an invoice of an order whose row the transaction has locked. @throws Problem invoice-present */
export async function addInvoice(
  tx: Tx,
  secrets: Secrets,
  order: Pick<Order, 'id' | 'identityId' | 'schoolId'>,
  { amountFen, request }: { amountFen: number; request: InvoiceRequest },
  now: Date,
): Promise<Invoice> {
  const live = sql`SELECT 1 FROM invoice WHERE order_id = ${order.id} AND state = ANY(${liveInvoiceStates})`
  if ((await rowOf(tx, live)) !== undefined) throw new Problem('invoice-present')
  const id = newId('inv')
  const sealed = secrets.seal(JSON.stringify(request), `${id}/request`)
  await sql`INSERT INTO invoice (id, number, order_id, identity_id, school_id, state, amount_fen, request_sealed, asked_at)
    VALUES (${id}, ${requestNumber(now, randomDigits(12))}, ${order.id}, ${order.identityId}, ${order.schoolId}, 'asked',
      ${amountFen}, ${sealed}, ${now})`.execute(tx)
  return (await invoiceOf(tx, secrets, id))!
}

/** Moves an invoice out of the state it was read in. @throws Problem invoice-decided when it had left it */
export async function moveInvoice(
  tx: Tx,
  invoice: Pick<Invoice, 'id' | 'state'>,
  to: InvoiceState,
  set: RawBuilder<unknown>,
): Promise<void> {
  requireInvoiceMove(invoice.state, to)
  const moved = sql`UPDATE invoice SET state = ${to}, ${set} WHERE id = ${invoice.id} AND state = ${invoice.state}`
  if ((await countOf(tx, moved)) !== 1) throw new Problem('invoice-decided')
}

/** Nothing is left to invoice: what is not issued yet is cancelled. Answers whether there was something. */
export async function cancelInvoice(tx: Tx, orderId: string, now: Date): Promise<boolean> {
  for (const state of unissuedInvoiceStates) requireInvoiceMove(state, 'cancelled')
  const cancelled = sql`UPDATE invoice SET state = 'cancelled', ended_at = ${now}
    WHERE order_id = ${orderId} AND state = ANY(${unissuedInvoiceStates})`
  return (await countOf(tx, cancelled)) > 0
}

/** Notes the tax office's number. @throws Problem invoice-number-used, invoice-decided */
export async function noteIssued(tx: Tx, invoice: Invoice, invoiceNumber: string, now: Date): Promise<void> {
  const used = sql`SELECT 1 FROM invoice WHERE invoice_number = ${invoiceNumber} AND id <> ${invoice.id}`
  if ((await rowOf(tx, used)) !== undefined) throw new Problem('invoice-number-used', { field: 'number' })
  try {
    await moveInvoice(tx, invoice, 'issued', sql`invoice_number = ${invoiceNumber}, issued_at = ${now}`)
  } catch (error) {
    if (isDuplicate(error)) throw new Problem('invoice-number-used', { field: 'number' })
    throw error
  }
}

/** The file of an issued invoice; a new one takes the place of the one before. Answers the key of that. */
export async function noteFile(tx: Tx, invoiceId: string, key: string, sha256: string): Promise<string | null> {
  const before = await rowOf<{ fileKey: string | null }>(
    tx,
    sql`SELECT file_key FROM invoice WHERE id = ${invoiceId} AND state IN ('issued', 'reversed') FOR UPDATE`,
  )
  if (before === undefined) throw new Problem('invoice-decided')
  await sql`UPDATE invoice SET file_key = ${key}, file_sha256 = ${sha256} WHERE id = ${invoiceId}`.execute(tx)
  return before.fileKey
}
