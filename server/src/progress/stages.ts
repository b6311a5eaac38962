import type { Stage } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { schoolsOf } from '../campaign/campaigns.ts'
import { rowsOf, sweep, type Tx } from '../platform/db.ts'
import type { Scope } from './progress.ts'

/**
 * Every graduate of these campaigns with the furthest stage that is true. Of an approved photo the order tells how far
 * its prints are: `paid` waits for the print room, `approved` has none. Paying ahead of the photo is no stage. Whoever
 * asks does so in a sweep.
 */
function staged(campaignIds: string[]): RawBuilder<unknown> {
  const schools = schoolsOf(campaignIds)
  return sql`SELECT g.id AS graduate_id, g.campaign_id, g.identity_id, g.school_id, g.name, g.student_number, g.college,
      g.class_name, g.level, g.created_at, r.review_id, r.submitted_at, r.due_at, r.for_good, o.id AS order_id,
      o.print_sets,
      EXISTS (SELECT 1 FROM account a WHERE a.identity_id = g.identity_id) AS registered,
      CASE
        WHEN r.state = 'waiting' THEN 'waiting'
        WHEN r.state = 'rejected' THEN 'rejected'
        WHEN r.state = 'approved' AND handed.result = 'proofread' THEN 'proofread'
        WHEN r.state = 'approved' AND handed.is_delivered THEN 'delivered'
        WHEN r.state = 'approved' AND (o.state = 'shipped' OR (o.state = 'done' AND o.paper)) THEN 'shipped'
        WHEN r.state = 'approved' AND o.paper AND EXISTS (SELECT 1 FROM print_item i
          WHERE i.order_id = o.id AND i.state = 'printed') THEN 'printed'
        WHEN r.state = 'approved' AND o.paper THEN 'paid'
        WHEN r.state = 'approved' THEN 'approved'
        WHEN c.photo_confirmed_at IS NOT NULL OR p.state = 'finished' THEN 'photographed'
        WHEN c.information_confirmed_at IS NOT NULL THEN 'confirmed'
        ELSE 'none'
      END AS stage
    FROM graduate g
    LEFT JOIN collection c ON c.graduate_id = g.id AND c.school_id = ANY(${schools})
    LEFT JOIN photo p ON p.id = c.photo_id AND p.school_id = ANY(${schools})
    LEFT JOIN "order" o ON o.graduate_id = g.id AND o.kind = 'collection'
      AND o.state NOT IN ('unpaid', 'cancelled', 'refunded') AND o.school_id = ANY(${schools})
    LEFT JOIN (SELECT DISTINCT ON (graduate_id) graduate_id, id AS review_id, state, submitted_at, due_at, for_good
      FROM review WHERE campaign_id = ANY(${campaignIds})
      ORDER BY graduate_id, state IN ('waiting', 'approved') DESC, submitted_at DESC, id) r ON r.graduate_id = g.id
    LEFT JOIN (SELECT DISTINCT ON (d.review_id) d.review_id, true AS is_delivered, d.result FROM delivery_item d
      JOIN delivery ON delivery.id = d.delivery_id AND delivery.state = 'delivered' AND delivery.target = 'chsi'
      WHERE delivery.campaign_id = ANY(${campaignIds}) AND d.state = 'packed' AND d.review_id IS NOT NULL
      ORDER BY d.review_id, delivery.delivered_at DESC) handed ON handed.review_id = r.review_id
    WHERE g.campaign_id = ANY(${campaignIds}) AND g.standing NOT IN ('refused', 'withdrawn')`
}

/** Campaigns of one title and year. */
export interface RoundCampaign {
  id: string
  schoolName: string
  title: string
  year: number
  opensAt: Date
  closesAt: Date
  cancelledAt: Date | null
}

/** The campaigns of the same title and year that the actor may see, this one among them; none when it is not seen. */
export async function roundOf(tx: Tx, campaignId: string): Promise<RoundCampaign[]> {
  return rowsOf<RoundCampaign>(
    tx,
    sql`SELECT c.id, s.name AS school_name, c.title, c.year, c.opens_at, c.closes_at, c.cancelled_at
      FROM campaign one JOIN campaign c ON c.title = one.title AND c.year = one.year JOIN school s ON s.id = c.school_id
      WHERE one.id = ${campaignId} ORDER BY s.name, c.closes_at, c.id`,
  )
}

export interface CountRow {
  campaignId: string
  college: string
  name: string
  stage: Stage
  count: number
}

const grouping = {
  college: sql`college`,
  className: sql`class_name`,
  level: sql`level`,
}

/** How many graduates are in each stage; of classes by their college too. */
export async function stageCounts(tx: Tx, campaignIds: string[], by: keyof typeof grouping): Promise<CountRow[]> {
  const college = by === 'className' ? sql`college` : sql`''`
  return sweep<CountRow>(
    tx,
    sql`SELECT campaign_id, ${college} AS college, ${grouping[by]} AS name, stage, count(*)::integer AS count
      FROM (${staged(campaignIds)}) s GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3`,
  )
}

