import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { orderOf } from '../order/orders.ts'
import { inTransaction } from '../platform/db.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { fileNameOf, invoiceView } from './invoice.ts'
import { typeOfKey } from './invoice-file.ts'
import { invoiceOf } from './invoices.ts'
import { askInvoice, type InvoiceGround, invoiceOffer, withdrawInvoice } from './invoicing.ts'

/** A student's own invoices. */
export function invoiceRoutes(routes: RouteTable, ground: InvoiceGround): void {
  const { db, secrets, files, clock } = ground

  routes.handle('invoiceShow', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      const order = await orderOf(tx, secrets, orderId)
      if (order?.identityId !== actor.identityId) throw new Problem('not-found')
      return invoiceOffer(tx, ground, order)
    }),
  )

  routes.handle('invoiceAsk', ({ actor, params: { orderId }, body }) =>
    inTransaction(db, actor, async (tx) => invoiceView(await askInvoice(tx, ground, actor, orderId, body))),
  )

  routes.handle('invoiceWithdraw', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      await withdrawInvoice(tx, ground, actor, orderId)
      return invoiceOffer(tx, ground, (await orderOf(tx, secrets, orderId))!)
    }),
  )

  routes.handle('invoiceDownload', async ({ actor, params: { invoiceId } }) => {
    const invoice = await inTransaction(db, actor, async (tx) => {
      const invoice = await invoiceOf(tx, secrets, invoiceId)
      if (invoice?.identityId !== actor.identityId || invoice.fileKey === null) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'invoice-file-read', [invoice.orderId, invoiceId])
      return invoice
    })
    const { type } = typeOfKey(invoice.fileKey!)
    return { stream: await files.stream(invoice.fileKey!), type, fileName: fileNameOf(invoice)! }
  })
}
