import {
  type CancelledReason,
  type OrderKind,
  type OrderLine,
  type OrderState,
  type OrderView,
  Problem,
} from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Address } from '../address/address.ts'
import { openAddress, sealAddress } from '../address/addresses.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { graduateOf } from '../graduate/graduates.ts'
import { countOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Order, orderMoves, orderNumber, orderView, type PrintChoice, sumFen } from './order.ts'

export const sealedInOrders: SealedColumn[] = [
  { table: 'order', key: 'id', column: 'address_sealed', boundTo: (id) => `${id}/address` },
]

type OrderRow = Omit<Order, 'address'> & { addressSealed: string | null }

const SELECT = sql`SELECT o.id, o.number, o.graduate_id, o.identity_id, o.school_id, o.kind, o.state, o.photo_id, o.paper,
  o.print_sets, o.delivery, o.address_sealed, o.school_fen, o.total_fen, o.placed_at, o.expires_at, o.paid_at,
  o.cancelled_at, o.cancelled_reason,
  (SELECT jsonb_agg(jsonb_build_object('kind', l.kind, 'zh', l.zh, 'en', l.en, 'quantity', l.quantity,
     'amountFen', l.amount_fen) ORDER BY l.position) FROM order_line l WHERE l.order_id = o.id) AS lines
  FROM "order" o`

async function ordersWhere(tx: Tx, secrets: Secrets, condition: RawBuilder<unknown>): Promise<Order[]> {
  const rows = await rowsOf<OrderRow>(tx, sql`${SELECT} ${condition}`)
  return rows.map(({ addressSealed, ...row }) => ({
    ...row,
    address: addressSealed === null ? null : openAddress(secrets, addressSealed, `${row.id}/address`),
  }))
}

/** One order, with its row locked until the transaction ends. */
export async function lockOrder(tx: Tx, secrets: Secrets, orderId: string): Promise<Order | undefined> {
  return (await ordersWhere(tx, secrets, sql`WHERE o.id = ${orderId} FOR UPDATE OF o`))[0]
}

export async function orderOf(tx: Tx, secrets: Secrets, orderId: string): Promise<Order | undefined> {
  return (await ordersWhere(tx, secrets, sql`WHERE o.id = ${orderId}`))[0]
}

/**
 * The order of a graduate's collection that is neither cancelled nor given back; `lock` keeps it from moving until the
 * transaction ends.
 */
export async function presentOrder(
  tx: Tx,
  secrets: Secrets,
  graduateId: string,
  { lock = false } = {},
): Promise<Order | undefined> {
  const found = sql`WHERE o.graduate_id = ${graduateId} AND o.kind = 'collection'
    AND o.state NOT IN ('cancelled', 'refunded')`
  return (await ordersWhere(tx, secrets, lock ? sql`${found} FOR UPDATE OF o` : found))[0]
}

/** Orders for taking a graduate's rejected photo anew that are unpaid or paid, the newest first. */
export async function retakeOrders(tx: Tx, secrets: Secrets, graduateId: string): Promise<Order[]> {
  return ordersWhere(
    tx,
    secrets,
    sql`WHERE o.graduate_id = ${graduateId} AND o.kind = 'retake' AND o.state NOT IN ('cancelled', 'refunded')
      ORDER BY o.placed_at DESC, o.id`,
  )
}

export async function ordersOf(tx: Tx, secrets: Secrets, identityId: string): Promise<Order[]> {
  return ordersWhere(tx, secrets, sql`WHERE o.identity_id = ${identityId} ORDER BY o.placed_at DESC, o.id`)
}