export interface RoundFigures {
  addedToday: number
  overdue: number
  waitingSince: Date | null
  paid: number
  printSets: number
}

export async function roundFigures(tx: Tx, campaignIds: string[], today: Date, now: Date): Promise<RoundFigures> {
  const [row] = await sweep<RoundFigures>(
    tx,
    sql`SELECT count(*) FILTER (WHERE created_at >= ${today})::integer AS added_today,
        count(*) FILTER (WHERE stage = 'rejected' AND NOT for_good AND due_at < ${now})::integer AS overdue,
        min(submitted_at) FILTER (WHERE stage = 'waiting') AS waiting_since,
        count(order_id)::integer AS paid, coalesce(sum(print_sets), 0)::integer AS print_sets
      FROM (${staged(campaignIds)}) s`,
  )
  return row!
}

/** Photos handed in and approved on each day of China’s calendar since an instant. */
export async function dailyCounts(
  tx: Tx,
  campaignIds: string[],
  since: Date,
): Promise<{ day: string; submitted: number; approved: number }[]> {
  return rowsOf(
    tx,
    sql`SELECT day, sum(submitted)::integer AS submitted, sum(approved)::integer AS approved FROM (
        SELECT to_char(submitted_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD') AS day, 1 AS submitted, 0 AS approved
          FROM review WHERE campaign_id = ANY(${campaignIds}) AND submitted_at >= ${since}
        UNION ALL
        SELECT to_char(decided_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD'), 0, 1
          FROM review WHERE campaign_id = ANY(${campaignIds}) AND decided_at >= ${since} AND state = 'approved'
      ) each GROUP BY day`,
  )
}

export interface StagedGraduate {
  graduateId: string
  identityId: string
  name: string
  studentNumber: string
  college: string
  className: string
  level: string
  stage: Stage
  registered: boolean
  dueAt: Date | null
  remindedAt: Date | null
}

function fits({ stages, college, className, level, graduateIds }: Scope): RawBuilder<unknown> {
  const among = graduateIds === undefined ? sql`true` : sql`s.graduate_id = ANY(${graduateIds})`
  const part = (column: RawBuilder<unknown>, value: string | undefined) =>
    value === undefined ? sql`true` : sql`${column} = ${value}`
  return sql`s.stage = ANY(${stages}) AND ${among} AND ${part(sql`s.college`, college)}
    AND ${part(sql`s.class_name`, className)} AND ${part(sql`s.level`, level)}`
}

/** Graduates of a campaign by college, class and student number. */
export async function graduatesIn(
  tx: Tx,
  campaignId: string,
  scope: Scope,
  page?: { offset: number; limit: number },
): Promise<StagedGraduate[]> {
  return sweep<StagedGraduate>(
    tx,
    sql`SELECT s.graduate_id, s.identity_id, s.name, s.student_number, s.college, s.class_name, s.level, s.stage,
        s.registered, CASE WHEN s.stage = 'rejected' THEN s.due_at END AS due_at,
        (SELECT max(at) FROM reminded WHERE reminded.graduate_id = s.graduate_id) AS reminded_at
      FROM (${staged([campaignId])}) s WHERE ${fits(scope)}
      ORDER BY s.college, s.class_name, s.student_number, s.graduate_id
      ${page === undefined ? sql`` : sql`OFFSET ${page.offset} LIMIT ${page.limit}`}`,
  )
}

export interface ScopeCount {
  total: number
  unregistered: number
  /** Have an account, and were reminded since the instant. */
  reminded: number
}

export async function countGraduates(tx: Tx, campaignId: string, scope: Scope, since: Date): Promise<ScopeCount> {
  const [row] = await sweep<ScopeCount>(
    tx,
    sql`SELECT count(*)::integer AS total, count(*) FILTER (WHERE NOT registered)::integer AS unregistered,
        count(*) FILTER (WHERE registered AND EXISTS (SELECT 1 FROM reminded d JOIN reminder e ON e.id = d.reminder_id
          WHERE d.graduate_id = s.graduate_id AND d.at >= ${since} AND e.kind = 'reminder'))::integer AS reminded
      FROM (${staged([campaignId])}) s WHERE ${fits(scope)}`,
  )
  return row!
}

/** Rejected photos of the campaign whose time for another is over. */
export async function overdueReviews(tx: Tx, campaignId: string, now: Date): Promise<string[]> {
  const rows = await sweep<{ reviewId: string }>(
    tx,
    sql`SELECT review_id FROM (${staged([campaignId])}) s WHERE stage = 'rejected' AND NOT for_good AND due_at < ${now}`,
  )
  return rows.map(({ reviewId }) => reviewId)
}

/** How many graduates each campaign has that the actor sees. */
export async function graduateCounts(tx: Tx): Promise<Map<string, number>> {
  const rows = await rowsOf<{ campaignId: string; count: number }>(
    tx,
    sql`SELECT campaign_id, count(*)::integer AS count FROM graduate GROUP BY campaign_id`,
  )
  return new Map(rows.map(({ campaignId, count }) => [campaignId, count]))
}
