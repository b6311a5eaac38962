import {
  type DeliveryFile,
  type DeliveryLeftReason,
  type DeliveryResult,
  type DeliverySettings,
  type DeliveryState,
  Problem,
} from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { defineJob } from '../platform/jobs.ts'
import { type Delivery, deliveryMoves, deliveryNumber } from './delivery.ts'
import type { ExportedFile } from './exporter.ts'

/** Makes the files of a delivery. */
export const packJob = defineJob('delivery-pack', Type.Object({ deliveryId: Type.String() }), {
  retryLimit: 2,
  timeLimitSeconds: 1800,
})

const DELIVERY = sql`SELECT d.id, d.number, d.campaign_id, d.school_id, s.name AS school_name, d.target, d.state, d.settings,
    m.login AS made_by, d.made_at, d.ready_at, d.delivered_at, d.took_ms
  FROM delivery d JOIN school s ON s.id = d.school_id JOIN staff m ON m.id = d.made_by`

async function deliveriesWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<Delivery[]> {
  return rowsOf<Delivery>(tx, sql`${DELIVERY} ${condition}`)
}

export async function deliveryOf(tx: Tx, deliveryId: string): Promise<Delivery | undefined> {
  return (await deliveriesWhere(tx, sql`WHERE d.id = ${deliveryId}`))[0]
}

/** The campaign’s deliveries, the newest first. */
export async function deliveriesOf(tx: Tx, campaignId: string): Promise<Delivery[]> {
  return deliveriesWhere(tx, sql`WHERE d.campaign_id = ${campaignId} ORDER BY d.made_at DESC, d.number DESC`)
}

/** The number that the next delivery of the day gets. */
export async function nextNumber(tx: Tx, chinaDay: string): Promise<string> {
  const day = deliveryNumber(chinaDay, 0).slice(0, -2)
  const made = sql`SELECT count(*)::int AS count FROM delivery WHERE number LIKE ${`${day}%`}`
  const { count } = (await rowOf<{ count: number }>(tx, made))!
  return deliveryNumber(chinaDay, count + 1)
}

export interface NewDelivery {
  campaignId: string
  schoolId: string
  settings: DeliverySettings
  staffId: string
  chinaDay: string
}

/** One delivery is made at a time: numbers have no gaps within a day, and nobody is in two for the same change. */
export async function lockDeliveries(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('delivery'))`.execute(tx)
}

/** A delivery with those who are to be in it, by their approved photos; see `lockDeliveries`. */
export async function addDelivery(
  tx: Tx,
  { campaignId, schoolId, settings, staffId, chinaDay }: NewDelivery,
  graduateIds: string[],
  now: Date,
): Promise<string> {
  const id = newId('dlv')
  const number = await nextNumber(tx, chinaDay)
  await sql`INSERT INTO delivery (id, number, campaign_id, school_id, target, state, settings, made_by, made_at)
    VALUES (${id}, ${number}, ${campaignId}, ${schoolId}, ${settings.target}, 'preparing',
      ${JSON.stringify(settings)}::jsonb, ${staffId}, ${now})`.execute(tx)
  await sql`INSERT INTO delivery_item (delivery_id, graduate_id, identity_id, school_id, review_id, photo_id,
      finished_sha256, state)
    SELECT ${id}, graduate_id, identity_id, school_id, id, photo_id, finished_sha256, 'waiting' FROM review
    WHERE campaign_id = ${campaignId} AND state = 'approved' AND graduate_id = ANY(${graduateIds})`.execute(tx)
  return id
}

/** Moves a delivery. False when it was no longer in `from`. @throws for a move that the table of moves does not have */
export async function moveDelivery(
  tx: Tx,
  deliveryId: string,
  from: DeliveryState,
  to: DeliveryState,
  at: Date,
  tookMs: number | null = null,
): Promise<boolean> {
  if (!deliveryMoves[from].includes(to)) throw new Error(`a delivery can't go from ${from} to ${to}`)
  const moved = sql`UPDATE delivery SET state = ${to}, ready_at = ${to === 'ready' ? at : sql`ready_at`},
      delivered_at = ${to === 'delivered' ? at : null}, took_ms = ${tookMs === null ? sql`took_ms` : Math.round(tookMs)}
    WHERE id = ${deliveryId} AND state = ${from}`
  return (await countOf(tx, moved)) === 1
}

