import { type PrintBatchState, type PrintChoose, type PrintKind, type PrintLayout, Problem } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { allOf, countOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { ApprovedPhoto } from '../review/reviews.ts'
import { batchFileKey, batchMoves, batchNumber, type PrintBatch, type PrintItem } from './print.ts'

export async function printLayoutOf(tx: Tx, campaignId: string): Promise<PrintLayout> {
  const row = await rowOf<{ layout: PrintLayout }>(
    tx,
    sql`SELECT print_layout AS layout FROM campaign WHERE id = ${campaignId}`,
  )
  if (row === undefined) throw new Problem('not-found')
  return row.layout
}

/** @throws Problem not-found */
export async function setPrintLayout(tx: Tx, campaignId: string, layout: PrintLayout): Promise<void> {
  const json = JSON.stringify(layout)
  const changed = sql`UPDATE campaign SET print_layout = ${json}::jsonb WHERE id = ${campaignId}`
  if ((await countOf(tx, changed)) !== 1) throw new Problem('not-found')
}

/** A paid order with prints that no batch has taken yet. */
export interface DueOrder {
  orderId: string
  orderNumber: string
  graduateId: string
  identityId: string
  schoolId: string
  sets: number
  name: string
  studentNumber: string
  college: string
  className: string
  schoolName: string
}

const DUE = sql`SELECT o.id AS order_id, o.number AS order_number, o.graduate_id, o.identity_id, o.school_id,
    o.print_sets AS sets, g.name, g.student_number, g.college, g.class_name, s.name AS school_name
  FROM "order" o JOIN graduate g ON g.id = o.graduate_id JOIN school s ON s.id = o.school_id`

/** Orders of the campaign that are due; `lock` keeps them from moving until the transaction ends. */
export async function dueOrders(
  tx: Tx,
  campaignId: string,
  { college, delivery }: PrintChoose,
  { lock = false } = {},
): Promise<DueOrder[]> {
  return rowsOf<DueOrder>(
    tx,
    sql`${DUE} WHERE g.campaign_id = ${campaignId} AND o.kind = 'collection' AND o.state = 'paid' AND o.print_sets > 0
        AND ${allOf(equal(sql`g.college`, college), equal(sql`o.delivery`, delivery))}
      ORDER BY o.id ${lock ? sql`FOR UPDATE OF o` : sql``}`,
  )
}

/** Orders with these numbers that were printed, are still the student’s, and are not being printed again, locked. */
export async function reprintableOrders(tx: Tx, campaignId: string, numbers: string[]): Promise<DueOrder[]> {
  return rowsOf<DueOrder>(
    tx,
    sql`${DUE} WHERE g.campaign_id = ${campaignId} AND o.number = ANY(${numbers})
        AND o.state IN ('producing', 'shipped', 'done')
        AND EXISTS (SELECT 1 FROM print_item i WHERE i.order_id = o.id AND i.kind = 'first' AND i.state = 'printed')
        AND NOT EXISTS (SELECT 1 FROM print_item i WHERE i.order_id = o.id AND i.kind = 'reprint'
          AND i.state IN ('waiting', 'ready'))
      ORDER BY o.id FOR UPDATE OF o`,
  )
}

/** Why an earlier batch stopped these orders, for those of which that is the latest word. */
export async function stoppedBefore(
  tx: Tx,
  orderIds: string[],
): Promise<Pick<PrintItem, 'orderId' | 'stopCode' | 'stopDetail'>[]> {
  return rowsOf(
    tx,
    sql`SELECT DISTINCT ON (i.order_id) i.order_id, i.stop_code, i.stop_detail
      FROM print_item i JOIN print_batch b ON b.id = i.batch_id
      WHERE i.order_id = ANY(${orderIds}) AND i.state = 'stopped' ORDER BY i.order_id, b.made_at DESC, b.id`,
  )
}

const BATCH = sql`SELECT b.id, b.number, b.campaign_id, c.title AS campaign_title, b.school_id, s.name AS school_name,
    b.kind, b.state, b.layout, b.college, b.delivery, b.reason, b.made_at, b.ready_at, b.printed_at, b.file_key,
    b.cover_pages, b.sheets
  FROM print_batch b JOIN campaign c ON c.id = b.campaign_id JOIN school s ON s.id = b.school_id`

async function batchesWhere(tx: Tx, condition: RawBuilder<unknown>): Promise<PrintBatch[]> {
  return rowsOf<PrintBatch>(tx, sql`${BATCH} ${condition}`)
}

/** By id or by number. */
export async function printBatchOf(tx: Tx, batchId: string): Promise<PrintBatch | undefined> {
  return (await batchesWhere(tx, sql`WHERE b.id = ${batchId} OR b.number = ${batchId}`))[0]
}

/** The campaign’s batches, the newest first. */
export async function printBatchesOf(tx: Tx, campaignId: string): Promise<PrintBatch[]> {
  return batchesWhere(tx, sql`WHERE b.campaign_id = ${campaignId} ORDER BY b.made_at DESC, b.number DESC`)
}

export interface NewBatch {
  campaignId: string
  schoolId: string
  kind: PrintKind
  layout: PrintLayout
  college?: string
  delivery?: string
  reason?: string
  madeBy: string
  chinaDay: string
}

/** What a batch takes of each order, in the order of its sheets. */
export type NewItem = Pick<DueOrder, 'orderId' | 'identityId' | 'schoolId' | 'sets'> & { photoId: string }

/** A batch with its items. Numbers are given out one at a time, so that they have no gaps within a day. */
export async function addPrintBatch(tx: Tx, batch: NewBatch, items: NewItem[], now: Date): Promise<string> {
  const id = newId('prb')
  await sql`SELECT pg_advisory_xact_lock(hashtext('print_batch'))`.execute(tx)
  const day = batchNumber(batch.chinaDay, 0).slice(0, -2)
  const made = await rowOf<{ count: number }>(
    tx,
    sql`SELECT count(*)::int AS count FROM print_batch WHERE number LIKE ${`${day}%`}`,
  )
  const number = batchNumber(batch.chinaDay, (made?.count ?? 0) + 1)
  await sql`INSERT INTO print_batch (id, number, campaign_id, school_id, kind, state, layout, college, delivery, reason,
      made_by, made_at)
    VALUES (${id}, ${number}, ${batch.campaignId}, ${batch.schoolId}, ${batch.kind}, 'preparing',
      ${JSON.stringify(batch.layout)}::jsonb, ${batch.college ?? null}, ${batch.delivery ?? null},
      ${batch.reason ?? null}, ${batch.madeBy}, ${now})`.execute(tx)
  const column = <T>(of: (item: NewItem) => T) => items.map(of)
  await sql`INSERT INTO print_item (batch_id, order_id, identity_id, school_id, photo_id, kind, sequence, sets, state)
    SELECT ${id}, order_id, identity_id, school_id, photo_id, ${batch.kind}, sequence, sets, 'waiting'
    FROM unnest(${column((item) => item.orderId)}::text[], ${column((item) => item.identityId)}::text[],
      ${column((item) => item.schoolId)}::text[], ${column((item) => item.photoId)}::text[],
      ${column((item) => item.sets)}::int[]) WITH ORDINALITY
      AS item(order_id, identity_id, school_id, photo_id, sets, sequence)`.execute(tx)
  return id
}

export interface BatchChange {
  coverPages?: number
  sheets?: number
}

/** Moves a batch. False when it was no longer in `from`. @throws for a move that the table of moves does not have */
export async function moveBatch(
  tx: Tx,
  batchId: string,
  from: PrintBatchState,
  to: PrintBatchState,
  at: Date,
  { coverPages, sheets }: BatchChange = {},
): Promise<boolean> {
  if (!batchMoves[from].includes(to)) throw new Error(`a print batch can't go from ${from} to ${to}`)
  const moved = sql`UPDATE print_batch SET state = ${to},
      ready_at = ${to === 'ready' ? at : sql`ready_at`}, printed_at = ${to === 'printed' ? at : null},
      cancelled_at = ${to === 'cancelled' ? at : null},
      file_key = ${to === 'ready' ? batchFileKey(batchId) : sql`file_key`},
      cover_pages = ${coverPages ?? sql`cover_pages`}, sheets = ${sheets ?? sql`sheets`}
    WHERE id = ${batchId} AND state = ${from}`
  return (await countOf(tx, moved)) === 1
}

/** How many orders are in a batch, are stopped, and are printed. */
export async function batchCounts(
  tx: Tx,
  batchIds: string[],
): Promise<Map<string, { orders: number; stopped: number; printed: number }>> {
  const rows = await rowsOf<{ batchId: string; orders: number; stopped: number; printed: number }>(
    tx,
    sql`SELECT batch_id, count(*)::int AS orders, count(*) FILTER (WHERE state = 'stopped')::int AS stopped,
        count(*) FILTER (WHERE state = 'printed')::int AS printed
      FROM print_item WHERE batch_id = ANY(${batchIds}) GROUP BY batch_id`,
  )
  return new Map(rows.map(({ batchId, ...counts }) => [batchId, counts]))
}

/** Prints that are made and not on their way: for whoever packs them. None that is being printed again. */
export interface PrintedOrder {
  orderId: string
  graduateId: string
  identityId: string
  schoolId: string
  delivery: 'mail' | 'station'
  batchNumber: string
  sheets: string
  printedAt: Date
}

export async function printedOrders(tx: Tx, campaignId: string): Promise<PrintedOrder[]> {
  return rowsOf<PrintedOrder>(
    tx,
    sql`SELECT o.id AS order_id, o.graduate_id, o.identity_id, o.school_id, o.delivery, b.number AS batch_number,
        i.sheets, i.printed_at
      FROM print_item i JOIN print_batch b ON b.id = i.batch_id JOIN "order" o ON o.id = i.order_id
      WHERE b.campaign_id = ${campaignId} AND i.kind = 'first' AND i.state = 'printed' AND o.state = 'producing'
        AND NOT EXISTS (SELECT 1 FROM print_item again WHERE again.order_id = o.id AND again.kind = 'reprint'
          AND again.state IN ('waiting', 'ready'))
      ORDER BY b.made_at, b.number, i.sequence`,
  )
}

/**
 * The print master of each order whose item’s photo is still the approved one, with the hash that was approved; of the
 * others there is none.
 */
export async function mastersOf(
  tx: Tx,
  items: Pick<PrintItem, 'orderId' | 'graduateId' | 'photoId'>[],
  approved: ApprovedPhoto[],
): Promise<Map<string, { masterKey: string | null; sha256: string | null }>> {
  const keys = await rowsOf<{ id: string; masterKey: string | null }>(
    tx,
    sql`SELECT id, master_key FROM photo WHERE id = ANY(${approved.map(({ photoId }) => photoId)})`,
  )
  const keyOf = new Map(keys.map(({ id, masterKey }) => [id, masterKey]))
  const approvedOf = new Map(approved.map((photo) => [photo.graduateId, photo]))
  return new Map(
    items.flatMap(({ orderId, graduateId, photoId }) => {
      const photo = approvedOf.get(graduateId)
      if (photo === undefined || photo.photoId !== photoId) return []
      return [[orderId, { masterKey: keyOf.get(photoId) ?? null, sha256: photo.masterSha256 }]]
    }),
  )
}
