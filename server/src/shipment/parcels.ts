import type { AddressView, ParcelGroup, ParcelState, StaffParcelQuery } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { openAddress } from '../address/addresses.ts'
import { allOf, countOf, equal, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { Secrets } from '../platform/secrets.ts'
import { openRefundStates } from '../refund/refund.ts'
import { tellLater } from './parcel-telling.ts'
import { addReports } from './reports.ts'
import { type Parcel, type ParcelStep, parcelMoves, parseOrderNumber } from './shipment.ts'

/** Orders that must not leave, and why: `o` is the order, `first` whether it leaves for the first time. */
export const obstacleOf = (first: RawBuilder<unknown>) => sql`CASE
    WHEN o.state = 'refunded' THEN 'refunded'
    WHEN EXISTS (SELECT 1 FROM refund r WHERE r.order_id = o.id AND r.state = ANY(${openRefundStates})) THEN 'refunding'
    WHEN o.state <> CASE WHEN ${first} THEN 'producing' ELSE 'shipped' END THEN 'not-produced' END`

/** Parcels take a week at most; whatever is on its way for longer is looked after. */
const OVERDUE = sql`(p.state = 'shipped' AND p.shipped_at < now() - interval '7 days')`

const FROM = sql`FROM parcel p JOIN "order" o ON o.id = p.order_id JOIN school s ON s.id = p.school_id`
const COLUMNS = sql`p.id, p.order_id, o.number AS order_number, p.campaign_id, p.identity_id, p.school_id,
  s.name AS school_name, p.state, o.print_sets, p.courier, p.tracking_number, p.times_sent, p.made_at, p.shipped_at,
  p.note, ${OVERDUE} AS overdue, CASE WHEN p.state IN ('waiting', 'labelled', 'returned') THEN ${obstacleOf(sql`p.times_sent = 0`)} END AS obstacle`

/** A parcel with its order’s address. Reading it belongs on record. */
export type AddressedParcel = Parcel & { address: AddressView | null }

type Row = Parcel & { addressSealed: string | null }

async function addressedWhere(tx: Tx, secrets: Secrets, condition: RawBuilder<unknown>): Promise<AddressedParcel[]> {
  const rows = await rowsOf<Row>(tx, sql`SELECT ${COLUMNS}, o.address_sealed ${FROM} ${condition}`)
  return rows.map(({ addressSealed, ...parcel }) => ({
    ...parcel,
    address: addressSealed === null ? null : openAddress(secrets, addressSealed, `${parcel.orderId}/address`),
  }))
}

export async function parcelOf(tx: Tx, parcelId: string): Promise<Parcel | undefined> {
  return rowOf<Parcel>(tx, sql`SELECT ${COLUMNS} ${FROM} WHERE p.id = ${parcelId}`)
}

export async function addressedParcel(
  tx: Tx,
  secrets: Secrets,
  parcelId: string,
): Promise<AddressedParcel | undefined> {
  return (await addressedWhere(tx, secrets, sql`WHERE p.id = ${parcelId}`))[0]
}

/** The order’s parcel that is neither cancelled nor an earlier one. */
export async function parcelOfOrder(tx: Tx, orderId: string): Promise<Parcel | undefined> {
  return rowOf<Parcel>(
    tx,
    sql`SELECT ${COLUMNS} ${FROM} WHERE p.order_id = ${orderId} AND p.state <> 'cancelled'
      ORDER BY p.made_at DESC, p.id LIMIT 1`,
  )
}

export async function stepsOf(tx: Tx, parcelId: string): Promise<ParcelStep[]> {
  return rowsOf(
    tx,
    sql`SELECT state, at, courier, tracking_number FROM parcel_move WHERE parcel_id = ${parcelId} ORDER BY position`,
  )
}

/** Parcels as the packing room looks for them, the newest first, and how many of the campaign are in each state. */
export async function parcelPage(
  tx: Tx,
  secrets: Secrets,
  { campaignId, state, group, search, offset = 0, limit = 50 }: StaffParcelQuery,
): Promise<{ total: number; counts: Record<string, number>; parcels: AddressedParcel[] }> {
  const ofCampaign = allOf(equal(sql`p.campaign_id`, campaignId))
  const sought = search?.trim() ? soughtBy(search) : undefined
  const fits = sql`WHERE ${allOf(ofCampaign, equal(sql`p.state`, state), group && groups[group], sought)}`
  const counted = await rowOf<{ count: number }>(tx, sql`SELECT count(*)::integer AS count ${FROM} ${fits}`)
  const states = await rowsOf<{ state: ParcelState; count: number }>(
    tx,
    sql`SELECT p.state, count(*)::integer AS count FROM parcel p WHERE ${ofCampaign} GROUP BY p.state`,
  )
  const inGroup = (Object.keys(groups) as ParcelGroup[]).map(
    (name) => sql`${name}::text, count(*) FILTER (WHERE ${groups[name]})`,
  )
  const grouped = await rowOf<{ counts: Record<string, number> }>(
    tx,
    sql`SELECT jsonb_build_object('all', count(*), ${sql.join(inGroup)}) AS counts ${FROM} WHERE ${ofCampaign}`,
  )
  return {
    total: counted!.count,
    counts: { ...Object.fromEntries(states.map(({ state, count }) => [state, count])), ...grouped!.counts },
    parcels: await addressedWhere(
      tx,
      secrets,
      sql`${fits} ORDER BY p.made_at DESC, p.id OFFSET ${offset} LIMIT ${limit}`,
    ),
  }
}

const groups: Record<ParcelGroup, RawBuilder<unknown>> = {
  'to-send': sql`p.state IN ('waiting', 'labelled')`,
  'under-way': sql`p.state = 'shipped'`,
  trouble: sql`(p.state = 'returned' OR ${OVERDUE}
    OR (p.state IN ('waiting', 'labelled') AND ${obstacleOf(sql`p.times_sent = 0`)} IS NOT NULL))`,
  arrived: sql`p.state = 'delivered'`,
}

function soughtBy(search: string): RawBuilder<unknown> {
  const number = parseOrderNumber(search)
  if (number !== undefined) return sql`o.number = ${number}`
  const pattern = `%${search
    .trim()
    .toUpperCase()
    .replace(/[\\%_]/g, '\\$&')}%`
  return sql`(o.number LIKE ${pattern} OR p.tracking_number LIKE ${pattern})`
}

/** Locks the orders, always in the same order, so that nothing about their parcels moves until the transaction ends. */
export async function lockOrders(tx: Tx, orderIds: string[]): Promise<void> {
  await sql`SELECT 1 FROM "order" WHERE id = ANY(${orderIds}) ORDER BY id FOR UPDATE`.execute(tx)
}

/**
 * Parcels that are to be labelled: those named, or all of the campaign that wait, in the order of college, class and
 * student number; with `again` also those labelled before. None that must not leave. Their orders are locked.
 */
export async function parcelsToLabel(
  tx: Tx,
  secrets: Secrets,
  {
    campaignId,
    parcelIds,
    again = false,
    most,
  }: { campaignId: string; parcelIds?: string[]; again?: boolean; most: number },
): Promise<AddressedParcel[]> {
  const states: ParcelState[] = again ? ['waiting', 'labelled'] : ['waiting']
  const named = parcelIds ?? null
  const sorted = sql`AND p.campaign_id = ${campaignId} AND p.state = ANY(${states})
    AND (${named}::text[] IS NULL OR p.id = ANY(${named})) AND ${obstacleOf(sql`p.times_sent = 0`)} IS NULL
    ORDER BY (SELECT row(g.college, g.class_name, g.student_number) FROM graduate g WHERE g.id = o.graduate_id), p.id
    LIMIT ${most}`
  const found = await rowsOf<{ id: string; orderId: string }>(
    tx,
    sql`SELECT p.id, p.order_id ${FROM} WHERE true ${sorted}`,
  )
  await lockOrders(
    tx,
    found.map(({ orderId }) => orderId),
  )
  return addressedWhere(tx, secrets, sql`WHERE p.id = ANY(${found.map(({ id }) => id)}) ${sorted}`)
}

/** Which of the orders have no parcel that is still to arrive. */
export async function unparcelled(tx: Tx, orderIds: string[]): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT id FROM unnest(${orderIds}::text[]) AS u (id)
      WHERE NOT EXISTS (SELECT 1 FROM parcel WHERE order_id = u.id AND state NOT IN ('delivered', 'cancelled'))`,
  )
  return rows.map(({ id }) => id)
}

/** Makes parcels of orders, whose rows the transaction has locked. Answers the orders that have one now. */
export async function addParcels(tx: Tx, campaignId: string, orderIds: string[], at: Date): Promise<string[]> {
  const ids = orderIds.map(() => newId('pcl'))
  const made = await rowsOf<{ id: string; orderId: string }>(
    tx,
    sql`INSERT INTO parcel (id, order_id, campaign_id, identity_id, school_id, state, made_at)
      SELECT u.id, o.id, ${campaignId}, o.identity_id, o.school_id, 'waiting', ${at}
        FROM unnest(${ids}::text[], ${orderIds}::text[]) AS u (id, order_id) JOIN "order" o ON o.id = u.order_id
      ON CONFLICT DO NOTHING RETURNING id, order_id`,
  )
  await noteMoves(
    tx,
    made.map(({ id }) => id),
    at,
  )
  return made.map(({ orderId }) => orderId)
}

/** Moves parcels. Answers the ids of those that were still in `from`. @throws for a move that the table does not have */
export async function moveParcels(
  tx: Tx,
  parcelIds: string[],
  from: ParcelState,
  to: Exclude<ParcelState, 'shipped'>,
  at: Date,
  note?: string,
): Promise<string[]> {
  requireMove(from, to)
  const forgets = to === 'delivered' || to === 'returned' ? sql`` : sql`, courier = NULL, tracking_number = NULL`
  const moved = await rowsOf<{ id: string }>(
    tx,
    sql`UPDATE parcel SET state = ${to}, note = coalesce(${note ?? null}::text, note)${forgets}
      WHERE id = ANY(${parcelIds}) AND state = ${from} RETURNING id`,
  )
  const ids = moved.map(({ id }) => id)
  await noteMoves(tx, ids, at)
  return ids
}

function requireMove(from: ParcelState, to: ParcelState): void {
  if (!parcelMoves[from].includes(to)) throw new Error(`a parcel can't go from ${from} to ${to}`)
}