/** Who was left out, and why. */
export interface LeftOut {
  graduateId: string
  reason: DeliveryLeftReason
  detail: string
}

/** What waits is packed, except for those who are left out. */
export async function settleItems(tx: Tx, deliveryId: string, left: LeftOut[]): Promise<void> {
  await sql`UPDATE delivery_item i SET state = 'left-out', left_reason = l.reason, left_detail = l.detail
    FROM unnest(${left.map(({ graduateId }) => graduateId)}::text[], ${left.map(({ reason }) => reason)}::text[],
      ${left.map(({ detail }) => detail)}::text[]) AS l(graduate_id, reason, detail)
    WHERE i.delivery_id = ${deliveryId} AND i.graduate_id = l.graduate_id AND i.state = 'waiting'`.execute(tx)
  await sql`UPDATE delivery_item SET state = 'packed' WHERE delivery_id = ${deliveryId} AND state = 'waiting'`.execute(
    tx,
  )
}

/** A package that failed is made again of all who were to be in it. */
export async function waitAgain(tx: Tx, deliveryId: string): Promise<void> {
  await sql`UPDATE delivery_item SET state = 'waiting', left_reason = NULL, left_detail = ''
    WHERE delivery_id = ${deliveryId}`.execute(tx)
}

export async function addFiles(tx: Tx, { id, schoolId }: Delivery, files: ExportedFile[]): Promise<void> {
  for (const [position, { kind, name, standard, photos, bytes, sha256, key }] of files.entries()) {
    await sql`INSERT INTO delivery_file (id, delivery_id, school_id, position, kind, name, standard, photos, bytes, sha256, key)
      VALUES (${newId('dlf')}, ${id}, ${schoolId}, ${position}, ${kind}, ${name}, ${standard}, ${photos}, ${bytes},
        ${sha256}, ${key})`.execute(tx)
  }
}

/** `key` is null once the file is no longer kept. */
export async function filesOf(tx: Tx, deliveryId: string): Promise<(DeliveryFile & { key: string | null })[]> {
  return rowsOf(
    tx,
    sql`SELECT id AS file_id, kind, name, standard, photos, bytes::float8 AS bytes, sha256, key FROM delivery_file
      WHERE delivery_id = ${deliveryId} ORDER BY position`,
  )
}

export interface DeliveryCounts {
  deliveryId: string
  photos: number
  leftOut: number
  matched: number
  compareFailed: number
  proofread: number
  proofreadWrong: number
  bytes: number
  zips: number
  hasFiles: boolean
}

/** How many are in each delivery, what came back, and what it weighs. */
export async function deliveryCounts(tx: Tx, deliveryIds: string[]): Promise<Map<string, DeliveryCounts>> {
  const said = (result: DeliveryResult) => sql`count(*) FILTER (WHERE result = ${result})::int`
  const rows = await rowsOf<DeliveryCounts>(
    tx,
    sql`SELECT d.id AS delivery_id, i.*, f.* FROM delivery d
      CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state <> 'left-out')::int AS photos,
        count(*) FILTER (WHERE state = 'left-out')::int AS left_out, ${said('matched')} AS matched,
        ${said('compare-failed')} AS compare_failed, ${said('proofread')} AS proofread,
        ${said('proofread-wrong')} AS proofread_wrong FROM delivery_item WHERE delivery_id = d.id) i
      CROSS JOIN LATERAL (SELECT coalesce(sum(bytes) FILTER (WHERE kind = 'zip'), 0)::float8 AS bytes,
        count(*) FILTER (WHERE kind = 'zip')::int AS zips, coalesce(bool_or(key IS NOT NULL), false) AS has_files
        FROM delivery_file WHERE delivery_id = d.id) f
      WHERE d.id = ANY(${deliveryIds})`,
  )
  return new Map(rows.map((row) => [row.deliveryId, row]))
}

/** A graduate in a delivery, as lists show those who need a look. */
export interface NamedItem {
  graduateId: string
  name: string
  studentNumber: string
  leftReason: DeliveryLeftReason | null
  leftDetail: string
  result: DeliveryResult | null
  resultReason: string
}

