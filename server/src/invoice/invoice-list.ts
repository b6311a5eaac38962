import type { StaffInvoice, StaffInvoicePage, StaffInvoiceQuery } from '@tucai/contract'
import { sql } from 'kysely'
import { allOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Invoice, invoiceView } from './invoice.ts'
import { invoicesWhere } from './invoices.ts'

interface About {
  id: string
  orderNumber: string
  campaignTitle: string
  schoolName: string
  possibleFen: number
}

/** Invoices as finance sees them: those that wait first, then the newest. */
export async function invoicePage(
  tx: Tx,
  secrets: Secrets,
  { state, campaignId, offset = 0, limit = 50 }: StaffInvoiceQuery,
): Promise<StaffInvoicePage> {
  const ofCampaign = sql`FROM invoice i JOIN "order" o ON o.id = i.order_id JOIN graduate g ON g.id = o.graduate_id
    WHERE ${allOf(equal(sql`g.campaign_id`, campaignId))}`
  const fits = sql`${ofCampaign} AND ${allOf(equal(sql`i.state`, state))}`
  const order = sql`ORDER BY i.state NOT IN ('asked', 'exporting', 'exported'), i.asked_at DESC, i.id`
  const counted = await rowOf<{ count: number }>(tx, sql`SELECT count(*)::integer AS count ${fits}`)
  const ids = await rowsOf<{ id: string }>(tx, sql`SELECT i.id ${fits} ${order} OFFSET ${offset} LIMIT ${limit}`)
  const page = sql`WHERE i.id = ANY(${ids.map(({ id }) => id)}) ${order}`
  const states = await rowsOf<{ state: string; count: number }>(
    tx,
    sql`SELECT i.state, count(*)::integer AS count ${ofCampaign} GROUP BY i.state`,
  )
  const counts = Object.fromEntries(states.map(({ state, count }) => [state, count]))
  return { total: counted!.count, counts, invoices: await staffInvoices(tx, await invoicesWhere(tx, secrets, page)) }
}

/** The same invoices with what finance is shown besides. */
export async function staffInvoices(tx: Tx, invoices: Invoice[]): Promise<StaffInvoice[]> {
  const rows = await rowsOf<About>(
    tx,
    sql`SELECT i.id, o.number AS order_number, c.title AS campaign_title, s.name AS school_name,
        CASE WHEN o.state IN ('paid', 'producing', 'shipped', 'done')
          THEN coalesce(p.amount_fen - p.refund_reserved_fen, 0) ELSE 0 END AS possible_fen
      FROM invoice i JOIN "order" o ON o.id = i.order_id JOIN graduate g ON g.id = o.graduate_id
      JOIN campaign c ON c.id = g.campaign_id JOIN school s ON s.id = g.school_id
      LEFT JOIN payment p ON p.order_id = o.id AND p.state = 'paid'
      WHERE i.id = ANY(${invoices.map(({ id }) => id)})`,
  )
  const about = new Map(rows.map(({ id, ...row }) => [id, row]))
  return invoices.map((invoice) => ({
    ...invoiceView(invoice),
    ...about.get(invoice.id)!,
    exportId: invoice.exportId,
    reversalNumber: invoice.reversalNumber,
  }))
}
