import type { GraduateFacets, StaffGraduateQuery } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { schoolsOf } from '../campaign/campaigns.ts'
import { searchPatterns } from '../graduate/graduate.ts'
import { rowOf, rowsOf, sweep, type Tx } from '../platform/db.ts'
import type { DossierLine } from './dossier.ts'

/** Which graduates of a campaign are meant. */
export type DossierFilter = Omit<StaffGraduateQuery, 'sort' | 'descending' | 'offset' | 'limit'>

/** Whose lines: all of a campaign, or some graduates. */
type Scope = { campaignId: string } | { graduateIds: readonly string[] }

/**
 * Graduates with how far their photo and order have come. Of several submissions the one that waits or is approved
 * counts, otherwise the latest.
 */
function linesOf(scope: Scope): RawBuilder<unknown> {
  const within = (campaign: RawBuilder<unknown>, graduate: RawBuilder<unknown>) =>
    'campaignId' in scope ? sql`${campaign} = ${scope.campaignId}` : sql`${graduate} = ANY(${scope.graduateIds})`
  const ofSchool = (school: RawBuilder<unknown>) =>
    'campaignId' in scope ? sql`${school} = ANY(${schoolsOf([scope.campaignId])})` : sql`true`
  return sql`
  SELECT g.id, g.identity_id, g.name, g.student_number, g.college, g.major, g.class_name, g.level, g.standing,
    g.search_text, r.due_at, o.state AS order_state,
    CASE WHEN p.state = 'finished' THEN p.id END AS photo_id,
    CASE WHEN r.state = 'approved' AND h.result = 'proofread' THEN 'proofread'
      WHEN r.state = 'approved' AND h.delivered_at IS NOT NULL THEN 'delivered'
      WHEN r.state IN ('approved', 'waiting', 'rejected') THEN r.state
      WHEN p.state = 'finished' THEN 'photographed'
      WHEN c.information_confirmed_at IS NOT NULL THEN 'confirmed' ELSE 'none' END AS photo_stage,
    EXISTS (SELECT 1 FROM correction WHERE graduate_id = g.id AND settled_at IS NULL) AS is_correction_due,
    greatest(g.updated_at, c.information_confirmed_at, p.taken_at, r.submitted_at, r.decided_at, r.withdrawn_at,
      o.placed_at, o.paid_at, h.delivered_at, h.result_at) AS updated_at
  FROM graduate g
  LEFT JOIN collection c ON c.graduate_id = g.id AND ${ofSchool(sql`c.school_id`)}
  LEFT JOIN photo p ON p.id = c.photo_id AND ${ofSchool(sql`p.school_id`)}
  LEFT JOIN "order" o ON o.graduate_id = g.id AND o.kind = 'collection' AND o.state NOT IN ('cancelled', 'refunded')
    AND ${ofSchool(sql`o.school_id`)}
  LEFT JOIN (SELECT DISTINCT ON (graduate_id) graduate_id, id, state, due_at, submitted_at, decided_at, withdrawn_at
    FROM review WHERE ${within(sql`campaign_id`, sql`graduate_id`)}
    ORDER BY graduate_id, state IN ('waiting', 'approved') DESC, submitted_at DESC, id) r ON r.graduate_id = g.id
  LEFT JOIN (SELECT DISTINCT ON (i.review_id) i.review_id, d.delivered_at, i.result, i.result_at
    FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id AND d.state = 'delivered' AND d.target = 'chsi'
    WHERE i.state = 'packed' AND i.review_id IS NOT NULL AND ${within(sql`d.campaign_id`, sql`i.graduate_id`)}
    ORDER BY i.review_id, d.delivered_at DESC) h ON h.review_id = r.id
  WHERE ${within(sql`g.campaign_id`, sql`g.id`)}`
}

const isOut = sql`l.standing IN ('refused', 'withdrawn')`
/** Until a new name's text is made it is found as it is written. */
const searched = sql`CASE l.search_text WHEN '' THEN ' ' || lower(l.name) || ' ' || lower(l.student_number) ELSE l.search_text END`
const isOverdue = (now: Date) => sql`(l.photo_stage = 'rejected' AND l.due_at < ${now})`

function conditionOf(campaignId: string, filter: DossierFilter, now: Date): RawBuilder<unknown> {
  const { search = '', college, className, level, stage, order, care } = filter
  const all: RawBuilder<unknown>[] = [care === 'withdrawn' ? isOut : sql`l.standing NOT IN ('refused', 'withdrawn')`]
  if (college !== undefined) all.push(sql`l.college = ${college}`)
  if (className !== undefined) all.push(sql`l.class_name = ${className}`)
  if (level !== undefined) all.push(sql`l.level = ${level}`)
  if (stage !== undefined) all.push(sql`l.photo_stage = ${stage}`)
  if (order !== undefined) all.push(order === 'none' ? sql`l.order_state IS NULL` : sql`l.order_state = ${order}`)
  if (care === 'overdue') all.push(isOverdue(now))
  if (care === 'correction') all.push(sql`l.is_correction_due`)
  if (care === 'unconfirmed') all.push(sql`l.standing = 'unconfirmed'`)
  const patterns = searchPatterns(search)
  all.push(...patterns.map((pattern) => sql`${searched} LIKE ${pattern}`))
  const fits = sql`(${sql.join(all, sql` AND `)})`
  const orderNumber = search.trim()
  if (!/^\d[\d-]{5,}$/.test(orderNumber)) return fits
  // Whoever calls with an order number is found whatever the filters leave out.
  return sql`(${fits} OR l.id IN (SELECT graduate_id FROM "order"
    WHERE school_id = ANY(${schoolsOf([campaignId])}) AND number LIKE ${`${orderNumber}%`}))`
}

