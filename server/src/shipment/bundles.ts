import type { BundleState, ShippingObstacle } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { allOf, countOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import { defineJob } from '../platform/jobs.ts'
import { obstacleOf } from './parcels.ts'
import { bundleMoves } from './shipment.ts'

/** Tells students that their prints are on the way to the station, or wait there. */
export const bundleTellJob = defineJob(
  'bundle-tell',
  Type.Object({ bundleId: Type.String(), state: Type.Union([Type.Literal('sent'), Type.Literal('received')]) }),
  { retryLimit: 20 },
)

/** A box for a school’s station. */
export interface Bundle {
  id: string
  number: string
  campaignId: string
  schoolId: string
  schoolName: string
  campaignTitle: string
  state: BundleState
  station: string
  college: string
  note: string
  orderCount: number
  setCount: number
  obstacleCount: number
  madeAt: Date
  sentAt: Date | null
  receivedAt: Date | null
}

export interface BundleItem {
  orderId: string
  orderNumber: string
  identityId: string
  college: string
  className: string
  studentNumber: string
  name: string
  printSets: number
  obstacle: ShippingObstacle | null
}

const SELECT = sql`SELECT b.id, b.number, b.campaign_id, b.school_id, s.name AS school_name, c.title AS campaign_title,
    b.state, b.station, b.college, b.note, b.made_at, b.sent_at, b.received_at, i.order_count, i.set_count,
    i.obstacle_count
  FROM bundle b JOIN school s ON s.id = b.school_id JOIN campaign c ON c.id = b.campaign_id
    CROSS JOIN LATERAL (SELECT count(*)::integer AS order_count, coalesce(sum(o.print_sets), 0)::integer AS set_count,
      count(*) FILTER (WHERE b.state = 'open' AND ${obstacleOf(sql`true`)} IS NOT NULL)::integer AS obstacle_count
      FROM bundle_item JOIN "order" o ON o.id = bundle_item.order_id WHERE bundle_item.bundle_id = b.id) i`

async function bundlesWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<Bundle[]> {
  return rowsOf<Bundle>(tx, sql`${SELECT} ${condition}`)
}

export async function bundleOf(tx: Tx, bundleId: string): Promise<Bundle | undefined> {
  return (await bundlesWhere(tx, sql`WHERE b.id = ${bundleId}`))[0]
}

/** Where the box is that an order lies in; what else lies in it is no matter of a student. */
export async function bundleOfOrder(
  tx: Tx,
  orderId: string,
): Promise<Pick<Bundle, 'state' | 'station' | 'sentAt' | 'receivedAt'> | undefined> {
  return rowOf(
    tx,
    sql`SELECT state, station, sent_at, received_at FROM bundle
      WHERE id = (SELECT bundle_id FROM bundle_item WHERE order_id = ${orderId})`,
  )
}

export async function bundlePage(
  tx: Tx,
  campaignId: string,
  { state, offset = 0, limit = 50 }: { state?: BundleState; offset?: number; limit?: number },
): Promise<{ total: number; bundles: Bundle[] }> {
  const fits = sql`WHERE ${allOf(sql`b.campaign_id = ${campaignId}`, equal(sql`b.state`, state))}`
  const counted = await rowOf<{ count: number }>(tx, sql`SELECT count(*)::integer AS count FROM bundle b ${fits}`)
  const bundles = await bundlesWhere(tx, sql`${fits} ORDER BY b.made_at DESC, b.id OFFSET ${offset} LIMIT ${limit}`)
  return { total: counted!.count, bundles }
}

/** Makes an empty box; its number is what people say: BOX-1126-48372. */
export async function addBundle(
  tx: Tx,
  bundle: Pick<Bundle, 'campaignId' | 'schoolId' | 'station' | 'college'>,
  chinaDay: string,
  at: Date,
): Promise<string> {
  const id = newId('bdl')
  const { campaignId, schoolId, station, college } = bundle
  await sql`INSERT INTO bundle (id, number, campaign_id, school_id, state, station, college, made_at)
    VALUES (${id}, ${`BOX-${chinaDay.slice(2)}-${randomDigits(6)}`}, ${campaignId}, ${schoolId}, 'open', ${station},
      ${college}, ${at})`.execute(tx)
  return id
}

export async function addBundleItems(tx: Tx, bundleId: string, orderIds: string[]): Promise<void> {
  await sql`INSERT INTO bundle_item (order_id, bundle_id, identity_id, school_id)
    SELECT o.id, ${bundleId}, o.identity_id, o.school_id FROM "order" o WHERE o.id = ANY(${orderIds})`.execute(tx)
}

/** Which of the orders lie in no box, with what they are sorted by. */
export async function unbundled(tx: Tx, orderIds: string[]): Promise<Omit<BundleItem, 'obstacle'>[]> {
  return rowsOf(
    tx,
    sql`SELECT ${ITEM} ${ITEM_FROM} WHERE o.id = ANY(${orderIds})
      AND NOT EXISTS (SELECT 1 FROM bundle_item WHERE order_id = o.id)`,
  )
}

const ITEM = sql`o.id AS order_id, o.number AS order_number, o.identity_id, g.college, g.class_name, g.student_number, g.name,
  o.print_sets`
const ITEM_FROM = sql`FROM "order" o JOIN graduate g ON g.id = o.graduate_id`

/** What lies in the box. */
export async function itemsOf(tx: Tx, bundleId: string): Promise<BundleItem[]> {
  return rowsOf<BundleItem>(
    tx,
    sql`SELECT ${ITEM}, CASE WHEN b.state = 'open' THEN ${obstacleOf(sql`true`)} END AS obstacle
      ${ITEM_FROM} JOIN bundle_item i ON i.order_id = o.id JOIN bundle b ON b.id = i.bundle_id
      WHERE i.bundle_id = ${bundleId}`,
  )
}

/** Answers how many were in the box. */
export async function takeOut(tx: Tx, bundleId: string, orderIds: string[]): Promise<number> {
  return countOf(tx, sql`DELETE FROM bundle_item WHERE bundle_id = ${bundleId} AND order_id = ANY(${orderIds})`)
}

/** False when it was no longer in `from`. @throws for a move that the table of moves does not have */
export async function moveBundle(
  tx: Tx,
  bundleId: string,
  from: BundleState,
  to: 'sent' | 'received',
  at: Date,
  note = '',
): Promise<boolean> {
  if (!bundleMoves[from].includes(to)) throw new Error(`a bundle can't go from ${from} to ${to}`)
  const moved = sql`UPDATE bundle SET state = ${to}, ${sql.ref(`${to}_at`)} = ${at},
      note = CASE WHEN ${note} = '' THEN note ELSE ${note} END
    WHERE id = ${bundleId} AND state = ${from}`
  return (await countOf(tx, moved)) === 1
}