/** Ids of the campaign's orders in one of the states, the oldest first. */
export async function orderIdsIn(tx: Tx, campaignId: string, states: readonly OrderState[]): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT o.id FROM "order" o JOIN graduate g ON g.id = o.graduate_id
      WHERE g.campaign_id = ${campaignId} AND o.state = ANY(${states}) ORDER BY o.placed_at, o.id`,
  )
  return rows.map(({ id }) => id)
}

/** Ids of unpaid orders whose time is over, at most so many. */
export async function expiredOrderIds(tx: Tx, now: Date, most: number): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`SELECT id FROM "order" WHERE state = 'unpaid' AND expires_at <= ${now} ORDER BY expires_at LIMIT ${most}`,
  )
  return rows.map(({ id }) => id)
}

export interface NewOrder extends PrintChoice {
  graduateId: string
  identityId: string
  schoolId: string
  kind: OrderKind
  photoId: string | null
  address: Address | null
  lines: OrderLine[]
  /** The part of the lines that the school pays. */
  schoolFen: number
  expiresAt: Date
}

export async function addOrder(tx: Tx, secrets: Secrets, order: NewOrder, now: Date): Promise<string> {
  const id = newId('ord')
  const { graduateId, identityId, schoolId, kind, photoId, printSets, delivery, address, lines, schoolFen } = order
  const sealed = address && sealAddress(secrets, address, `${id}/address`)
  await sql`INSERT INTO "order" (id, number, graduate_id, identity_id, school_id, kind, state, photo_id, paper,
      print_sets, delivery, address_sealed, school_fen, total_fen, placed_at, expires_at)
    VALUES (${id}, ${orderNumber(now, randomDigits(10))}, ${graduateId}, ${identityId}, ${schoolId}, ${kind}, 'unpaid',
      ${photoId}, ${printSets > 0}, ${printSets}, ${delivery}, ${sealed}, ${schoolFen}, ${sumFen(lines) - schoolFen},
      ${now}, ${order.expiresAt})`.execute(tx)
  for (const [position, line] of lines.entries()) {
    await sql`INSERT INTO order_line (order_id, position, identity_id, school_id, kind, zh, en, quantity, amount_fen)
      VALUES (${id}, ${position}, ${identityId}, ${schoolId}, ${line.kind}, ${line.zh}, ${line.en}, ${line.quantity},
        ${line.amountFen})`.execute(tx)
  }
  await noteMove(tx, id, 'unpaid', now)
  return id
}

/** Moves an order. False when it was no longer in `from`. @throws for a move that the table of moves does not have */
export async function moveOrder(
  tx: Tx,
  orderId: string,
  from: OrderState,
  to: Exclude<OrderState, 'cancelled'>,
  at: Date,
): Promise<boolean> {
  requireMove(from, to)
  const stamp = to === 'paid' && from === 'unpaid' ? sql`, paid_at = ${at}` : sql``
  const moved = sql`UPDATE "order" SET state = ${to}${stamp} WHERE id = ${orderId} AND state = ${from} RETURNING *`
  return (await countOf(tx, sql`WITH moved AS (${moved}) ${moveNoted(sql`moved`, to, at)}`)) === 1
}

/** Moves many orders at once. Answers the ids of those that were still in `from`. @throws like `moveOrder` */
export async function moveOrders(
  tx: Tx,
  orderIds: string[],
  from: Exclude<OrderState, 'unpaid'>,
  to: Exclude<OrderState, 'cancelled'>,
  at: Date,
): Promise<string[]> {
  requireMove(from, to)
  const moved = await rowsOf<{ id: string }>(
    tx,
    sql`UPDATE "order" SET state = ${to} WHERE id = ANY(${orderIds}) AND state = ${from} RETURNING id`,
  )
  const ids = moved.map(({ id }) => id)
  await noteMove(tx, ids, to, at)
  return ids
}

/** Ends an unpaid order. False when it was no longer unpaid. */
export async function endOrder(tx: Tx, orderId: string, reason: CancelledReason, at: Date): Promise<boolean> {
  requireMove('unpaid', 'cancelled')
  const ended = sql`UPDATE "order" SET state = 'cancelled', cancelled_at = ${at}, cancelled_reason = ${reason}
    WHERE id = ${orderId} AND state = 'unpaid'`
  if ((await countOf(tx, ended)) !== 1) return false
  await noteMove(tx, orderId, 'cancelled', at)
  return true
}

function requireMove(from: OrderState, to: OrderState): void {
  if (!orderMoves[from].includes(to)) throw new Error(`an order can't go from ${from} to ${to}`)
}

async function noteMove(tx: Tx, orderIds: string | string[], state: OrderState, at: Date): Promise<void> {
  const orders = sql`(SELECT * FROM "order" WHERE id = ANY(${[orderIds].flat()}))`
  await moveNoted(orders, state, at).execute(tx)
}

/** The statement that puts on record to which state `orders` went. */
function moveNoted(orders: RawBuilder<unknown>, state: OrderState, at: Date): RawBuilder<unknown> {
  return sql`INSERT INTO order_move (order_id, position, identity_id, school_id, state, at)
    SELECT o.id, (SELECT count(*) FROM order_move m WHERE m.order_id = o.id), o.identity_id, o.school_id, ${state}, ${at}
    FROM ${orders} o`
}

export async function movesOf(tx: Tx, orderId: string): Promise<{ state: OrderState; at: Date }[]> {
  return rowsOf(tx, sql`SELECT state, at FROM order_move WHERE order_id = ${orderId} ORDER BY position`)
}

/** Which photo an order is for; null while it is taken anew. A photo that is on paper already stays. */
export async function setOrderPhoto(tx: Tx, orderId: string, photoId: string | null): Promise<void> {
  await sql`UPDATE "order" SET photo_id = ${photoId} WHERE id = ${orderId} AND state IN ('unpaid', 'paid')`.execute(tx)
}

/** Where prints are sent instead, e.g. after they came back. */
export async function setOrderAddress(tx: Tx, secrets: Secrets, orderId: string, address: Address): Promise<void> {
  const sealed = sealAddress(secrets, address, `${orderId}/address`)
  await sql`UPDATE "order" SET address_sealed = ${sealed} WHERE id = ${orderId} AND delivery = 'mail'`.execute(tx)
}

/** The order as it is shown, with what its graduate and campaign add. */
export async function orderShown(tx: Tx, order: Order): Promise<OrderView> {
  const graduate = await graduateOf(tx, order.graduateId)
  const campaign = graduate && (await campaignOf(tx, graduate.campaignId))
  if (graduate === undefined || campaign === undefined) throw new Problem('not-found')
  return orderView(order, graduate, campaign, await movesOf(tx, order.id))
}
