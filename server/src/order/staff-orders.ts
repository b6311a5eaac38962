import type { StaffOrder, StaffOrderQuery } from '@tucai/contract'
import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'

type StaffOrderRow = Omit<StaffOrder, 'placedAt' | 'paidAt'> & { placedAt: Date; paidAt: Date | null }

const FROM = sql`FROM "order" o JOIN graduate g ON g.id = o.graduate_id`
const SELECT = sql`SELECT o.id AS order_id, o.number, o.kind, o.state, o.graduate_id, g.name, g.student_number, o.print_sets,
    o.delivery, o.total_fen, o.school_fen, o.placed_at, o.paid_at,
    coalesce((SELECT sum(p.refunded_fen) FROM payment p WHERE p.order_id = o.id), 0)::integer AS refunded_fen,
    EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id AND r.state IN ('asked', 'approved', 'sent', 'failed'))
      AS refunding
  ${FROM}`

/** The campaign's orders as the centre sees them, the newest first. */
export async function orderPage(
  tx: Tx,
  campaignId: string,
  { state, search, offset = 0, limit = 50 }: StaffOrderQuery,
) {
  const pattern = search ? `%${search.trim().replace(/[\\%_]/g, '\\$&')}%` : null
  const fits = sql`WHERE g.campaign_id = ${campaignId} AND (${state ?? null}::text IS NULL OR o.state = ${state ?? null})
    AND (${pattern}::text IS NULL OR g.name LIKE ${pattern} OR g.student_number LIKE ${pattern} OR o.number LIKE ${pattern})`
  const rows = await rowsOf<StaffOrderRow>(
    tx,
    sql`${SELECT} ${fits} ORDER BY o.placed_at DESC, o.id OFFSET ${offset} LIMIT ${limit}`,
  )
  const counted = await rowOf<{ count: number }>(tx, sql`SELECT count(*)::integer AS count ${FROM} ${fits}`)
  return { total: counted!.count, orders: rows.map(shown) }
}

/** One order as the centre sees it. */
export async function staffOrder(tx: Tx, orderId: string): Promise<StaffOrder | undefined> {
  const row = await rowOf<StaffOrderRow>(tx, sql`${SELECT} WHERE o.id = ${orderId}`)
  return row && shown(row)
}

function shown({ placedAt, paidAt, ...row }: StaffOrderRow): StaffOrder {
  return { ...row, placedAt: placedAt.toISOString(), paidAt: paidAt?.toISOString() ?? null }
}
