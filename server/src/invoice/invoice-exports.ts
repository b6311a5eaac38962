import type { InvoiceExportView } from '@tucai/contract'
import { sql } from 'kysely'
import { allOf, countOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Invoice, requireInvoiceMove } from './invoice.ts'
import { invoicesWhere } from './invoices.ts'

const MOST_AT_ONCE = 5_000

/**
 * Takes every request that waits, of one campaign or of all, into a new export. What is paid and not promised back is
 * worked out anew: its payment is locked, so that a refund is either counted or comes later. What was given back whole
 * is cancelled. Null when nothing waits.
 */
export async function makeExport(
  tx: Tx,
  by: string,
  campaignId: string | null,
  now: Date,
): Promise<{ exportId: string; invoiceIds: string[] } | null> {
  requireInvoiceMove('asked', 'exporting')
  requireInvoiceMove('asked', 'cancelled')
  const waiting = await rowsOf<{ id: string; leftFen: number }>(
    tx,
    sql`SELECT i.id, p.amount_fen - p.refund_reserved_fen AS left_fen FROM invoice i
      JOIN payment p ON p.order_id = i.order_id AND p.state = 'paid'
      JOIN "order" o ON o.id = i.order_id JOIN graduate g ON g.id = o.graduate_id
      WHERE ${allOf(sql`i.state = 'asked'`, equal(sql`g.campaign_id`, campaignId))}
      ORDER BY i.asked_at, i.id LIMIT ${MOST_AT_ONCE} FOR UPDATE OF i, p`,
  )
  const gone = waiting.filter(({ leftFen }) => leftFen <= 0).map(({ id }) => id)
  await sql`UPDATE invoice SET state = 'cancelled', ended_at = ${now}
    WHERE id = ANY(${gone}) AND state = 'asked'`.execute(tx)
  const taken = waiting.filter(({ leftFen }) => leftFen > 0)
  if (taken.length === 0) return null
  const exportId = newId('ivx')
  await sql`INSERT INTO invoice_export (id, campaign_id, made_by, made_at)
    VALUES (${exportId}, ${campaignId}, ${by}, ${now})`.execute(tx)
  const amounts = JSON.stringify(taken)
  await sql`UPDATE invoice SET state = 'exporting', export_id = ${exportId}, amount_fen = t."leftFen"
    FROM jsonb_to_recordset(${amounts}::jsonb) AS t(id text, "leftFen" integer)
    WHERE invoice.id = t.id AND invoice.state = 'asked'`.execute(tx)
  return { exportId, invoiceIds: taken.map(({ id }) => id) }
}

/** The file is handed over: what it holds counts as exported. Doing it again changes nothing. */
export async function noteExported(tx: Tx, exportId: string, now: Date): Promise<number> {
  requireInvoiceMove('exporting', 'exported')
  return countOf(
    tx,
    sql`UPDATE invoice SET state = 'exported', exported_at = ${now}
      WHERE export_id = ${exportId} AND state = 'exporting'`,
  )
}

export interface ExportedInvoice extends Invoice {
  orderNumber: string
  campaignTitle: string
}

/** Everything that was taken into an export, in the order of its asking; undefined when there is no such export. */
export async function exportedInvoices(
  tx: Tx,
  secrets: Secrets,
  exportId: string,
): Promise<ExportedInvoice[] | undefined> {
  if ((await rowOf(tx, sql`SELECT 1 FROM invoice_export WHERE id = ${exportId}`)) === undefined) return undefined
  const invoices = await invoicesWhere(tx, secrets, sql`WHERE i.export_id = ${exportId} ORDER BY i.asked_at, i.id`)
  const rows = await rowsOf<{ id: string; orderNumber: string; campaignTitle: string }>(
    tx,
    sql`SELECT i.id, o.number AS order_number, c.title AS campaign_title FROM invoice i
      JOIN "order" o ON o.id = i.order_id JOIN graduate g ON g.id = o.graduate_id
      JOIN campaign c ON c.id = g.campaign_id WHERE i.export_id = ${exportId}`,
  )
  const about = new Map(rows.map((row) => [row.id, row]))
  return invoices.map((invoice) => ({ ...invoice, ...about.get(invoice.id)!, id: invoice.id }))
}

type ExportRow = Omit<InvoiceExportView, 'madeAt'> & { madeAt: Date }

/** The exports, the newest first. */
export async function invoiceExports(tx: Tx): Promise<InvoiceExportView[]> {
  const rows = await rowsOf<ExportRow>(
    tx,
    sql`SELECT e.id AS export_id, e.campaign_id, e.made_at, count(i.id)::integer AS invoice_count
      FROM invoice_export e LEFT JOIN invoice i ON i.export_id = e.id
      GROUP BY e.id ORDER BY e.made_at DESC, e.id LIMIT 200`,
  )
  return rows.map((row) => ({ ...row, madeAt: row.madeAt.toISOString() }))
}
