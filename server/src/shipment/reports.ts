import type { ShippingReportState, StaffShippingReport, StaffShippingReportQuery } from '@tucai/contract'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { allOf, countOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'

/** Tells WeChat of deliveries of orders that were paid in the mini program: until then it keeps their money back. */
export const shippingReportJob = defineJob('shipping-report', Type.Object({ reportIds: Type.Array(Type.String()) }), {
  retryLimit: 40,
})
const REPORTED_BY_ONE_JOB = 20
/** WeChat takes the first report and one correction. */
const MOST_REPORTS = 2

export interface ShippingReport {
  id: string
  orderId: string
  orderNumber: string
  position: number
  kind: StaffShippingReport['kind']
  courier: string | null
  trackingNumber: string | null
  state: ShippingReportState
  code: number | null
  madeAt: Date
  endedAt: Date | null
}

/**
 * Adds what WeChat is to be told of these orders, in the transaction that delivers them. Orders that were paid another
 * way, or of which it takes no more reports, have none.
 */
export async function addReports(
  tx: Tx,
  jobs: Pick<Jobs, 'enqueue'>,
  kind: ShippingReport['kind'],
  deliveries: { orderId: string; courier?: string; trackingNumber?: string }[],
  at: Date,
): Promise<void> {
  const paid = await rowsOf<{ orderId: string; told: number }>(
    tx,
    sql`SELECT p.order_id, (SELECT count(*) FROM shipping_report r WHERE r.order_id = p.order_id)::integer AS told
      FROM payment p WHERE p.order_id = ANY(${deliveries.map(({ orderId }) => orderId)}) AND p.state = 'paid'
        AND p.provider = 'wechat-pay' AND p.way = 'weapp'`,
  )
  const told = new Map(paid.map(({ orderId, told }) => [orderId, told]))
  const most = kind === 'courier' ? MOST_REPORTS : 1
  const due = deliveries.filter(({ orderId }) => (told.get(orderId) ?? most) < most)
  const reportIds = due.map(() => newId('shr'))
  await sql`INSERT INTO shipping_report (id, order_id, position, kind, courier, tracking_number, state, made_at)
    SELECT u.id, u.order_id, u.position, ${kind}, u.courier, u.tracking_number, 'due', ${at}
    FROM unnest(${reportIds}::text[], ${due.map(({ orderId }) => orderId)}::text[],
      ${due.map(({ orderId }) => told.get(orderId)! + 1)}::integer[], ${due.map(({ courier }) => courier ?? null)}::text[],
      ${due.map(({ trackingNumber }) => trackingNumber ?? null)}::text[])
      AS u (id, order_id, position, courier, tracking_number)`.execute(tx)
  await reportLater(tx, jobs, reportIds)
}

export async function reportLater(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, reportIds: string[]): Promise<void> {
  for (let start = 0; start < reportIds.length; start += REPORTED_BY_ONE_JOB)
    await jobs.enqueue(tx, shippingReportJob, { reportIds: reportIds.slice(start, start + REPORTED_BY_ONE_JOB) })
}

const SELECT = sql`SELECT r.id, r.order_id, o.number AS order_number, r.position, r.kind, r.courier, r.tracking_number,
    r.state, r.code, r.made_at, r.ended_at
  FROM shipping_report r JOIN "order" o ON o.id = r.order_id`

export async function dueReport(tx: Tx, reportId: string): Promise<ShippingReport | undefined> {
  return rowOf<ShippingReport>(tx, sql`${SELECT} WHERE r.id = ${reportId} AND r.state = 'due'`)
}

export async function reportsOf(tx: Tx, orderId: string): Promise<ShippingReport[]> {
  return rowsOf<ShippingReport>(tx, sql`${SELECT} WHERE r.order_id = ${orderId} ORDER BY r.position`)
}

/** Ids of reports that have been due since before this instant. */
export async function overdueReports(tx: Tx, before: Date, most: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT id FROM shipping_report WHERE state = 'due' AND made_at < ${before} ORDER BY made_at LIMIT ${most}`,
  )
  return rows.map(({ id }) => id)
}

/** False when somebody else ended it meanwhile. */
export async function endReport(
  tx: Tx,
  reportId: string,
  state: Exclude<ShippingReportState, 'due'>,
  code: number | null,
  at: Date,
): Promise<boolean> {
  const ended = sql`UPDATE shipping_report SET state = ${state}, code = ${code}, ended_at = ${at}
    WHERE id = ${reportId} AND state = 'due'`
  return (await countOf(tx, ended)) === 1
}

export async function reportPage(tx: Tx, { state, offset = 0, limit = 50 }: StaffShippingReportQuery) {
  const fits = sql`WHERE ${allOf(equal(sql`r.state`, state))}`
  const counted = await rowOf<{ count: number }>(
    tx,
    sql`SELECT count(*)::integer AS count FROM shipping_report r ${fits}`,
  )
  const reports = await rowsOf<ShippingReport>(
    tx,
    sql`${SELECT} ${fits} ORDER BY r.made_at DESC, r.id OFFSET ${offset} LIMIT ${limit}`,
  )
  return { total: counted!.count, reports }
}
