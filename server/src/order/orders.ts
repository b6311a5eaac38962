import { type OrderLine, type OrderState, type OrderView, Problem } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import type { Address } from '../address/address.ts'
import { openAddress, sealAddress } from '../address/addresses.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { graduateOf } from '../graduate/graduates.ts'
import { countOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId, randomDigits } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Order, orderMoves, orderNumber, orderView, totalFen } from './order.ts'

export const sealedInOrders: SealedColumn[] = [
  { table: 'order', key: 'id', column: 'address_sealed', boundTo: (id) => `${id}/address` },
]

type OrderRow = Omit<Order, 'address' | 'lines'> & { addressSealed: string | null; lines: OrderLine[] }

const SELECT = sql`SELECT o.id, o.number, o.graduate_id, o.identity_id, o.school_id, o.state, o.photo_id, o.paper,
  o.address_sealed, o.total_fen, o.placed_at, o.paid_at, o.cancelled_at,
  (SELECT jsonb_agg(jsonb_build_object('kind', l.kind, 'zh', l.zh, 'en', l.en, 'amountFen', l.amount_fen)
     ORDER BY l.position) FROM order_line l WHERE l.order_id = o.id) AS lines
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

/** The unpaid or paid order of a graduate; `lock` keeps it from moving until the transaction ends. */
export async function presentOrder(
  tx: Tx,
  secrets: Secrets,
  graduateId: string,
  { lock = false } = {},
): Promise<Order | undefined> {
  const found = sql`WHERE o.graduate_id = ${graduateId} AND o.state IN ('unpaid', 'paid')`
  return (await ordersWhere(tx, secrets, lock ? sql`${found} FOR UPDATE OF o` : found))[0]
}

export async function ordersOf(tx: Tx, secrets: Secrets, identityId: string): Promise<Order[]> {
  return ordersWhere(tx, secrets, sql`WHERE o.identity_id = ${identityId} ORDER BY o.placed_at DESC, o.id`)
}

export interface NewOrder {
  graduateId: string
  identityId: string
  schoolId: string
  photoId: string
  paper: boolean
  address: Address | null
  lines: OrderLine[]
}

export async function addOrder(tx: Tx, secrets: Secrets, order: NewOrder, now: Date): Promise<string> {
  const id = newId('ord')
  const { graduateId, identityId, schoolId, photoId, paper, address, lines } = order
  const sealed = address && sealAddress(secrets, address, `${id}/address`)
  await sql`INSERT INTO "order" (id, number, graduate_id, identity_id, school_id, state, photo_id, paper,
      address_sealed, total_fen, placed_at)
    VALUES (${id}, ${orderNumber(now, randomDigits(10))}, ${graduateId}, ${identityId}, ${schoolId}, 'unpaid',
      ${photoId}, ${paper}, ${sealed}, ${totalFen(lines)}, ${now})`.execute(tx)
  for (const [position, line] of lines.entries()) {
    await sql`INSERT INTO order_line (order_id, position, identity_id, school_id, kind, zh, en, amount_fen)
      VALUES (${id}, ${position}, ${identityId}, ${schoolId}, ${line.kind}, ${line.zh}, ${line.en},
        ${line.amountFen})`.execute(tx)
  }
  return id
}

/** Moves an order. False when it was no longer in `from`. @throws for a move that the table of moves does not have */
export async function moveOrder(
  tx: Tx,
  orderId: string,
  from: OrderState,
  to: 'paid' | 'cancelled',
  at: Date,
): Promise<boolean> {
  if (!orderMoves[from].includes(to)) throw new Error(`an order can't go from ${from} to ${to}`)
  const stamp = to === 'paid' ? sql`paid_at` : sql`cancelled_at`
  const moved = await countOf(
    tx,
    sql`UPDATE "order" SET state = ${to}, ${stamp} = ${at} WHERE id = ${orderId} AND state = ${from}`,
  )
  return moved === 1
}

/** Which photo an unpaid order is for; null while it is taken anew. */
export async function setOrderPhoto(tx: Tx, orderId: string, photoId: string | null): Promise<void> {
  await sql`UPDATE "order" SET photo_id = ${photoId} WHERE id = ${orderId} AND state = 'unpaid'`.execute(tx)
}

/** The order as it is shown, with what its graduate and campaign add. */
export async function orderShown(tx: Tx, order: Order): Promise<OrderView> {
  const graduate = await graduateOf(tx, order.graduateId)
  const campaign = graduate && (await campaignOf(tx, graduate.campaignId))
  if (graduate === undefined || campaign === undefined) throw new Problem('not-found')
  return orderView(order, graduate, campaign)
}
