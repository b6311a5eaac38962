import type { InvoiceEvents } from '../invoice/invoice.ts'
import type { Tell } from '../notice/notice.ts'
import { aboutOrder } from './telling.ts'

/** What follows when an invoice is issued: the student is told, once. */
export function openInvoiceEvents(tell: Tell): InvoiceEvents {
  return {
    async issued(tx, order, { id, amountFen, invoiceNumber }) {
      const data = { ...(await aboutOrder(tx, order)), amountFen, invoiceNumber }
      await tell(tx, order.identityId, { kind: 'invoice-issued', key: `invoice-issued ${id}`, data })
    },
  }
}
