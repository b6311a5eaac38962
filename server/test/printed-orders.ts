import { sql } from 'kysely'
import { parseAddress } from '../src/address/address.ts'
import { addOrder, moveOrder } from '../src/order/orders.ts'
import { inTransaction, rowOf, SYSTEM } from '../src/platform/db.ts'
import type { World } from './world.ts'

export interface PrintedOrder {
  orderId: string
  number: string
  graduateId: string
  identityId: string
  schoolId: string
}

export const anAddress = {
  recipient: '林知远',
  phone: '13800138000',
  regionCode: '310115',
  detail: '张江路1号2幢301室',
}

export interface PrintedOptions {
  campaignId: string
  schoolId: string
  delivery?: 'mail' | 'station' | 'none'
  address?: Partial<typeof anAddress>
  name?: string
}

/** An order that was paid and whose prints are made, without the way of its student to it. */
export async function aPrintedOrder(world: World, options: PrintedOptions): Promise<PrintedOrder> {
  const { campaignId, schoolId, delivery = 'mail', address, name } = options
  const { graduateId } = await world.aGraduate({ campaignId, schoolId, ...(name ? { name } : {}) })
  const { db, secrets, clock } = world.deps
  return inTransaction(db, SYSTEM, async (tx) => {
    const found = sql`SELECT identity_id FROM graduate WHERE id = ${graduateId}`
    const { identityId } = (await rowOf<{ identityId: string }>(tx, found))!
    const rest = { graduateId, identityId, schoolId, kind: 'collection', photoId: null, schoolFen: 0 } as const
    const now = clock.now()
    const orderId = await addOrder(
      tx,
      secrets,
      {
        ...{ ...rest, delivery, printSets: delivery === 'none' ? 0 : 1 },
        address: delivery === 'mail' ? parseAddress({ ...anAddress, ...address }) : null,
        lines: [{ kind: 'collection', zh: '图像采集', en: 'Photo collection', quantity: 1, amountFen: 2000 }],
        expiresAt: new Date(now.getTime() + 3_600_000),
      },
      now,
    )
    await moveOrder(tx, orderId, 'unpaid', 'paid', now)
    if (delivery !== 'none') await moveOrder(tx, orderId, 'paid', 'producing', now)
    const batchId = `prb_of_${orderId}`
    if (delivery !== 'none') {
      await sql`INSERT INTO print_batch (id, number, campaign_id, school_id, kind, state, layout, made_by, made_at, printed_at)
        VALUES (${batchId}, ${batchId}, ${campaignId}, ${schoolId}, 'first', 'printed',
          (SELECT print_layout FROM campaign WHERE id = ${campaignId}), 'stf', ${now}, ${now})`.execute(tx)
      await sql`INSERT INTO print_item (batch_id, order_id, identity_id, school_id, kind, sequence, sets, state, printed_at)
        VALUES (${batchId}, ${orderId}, ${identityId}, ${schoolId}, 'first', 1, 1, 'printed', ${now})`.execute(tx)
    }
    const order = await rowOf<{ number: string }>(tx, sql`SELECT number FROM "order" WHERE id = ${orderId}`)
    return { orderId, number: order!.number, graduateId, identityId, schoolId }
  })
}

export async function printedOrders(world: World, count: number, options: PrintedOptions): Promise<PrintedOrder[]> {
  const orders: PrintedOrder[] = []
  while (orders.length < count) orders.push(await aPrintedOrder(world, options))
  return orders
}

/** A payment of an order as WeChat Pay makes it, or the simulated cashier, paid. Answers the payment’s id. */
export async function aPaymentOf(
  world: World,
  { orderId, identityId, schoolId }: PrintedOrder,
  provider: 'wechat-pay' | 'simulated' = 'wechat-pay',
): Promise<string> {
  const id = `pay_of_${orderId}`
  const [way, merchant] = provider === 'simulated' ? ['simulated', 'simulated'] : ['weapp', 'm']
  const payer = world.deps.secrets.seal(`openid-${orderId}`, `${id}/payer`)
  await world.query(
    `INSERT INTO payment (id, order_id, identity_id, school_id, provider, way, merchant, payer_sealed, trade_number,
       provider_transaction, amount_fen, state, started_at, expires_at, ended_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 2000, 'paid', now(), now(), now())`,
    [
      ...[id, orderId, identityId, schoolId, provider, way, merchant, payer],
      ...[`T${orderId}`.slice(0, 32), `42${orderId}`.slice(0, 32)],
    ],
  )
  return id
}

/** A refund of that payment in some state. */
export async function refundOf(world: World, order: PrintedOrder, paymentId: string, state: string): Promise<void> {
  await world.query(`UPDATE payment SET refund_reserved_fen = amount_fen WHERE id = $1`, [paymentId])
  await world.query(
    `INSERT INTO refund (id, number, payment_id, order_id, identity_id, school_id, kind, reason, amount_fen, state,
       request_key, asked_by, asked_at)
     VALUES ($1, $1, $2, $3, $4, $5, 'staff', '学生要求', 2000, $6, 'k', 'stf', now())`,
    [`rfd_of_${order.orderId}`, paymentId, order.orderId, order.identityId, order.schoolId, state],
  )
}