/** Who was left out, or of whom something bad was said. */
export async function troubledItems(tx: Tx, deliveryId: string): Promise<NamedItem[]> {
  return rowsOf<NamedItem>(
    tx,
    sql`SELECT i.graduate_id, g.name, g.student_number, i.left_reason, i.left_detail, i.result, i.result_reason
      FROM delivery_item i JOIN graduate g ON g.id = i.graduate_id WHERE i.delivery_id = ${deliveryId}
        AND (i.state = 'left-out' OR i.result IN ('compare-failed', 'proofread-wrong'))
      ORDER BY g.college, g.class_name, g.student_number`,
  )
}

/** How many of the packed photos are no longer approved in the same bytes. */
export async function outdatedCount(tx: Tx, deliveryId: string): Promise<number> {
  const found = sql`SELECT count(*)::int AS count FROM delivery_item i LEFT JOIN review r ON r.id = i.review_id
    WHERE i.delivery_id = ${deliveryId} AND i.state = 'packed'
      AND (r.state IS DISTINCT FROM 'approved' OR r.finished_sha256 <> i.finished_sha256)`
  return (await rowOf<{ count: number }>(tx, found))!.count
}

export async function lastDeliveredAt(tx: Tx, campaignIds: string[]): Promise<Date | null> {
  const found = sql`SELECT max(delivered_at) AS at FROM delivery WHERE campaign_id = ANY(${campaignIds})`
  return (await rowOf<{ at: Date | null }>(tx, found))?.at ?? null
}

/** What the campaign says of the names of files and folders. */
export async function usualNames(tx: Tx, campaignId: string): Promise<{ fileName: string; folder: string }> {
  const found = sql`SELECT package_name AS file_name, package_folder AS folder FROM campaign WHERE id = ${campaignId}`
  return (await rowOf<{ fileName: string; folder: string }>(tx, found))!
}

/** The photo of a graduate that CHSI has. */
export interface DeliveredItem {
  deliveryId: string
  graduateId: string
  identityId: string
  reviewId: string | null
  result: DeliveryResult | null
  studentNumber: string
  examNumber: string | null
}

/** What CHSI was given last of each graduate of the campaign. */
export async function deliveredItems(tx: Tx, campaignId: string): Promise<DeliveredItem[]> {
  return rowsOf<DeliveredItem>(
    tx,
    sql`SELECT DISTINCT ON (i.graduate_id) i.delivery_id, i.graduate_id, i.identity_id, i.review_id, i.result,
        g.student_number, g.extra->>'examNumber' AS exam_number
      FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id JOIN graduate g ON g.id = i.graduate_id
      WHERE d.campaign_id = ${campaignId} AND d.target = 'chsi' AND d.state = 'delivered' AND i.state = 'packed'
      ORDER BY i.graduate_id, d.delivered_at DESC, d.made_at DESC`,
  )
}

/** When CHSI was given the photo that this review approved, and what was said of it. */
export async function handedOver(
  tx: Tx,
  reviewId: string,
): Promise<{ at: Date; result: DeliveryResult | null } | undefined> {
  return rowOf(
    tx,
    sql`SELECT d.delivered_at AS at, i.result FROM delivery_item i JOIN delivery d ON d.id = i.delivery_id
      WHERE i.review_id = ${reviewId} AND i.state = 'packed' AND d.target = 'chsi' AND d.state = 'delivered'
      ORDER BY d.delivered_at DESC, d.made_at DESC LIMIT 1`,
  )
}

/** Stores what was said, if nothing else has been said since. @throws Problem delivery-moved */
export async function noteResults(
  tx: Tx,
  said: (Pick<DeliveredItem, 'deliveryId' | 'graduateId'> & { result: DeliveryResult; reason: string })[],
  at: Date,
): Promise<void> {
  const column = (of: (one: (typeof said)[number]) => string) => said.map(of)
  const noted = sql`UPDATE delivery_item i SET result = s.result, result_reason = s.reason, result_at = ${at}
    FROM unnest(${column((one) => one.deliveryId)}::text[], ${column((one) => one.graduateId)}::text[],
      ${column((one) => one.result)}::text[], ${column((one) => one.reason)}::text[])
      AS s(delivery_id, graduate_id, result, reason)
    WHERE i.delivery_id = s.delivery_id AND i.graduate_id = s.graduate_id AND i.state = 'packed'
      AND i.result IS DISTINCT FROM 'compare-failed'`
  if ((await countOf(tx, noted)) !== said.length) throw new Problem('delivery-moved')
}