const SORTS: Record<string, RawBuilder<unknown>> = {
  updated: sql`l.updated_at`,
  name: sql`l.search_text COLLATE "C"`,
  studentNumber: sql`l.student_number COLLATE "C"`,
  college: sql`l.college`,
  className: sql`l.class_name`,
}

/** A page of a campaign's graduates, and how many the filters leave. */
export async function dossierPage(
  tx: Tx,
  campaignId: string,
  { sort = 'updated', descending, offset = 0, limit = 50, ...filter }: StaffGraduateQuery,
  now: Date,
): Promise<{ total: number; lines: DossierLine[] }> {
  const isDown = descending === undefined ? sort === 'updated' : descending === 'true'
  const direction = isDown ? sql`DESC` : sql`ASC`
  // Only what filters and order need is looked at for all; the rest for those on the page.
  const rows = await sweep<{ id: string | null; total: number }>(
    tx,
    sql`WITH fit AS MATERIALIZED (SELECT l.id, ${SORTS[sort]!} AS place FROM (${linesOf({ campaignId })}) l
        WHERE ${conditionOf(campaignId, filter, now)})
      SELECT counted.total, page.id FROM (SELECT count(*)::int AS total FROM fit) counted
      LEFT JOIN LATERAL (SELECT id, place FROM fit ORDER BY place ${direction}, id OFFSET ${offset} LIMIT ${limit}) page
        ON true ORDER BY page.place ${direction}, page.id`,
  )
  const ids = rows.map(({ id }) => id).filter((id) => id !== null)
  const lines = new Map((await dossierLines(tx, ids)).map((line) => [line.id, line]))
  return { total: rows[0]!.total, lines: ids.map((id) => lines.get(id)!) }
}

/** One graduate as the list shows it. */
export async function dossierLine(tx: Tx, graduateId: string): Promise<DossierLine | undefined> {
  return rowOf<DossierLine>(tx, linesOf({ graduateIds: [graduateId] }))
}

export async function dossierLines(tx: Tx, graduateIds: readonly string[]): Promise<DossierLine[]> {
  return rowsOf<DossierLine>(tx, linesOf({ graduateIds }))
}

/** Ids of the campaign's graduates that the filters leave, by college, class and student number. */
export async function dossierIds(tx: Tx, campaignId: string, filter: DossierFilter, now: Date): Promise<string[]> {
  const rows = await sweep<{ id: string }>(
    tx,
    sql`SELECT l.id FROM (${linesOf({ campaignId })}) l WHERE ${conditionOf(campaignId, filter, now)}
      ORDER BY l.college, l.class_name, l.student_number COLLATE "C", l.id`,
  )
  return rows.map(({ id }) => id)
}

/** What the list can be narrowed to. */
export async function dossierFacets(tx: Tx, campaignId: string, now: Date): Promise<GraduateFacets> {
  const lines = linesOf({ campaignId })
  const [row] = await sweep<GraduateFacets>(
    tx,
    sql`WITH l AS MATERIALIZED (${lines}), present AS (SELECT * FROM l WHERE NOT (${isOut}))
      SELECT (SELECT count(*)::int FROM present) AS total,
        ${counted(sql`photo_stage`, sql`SELECT photo_stage FROM present`)} AS stages,
        (SELECT jsonb_build_object('overdue', count(*) FILTER (WHERE NOT (${isOut}) AND ${isOverdue(now)}),
          'correction', count(*) FILTER (WHERE NOT (${isOut}) AND is_correction_due),
          'unconfirmed', count(*) FILTER (WHERE l.standing = 'unconfirmed'),
          'withdrawn', count(*) FILTER (WHERE ${isOut})) FROM l) AS cares,
        ${listed(sql`college`)} AS colleges, ${listed(sql`class_name`)} AS classes, ${listed(sql`level`)} AS levels`,
  )
  return row!
}

const counted = (key: RawBuilder<unknown>, rows: RawBuilder<unknown>) =>
  sql`coalesce((SELECT jsonb_object_agg(${key}, count) FROM (SELECT ${key}, count(*) AS count FROM (${rows}) one
    GROUP BY ${key}) grouped), '{}')`

/** At most so many names of each kind are offered: nobody scrolls through more. */
const MOST_NAMES = 500

const listed = (key: RawBuilder<unknown>) =>
  sql`coalesce((SELECT jsonb_agg(jsonb_build_object('name', name, 'count', count) ORDER BY name) FROM (
    SELECT ${key} AS name, count(*) AS count FROM present WHERE ${key} <> '' GROUP BY ${key} ORDER BY ${key}
    LIMIT ${sql.lit(MOST_NAMES)}) named), '[]')`
