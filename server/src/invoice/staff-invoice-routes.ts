import { Problem, type StaffInvoice } from '@tucai/contract'
import type { FastifyRequest } from 'fastify'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { sheetTypes } from '../platform/sheets/sheet-answer.ts'
import type { SheetReader } from '../platform/sheets/sheet-reader.ts'
import { exportSheet } from './export-sheet.ts'
import { exportedInvoices, invoiceExports, makeExport, noteExported } from './invoice-exports.ts'
import { invoiceFileMaxBytes } from './invoice-file.ts'
import { invoicePage, staffInvoices } from './invoice-list.ts'
import { invoiceOf } from './invoices.ts'
import { attachFile, type InvoiceGround, issueInvoice, refuseInvoice, reverseInvoice } from './invoicing.ts'
import { issueByRows, numberHeadings, readNumberRows } from './number-sheet.ts'

/** Finance: requests, exports for the finance system, numbers and files that come back. */
export function staffInvoiceRoutes(routes: RouteTable, ground: InvoiceGround, sheets: SheetReader): void {
  const { db, secrets, clock } = ground

  routes.handle('staffInvoiceList', ({ actor, query }) =>
    inTransaction(db, actor, async (tx) => {
      const page = await invoicePage(tx, secrets, query)
      const read = page.invoices.flatMap(({ invoiceId, orderId }) => [invoiceId, orderId])
      if (read.length > 0) await recordAudit(tx, clock.now(), actor, 'invoices-read', read)
      return page
    }),
  )

  routes.handle('staffInvoiceExportList', ({ actor }) => inTransaction(db, actor, invoiceExports))

  routes.handle('staffInvoiceExportMake', ({ actor, body: { campaignId = null } }) =>
    inTransaction(db, actor, async (tx) => {
      const now = clock.now()
      const made = await makeExport(tx, actor.staffId, campaignId, now)
      if (made === null) throw new Problem('invoice-none-waiting')
      await recordAudit(tx, now, actor, 'invoices-exported', [made.exportId, ...made.invoiceIds])
      const { exportId, invoiceIds } = made
      return { exportId, campaignId, madeAt: now.toISOString(), invoiceCount: invoiceIds.length }
    }),
  )

  routes.handle('staffInvoiceExportFile', async ({ actor, params: { exportId }, query: { format = 'xlsx' } }) => {
    const invoices = await inTransaction(db, actor, async (tx) => {
      const now = clock.now()
      await noteExported(tx, exportId, now)
      const invoices = await exportedInvoices(tx, secrets, exportId)
      if (invoices === undefined) throw new Problem('not-found')
      await recordAudit(tx, now, actor, 'invoices-exported', [exportId, ...invoices.map(({ id }) => id)])
      return invoices
    })
    return { stream: exportSheet(invoices, format), type: sheetTypes[format], fileName: `${exportId}.${format}` }
  })

  routes.handle('staffInvoiceIssue', async ({ actor, params: { invoiceId }, request }) => {
    const { number, file } = await receive(request, 'number', 'file')
    if (number === '' && file === undefined) throw new Problem('request-malformed', { field: 'number' })
    if (number !== '') await inTransaction(db, actor, (tx) => issueInvoice(tx, ground, actor, invoiceId, number))
    if (file !== undefined) await attachFile(ground, actor, invoiceId, file)
    return inTransaction(db, actor, (tx) => shown(tx, invoiceId))
  })

  routes.handle('staffInvoiceNumbers', async ({ actor, request }) => {
    const { file } = await receive(request, null, 'sheet')
    if (file === undefined) throw new Problem('request-malformed', { field: 'sheet' })
    return issueByRows(ground, actor, readNumberRows(await sheets.read(file, numberHeadings)))
  })

  routes.handle('staffInvoiceRefuse', ({ actor, params: { invoiceId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const reason = body.reason.trim()
      if (reason === '') throw new Problem('request-malformed', { field: 'reason' })
      await refuseInvoice(tx, ground, actor, invoiceId, reason)
      return shown(tx, invoiceId)
    }),
  )

  routes.handle('staffInvoiceReverse', ({ actor, params: { invoiceId }, body: { reversalNumber } }) =>
    inTransaction(db, actor, async (tx) => {
      await reverseInvoice(tx, ground, actor, invoiceId, reversalNumber)
      return shown(tx, invoiceId)
    }),
  )

  async function shown(tx: Tx, invoiceId: string): Promise<StaffInvoice> {
    const invoice = await invoiceOf(tx, secrets, invoiceId)
    if (invoice === undefined) throw new Problem('not-found')
    return (await staffInvoices(tx, [invoice]))[0]!
  }
}

/** One text field, where there is one, and one file, in any order; the file in memory, as it is small. */
async function receive(
  request: FastifyRequest,
  textField: string | null,
  fileField: string,
): Promise<{ number: string; file: Buffer | undefined }> {
  let number = ''
  let file: Buffer | undefined
  if (!request.isMultipart()) throw new Problem('request-malformed', { field: fileField })
  try {
    for await (const part of request.parts({ limits: { fileSize: invoiceFileMaxBytes } })) {
      if (part.type === 'file' && part.fieldname === fileField) {
        file = await part.toBuffer()
        if (part.file.truncated) throw new Problem('invoice-file-too-large', { field: fileField })
      } else if (part.type === 'field' && part.fieldname === textField) number = String(part.value).trim()
      else throw new Problem('request-malformed', { field: fileField })
    }
  } catch (error) {
    // The rest of the upload is let through unread, so that the sender gets to see the answer.
    request.raw.unpipe()
    request.raw.resume()
    if ((error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE')
      throw new Problem('invoice-file-too-large', { field: fileField })
    throw error
  }
  return { number, file }
}
