import type { PrintItemState, PrintStopCode } from '@tucai/contract'
import { sql } from 'kysely'
import { rowsOf, type Tx } from '../platform/db.ts'
import { itemMoves, type PrintItem } from './print.ts'

/** The orders of a batch, in the order of its sheets. */
export async function printItemsOf(tx: Tx, batchId: string): Promise<PrintItem[]> {
  return rowsOf<PrintItem>(
    tx,
    sql`SELECT i.batch_id, i.order_id, o.number AS order_number, o.state AS order_state, o.graduate_id, i.photo_id,
        i.sequence, i.sets, i.state, i.sheets, i.stop_code, i.stop_detail, g.name, g.student_number, g.college,
        g.class_name, g.major, s.name AS school_name
      FROM print_item i JOIN "order" o ON o.id = i.order_id JOIN graduate g ON g.id = o.graduate_id
      JOIN school s ON s.id = o.school_id WHERE i.batch_id = ${batchId} ORDER BY i.sequence`,
  )
}

/** How often each order was printed again, with those that are being. */
export async function reprintCounts(tx: Tx, batchId: string): Promise<Map<string, number>> {
  const rows = await rowsOf<{ orderId: string; count: number }>(
    tx,
    sql`SELECT again.order_id, count(*)::int AS count FROM print_item i JOIN print_item again ON again.order_id = i.order_id
      WHERE i.batch_id = ${batchId} AND again.kind = 'reprint' AND again.state IN ('waiting', 'ready', 'printed')
      GROUP BY again.order_id`,
  )
  return new Map(rows.map(({ orderId, count }) => [orderId, count]))
}

/** What is said of one order when it moves. */
export interface ItemEnd {
  orderId: string
  sheets?: string
  stop?: { code: PrintStopCode; detail: string }
}

/**
 * Moves items of a batch. Answers the ids of the orders that moved: those that had left `from` before are not among them.
 * @throws for a move that the table of moves does not have
 */
export async function moveItems(
  tx: Tx,
  batchId: string,
  from: PrintItemState,
  to: PrintItemState,
  ends: ItemEnd[],
  at: Date,
): Promise<string[]> {
  if (!itemMoves[from].includes(to)) throw new Error(`a print item can't go from ${from} to ${to}`)
  const rows = await rowsOf<{ orderId: string }>(
    tx,
    sql`UPDATE print_item i SET state = ${to}, sheets = coalesce(e.sheets, i.sheets), stop_code = e.stop_code,
        stop_detail = coalesce(e.stop_detail, ''), printed_at = ${to === 'printed' ? at : null}
      FROM unnest(${ends.map((end) => end.orderId)}::text[], ${ends.map((end) => end.sheets ?? null)}::text[],
        ${ends.map((end) => end.stop?.code ?? null)}::text[], ${ends.map((end) => end.stop?.detail ?? null)}::text[])
        AS e(order_id, sheets, stop_code, stop_detail)
      WHERE i.batch_id = ${batchId} AND i.order_id = e.order_id AND i.state = ${from} RETURNING i.order_id`,
  )
  return rows.map(({ orderId }) => orderId)
}
