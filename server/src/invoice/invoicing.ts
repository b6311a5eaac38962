import { createHash } from 'node:crypto'
import { type InvoiceAsk, type InvoiceOffer, Problem } from '@tucai/contract'
import { sql } from 'kysely'
import { recordAudit } from '../audit/audits.ts'
import type { Order } from '../order/order.ts'
import { lockOrder } from '../order/orders.ts'
import { paidPaymentOf } from '../payment/payments.ts'
import { type Actor, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { StudentActor } from '../platform/http/route-table.ts'
import { newId } from '../platform/ids.ts'
import {
  type Invoice,
  type InvoiceEvents,
  invoiceableFen,
  invoiceView,
  liveInvoiceStates,
  readInvoiceNumber,
  readRequest,
} from './invoice.ts'
import { kindOfFile } from './invoice-file.ts'
import { addInvoice, invoiceOf, invoicesOf, moveInvoice, noteFile, noteIssued } from './invoices.ts'

export interface InvoiceGround extends Pick<Engines, 'db' | 'secrets' | 'clock' | 'files'> {
  events: InvoiceEvents
}

type Needs = Pick<InvoiceGround, 'secrets' | 'clock'>

/** What can be asked for on the order now, and what was. */
export async function invoiceOffer(tx: Tx, { secrets }: Needs, order: Order): Promise<InvoiceOffer> {
  const invoices = await invoicesOf(tx, secrets, order.id)
  const isThere = invoices.some(({ state }) => liveInvoiceStates.includes(state))
  const possibleFen = isThere ? 0 : await leftFen(tx, { secrets }, order)
  return { possibleFen, invoices: invoices.map(invoiceView) }
}

/** What an invoice of the order would be for now. */
async function leftFen(tx: Tx, { secrets }: Pick<Needs, 'secrets'>, order: Order): Promise<number> {
  return invoiceableFen(order, await paidPaymentOf(tx, secrets, order.id))
}

/** @throws Problem not-found, invoice-not-possible, invoice-present, or what is wrong with what was asked */
export async function askInvoice(
  tx: Tx,
  needs: Needs,
  actor: StudentActor,
  orderId: string,
  asked: InvoiceAsk,
): Promise<Invoice> {
  const now = needs.clock.now()
  const order = await lockOrder(tx, needs.secrets, orderId)
  if (order?.identityId !== actor.identityId) throw new Problem('not-found')
  const request = readRequest(asked)
  const amountFen = await leftFen(tx, needs, order)
  if (amountFen <= 0) throw new Problem('invoice-not-possible')
  const invoice = await addInvoice(tx, needs.secrets, order, { amountFen, request }, now)
  await recordAudit(tx, now, actor, 'invoice-asked', [orderId, invoice.id])
  return invoice
}

/** The student takes back what nobody has begun with. @throws Problem not-found, invoice-decided */
export async function withdrawInvoice(tx: Tx, needs: Needs, actor: StudentActor, orderId: string): Promise<void> {
  const now = needs.clock.now()
  const order = await lockOrder(tx, needs.secrets, orderId)
  if (order?.identityId !== actor.identityId) throw new Problem('not-found')
  const [newest] = await invoicesOf(tx, needs.secrets, orderId)
  if (newest?.state !== 'asked') throw new Problem('invoice-decided')
  await moveInvoice(tx, newest, 'cancelled', sql`ended_at = ${now}`)
}

/** The invoice and its order, whose row stays locked: refunds and invoices of one order follow each other. */
async function locked(tx: Tx, { secrets }: Needs, invoiceId: string): Promise<{ invoice: Invoice; order: Order }> {
  const found = await invoiceOf(tx, secrets, invoiceId)
  const order = found && (await lockOrder(tx, secrets, found.orderId))
  const invoice = order && (await invoiceOf(tx, secrets, invoiceId))
  if (invoice === undefined) throw new Problem('not-found')
  return { invoice, order: order! }
}

/**
 * Notes the tax office's number, and the student is told. The same number again changes nothing.
 * @throws Problem not-found, invoice-number-wrong, invoice-number-used, invoice-amount-changed, invoice-decided
 */
export async function issueInvoice(
  tx: Tx,
  ground: Omit<InvoiceGround, 'db' | 'files'>,
  actor: Actor,
  invoiceId: string,
  number: string,
): Promise<void> {
  const now = ground.clock.now()
  const invoiceNumber = readInvoiceNumber(number)
  if (invoiceNumber === null) throw new Problem('invoice-number-wrong', { field: 'number' })
  const { invoice, order } = await locked(tx, ground, invoiceId)
  if (invoice.invoiceNumber === invoiceNumber) return
  if (invoice.state !== 'exported') throw new Problem('invoice-decided')
  if ((await leftFen(tx, ground, order)) !== invoice.amountFen) throw new Problem('invoice-amount-changed')
  await noteIssued(tx, invoice, invoiceNumber, now)
  await recordAudit(tx, now, actor, 'invoice-issued', [order.id, invoiceId])
  await ground.events.issued(tx, order, { id: invoiceId, amountFen: invoice.amountFen, invoiceNumber })
}

/** @throws Problem not-found, invoice-decided */
export async function refuseInvoice(
  tx: Tx,
  needs: Needs,
  actor: Actor,
  invoiceId: string,
  reason: string,
): Promise<void> {
  const now = needs.clock.now()
  const { invoice } = await locked(tx, needs, invoiceId)
  if (invoice.state !== 'asked' && invoice.state !== 'exported') throw new Problem('invoice-decided')
  await moveInvoice(tx, invoice, 'refused', sql`refusal_reason = ${reason}, ended_at = ${now}`)
  await recordAudit(tx, now, actor, 'invoice-refused', [invoice.orderId, invoiceId])
}

/** After a refund a red invoice takes the issued one back. @throws Problem not-found, invoice-decided, invoice-not-refunded */
export async function reverseInvoice(
  tx: Tx,
  needs: Needs,
  actor: Actor,
  invoiceId: string,
  number: string,
): Promise<void> {
  const now = needs.clock.now()
  const reversalNumber = readInvoiceNumber(number)
  if (reversalNumber === null) throw new Problem('invoice-number-wrong', { field: 'reversalNumber' })
  const { invoice, order } = await locked(tx, needs, invoiceId)
  if (invoice.state !== 'issued') throw new Problem('invoice-decided')
  if ((await leftFen(tx, needs, order)) === invoice.amountFen) throw new Problem('invoice-not-refunded')
  const used = sql`SELECT 1 FROM invoice WHERE ${reversalNumber} IN (reversal_number, invoice_number)`
  if ((await used.execute(tx)).rows.length > 0) throw new Problem('invoice-number-used', { field: 'reversalNumber' })
  await moveInvoice(tx, invoice, 'reversed', sql`reversal_number = ${reversalNumber}, ended_at = ${now}`)
  await recordAudit(tx, now, actor, 'invoice-reversed', [order.id, invoiceId])
}

/**
 * Keeps the electronic invoice itself, then notes it: a file without a note is removed, a note without a file can't be.
 * @throws Problem invoice-file-wrong, not-found, invoice-decided while it has no number
 */
export async function attachFile(ground: InvoiceGround, actor: Actor, invoiceId: string, file: Buffer): Promise<void> {
  const { db, files, clock } = ground
  const { ending } = kindOfFile(file)
  const reader = actor.kind === 'staff' ? actor : SYSTEM
  // Nothing is written for an invoice that is not there, whose id may be any text.
  if ((await inTransaction(db, reader, (tx) => invoiceOf(tx, ground.secrets, invoiceId))) === undefined)
    throw new Problem('not-found')
  const key = `invoice/${invoiceId}/${newId('inv').slice(4)}.${ending}`
  const sha256 = createHash('sha256').update(file).digest('hex')
  await files.write(key, file)
  try {
    const before = await inTransaction(db, reader, async (tx) => {
      const { invoice } = await locked(tx, ground, invoiceId)
      const replaced = await noteFile(tx, invoiceId, key, sha256)
      await recordAudit(tx, clock.now(), actor, 'invoice-file-attached', [invoice.orderId, invoiceId])
      return replaced
    })
    if (before !== null) await files.remove(before)
  } catch (error) {
    await files.remove(key)
    throw error
  }
}