/** A parcel that leaves now. */
export interface Leaving {
  parcelId: string
  orderId: string
  courier: string
  trackingNumber: string
}

/**
 * Parcels leave, and the students are told. False when one of them was not packed any more, or a number is on another
 * label: then the caller must roll back.
 */
export async function shipParcels(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, leaving: Leaving[], at: Date): Promise<boolean> {
  const from: ParcelState[] = (Object.keys(parcelMoves) as ParcelState[]).filter((state) =>
    parcelMoves[state].includes('shipped'),
  )
  const column = (of: (parcel: Leaving) => string) => leaving.map(of)
  const moved = await countOf(
    tx,
    sql`UPDATE parcel SET state = 'shipped', courier = u.courier, tracking_number = u.tracking_number,
        times_sent = times_sent + 1, shipped_at = ${at}
      FROM unnest(${column((one) => one.parcelId)}::text[], ${column((one) => one.courier)}::text[],
        ${column((one) => one.trackingNumber)}::text[]) AS u (id, courier, tracking_number)
      WHERE parcel.id = u.id AND state = ANY(${from})`,
  )
  if (moved !== leaving.length) return false
  await noteMoves(
    tx,
    column((one) => one.parcelId),
    at,
  )
  await tellLater(
    tx,
    jobs,
    column((one) => one.parcelId),
  )
  const reports = leaving.map(({ orderId, courier, trackingNumber }) => ({ orderId, courier, trackingNumber }))
  await addReports(tx, jobs, 'courier', reports, at)
  return true
}

async function noteMoves(tx: Tx, parcelIds: string[], at: Date): Promise<void> {
  await sql`INSERT INTO parcel_move (parcel_id, position, identity_id, school_id, state, at, courier, tracking_number)
    SELECT p.id, (SELECT count(*) FROM parcel_move m WHERE m.parcel_id = p.id), p.identity_id, p.school_id, p.state, ${at},
      p.courier, p.tracking_number
    FROM parcel p WHERE p.id = ANY(${parcelIds})`.execute(tx)
}

/** The order was given back: what has not left stays here. For whoever knows that it was. */
export async function cancelParcelOf(tx: Tx, orderId: string, at: Date): Promise<void> {
  const parcel = await parcelOfOrder(tx, orderId)
  if (parcel !== undefined && parcelMoves[parcel.state].includes('cancelled'))
    await moveParcels(tx, [parcel.id], parcel.state, 'cancelled', at)
}

/** An order without prints is done: WeChat is told, where it was paid in the mini program. */
export async function reportDelivered(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, orderId: string, at: Date): Promise<void> {
  await addReports(tx, jobs, 'electronic', [{ orderId }], at)
}
