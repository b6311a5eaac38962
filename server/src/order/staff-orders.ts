import type { StaffOrder, StaffOrderFilter, StaffOrderPage, StaffOrderQuery } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { schoolsOf } from '../campaign/campaigns.ts'
import { maskName, maskStudentNumber } from '../contact/contact.ts'
import { allOf, rowOf, sweep, type Tx } from '../platform/db.ts'

type StaffOrderRow = Omit<StaffOrder, 'placedAt' | 'paidAt'> & { placedAt: Date; paidAt: Date | null }

const FROM = sql`FROM "order" o JOIN graduate g ON g.id = o.graduate_id`
const ofCampaign = (campaignId: string) =>
  sql`g.campaign_id = ${campaignId} AND o.school_id = ANY(${schoolsOf([campaignId])})`
const SELECT = sql`SELECT o.id AS order_id, o.number, o.kind, o.state, o.graduate_id, g.name, g.student_number, o.print_sets,
    o.delivery, o.total_fen, o.school_fen, o.placed_at, o.paid_at,
    coalesce((SELECT sum(p.refunded_fen) FROM payment p WHERE p.order_id = o.id), 0)::integer AS refunded_fen,
    EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id AND r.state IN ('asked', 'approved', 'sent', 'failed'))
      AS refunding
  ${FROM}`
/** A person has to do something about a refund of the order. */
const REFUND_WAITS = sql`EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id AND r.state IN ('asked', 'failed'))`

/** The campaign's orders as the centre sees them, the newest first. */
export async function orderPage(
  tx: Tx,
  campaignId: string,
  { offset = 0, limit = 50, ...filter }: StaffOrderQuery,
  now: Date,
): Promise<StaffOrderPage> {
  const fits = sql`WHERE ${ofCampaign(campaignId)} AND ${fitting(filter)}`
  const rows = await sweep<StaffOrderRow>(
    tx,
    sql`${SELECT} ${fits} ORDER BY o.placed_at DESC, o.id OFFSET ${offset} LIMIT ${limit}`,
  )
  const [counted] = await sweep<{ total: number; totalFen: number }>(
    tx,
    sql`SELECT count(*)::integer AS total, coalesce(sum(o.total_fen), 0)::float8 AS total_fen ${FROM} ${fits}`,
  )
  const orders = rows.map(shown)
  return { ...counted!, counts: await countsOf(tx, campaignId), today: await todayOf(tx, campaignId, now), orders }
}

/** Every order that fits, in the order of the list. */
export async function ordersFitting(tx: Tx, campaignId: string, filter: StaffOrderFilter): Promise<StaffOrder[]> {
  const fits = sql`WHERE ${ofCampaign(campaignId)} AND ${fitting(filter)}`
  return (await sweep<StaffOrderRow>(tx, sql`${SELECT} ${fits} ORDER BY o.placed_at DESC, o.id`)).map(shown)
}

function fitting({ state, search, paidFrom, paidUntil, prints, leastFen, mostFen }: StaffOrderFilter) {
  const conditions: RawBuilder<unknown>[] = []
  if (state === 'refund-waiting') conditions.push(REFUND_WAITS)
  else if (state !== undefined) conditions.push(sql`o.state = ${state}`)
  if (paidFrom !== undefined) conditions.push(sql`o.paid_at >= ${beginningOf(paidFrom)}`)
  if (paidUntil !== undefined) conditions.push(sql`o.paid_at < ${beginningOf(paidUntil)} + interval '1 day'`)
  if (prints !== undefined) conditions.push(prints === 'yes' ? sql`o.print_sets > 0` : sql`o.print_sets = 0`)
  if (leastFen !== undefined) conditions.push(sql`o.total_fen >= ${leastFen}`)
  if (mostFen !== undefined) conditions.push(sql`o.total_fen <= ${mostFen}`)
  if (search?.trim()) conditions.push(soughtBy(search.trim()))
  return allOf(...conditions)
}

function beginningOf(day: string): RawBuilder<unknown> {
  return sql`(${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai')`
}

function soughtBy(search: string): RawBuilder<unknown> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  // A barcode says the number without its dashes.
  const digits = search.replace(/\D/g, '')
  const number = digits.length === 18 ? `${digits.slice(0, 8)}-${digits.slice(8, 13)}-${digits.slice(13)}` : search
  return sql`(g.name LIKE ${pattern} OR g.student_number LIKE ${pattern} OR o.number LIKE ${pattern} OR o.number = ${number}
    OR EXISTS (SELECT 1 FROM payment p WHERE p.order_id = o.id
      AND (p.trade_number = ${search} OR p.provider_transaction = ${search})))`
}

async function countsOf(tx: Tx, campaignId: string): Promise<Record<string, number>> {
  const rows = await sweep<{ state: string; count: number; waiting: number }>(
    tx,
    sql`SELECT o.state, count(*)::integer AS count, (count(*) FILTER (WHERE ${REFUND_WAITS}))::integer AS waiting ${FROM}
      WHERE ${ofCampaign(campaignId)} GROUP BY o.state`,
  )
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  return {
    ...Object.fromEntries(rows.map(({ state, count }) => [state, count])),
    all: sum(({ count }) => count),
    'refund-waiting': sum(({ waiting }) => waiting),
  }
}

async function todayOf(tx: Tx, campaignId: string, now: Date): Promise<StaffOrderPage['today']> {
  const today = sql`(date_trunc('day', ${now}::timestamptz AT TIME ZONE 'Asia/Shanghai') AT TIME ZONE 'Asia/Shanghai')`
  const [paid] = await sweep<{ orders: number; paidFen: number }>(
    tx,
    sql`SELECT (count(*) FILTER (WHERE o.placed_at >= ${today}))::integer AS orders,
        coalesce(sum(o.total_fen) FILTER (WHERE o.paid_at >= ${today}), 0)::float8 AS paid_fen
      ${FROM} WHERE ${ofCampaign(campaignId)} AND (o.placed_at >= ${today} OR o.paid_at >= ${today})`,
  )
  const [back] = await sweep<{ fen: number }>(
    tx,
    sql`SELECT coalesce(sum(r.amount_fen), 0)::float8 AS fen FROM refund r JOIN "order" o ON o.id = r.order_id
      JOIN graduate g ON g.id = o.graduate_id
      WHERE ${ofCampaign(campaignId)} AND r.state = 'done' AND r.ended_at >= ${today}`,
  )
  return { ...paid!, refundedFen: back!.fen }
}

/** One order as the centre sees it. */
export async function staffOrder(tx: Tx, orderId: string): Promise<StaffOrder | undefined> {
  const row = await rowOf<StaffOrderRow>(tx, sql`${SELECT} WHERE o.id = ${orderId}`)
  return row && shown(row)
}

function shown({ placedAt, paidAt, name, studentNumber, ...row }: StaffOrderRow): StaffOrder {
  return {
    ...row,
    name: maskName(name),
    studentNumber: maskStudentNumber(studentNumber),
    placedAt: placedAt.toISOString(),
    paidAt: paidAt?.toISOString() ?? null,
  }
}
