import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathOf, type StaffParcel, type TrackingImported } from '@tucai/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  anAddress,
  aPaymentOf,
  aPrintedOrder,
  type PrintedOrder,
  printedOrders,
  refundOf,
} from '../../test/printed-orders.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, rowOf, SYSTEM } from '../platform/db.ts'
import { exportContent } from '../rights/export-content.ts'

const sender = {
  TUCAI_SENDER_NAME: '上海图像采集中心',
  TUCAI_SENDER_PHONE: '021-36521352',
  TUCAI_SENDER_ADDRESS: '上海市虹口区虬江支路181号21楼2108室',
}

let world: World
let packer: Visitor
beforeAll(async () => {
  world = await startWorld({ environment: sender })
  packer = await world.aStaff({ role: 'print' })
})
afterAll(() => world.close())

let parcelCount = 0
const trackingNumber = () => `SF${String(1_402_000_000_000 + ++parcelCount)}`

const aLabel = () => ({ courier: 'sf', trackingNumber: trackingNumber() })

async function parcelsOf(orders: PrintedOrder[], campaignId: string): Promise<StaffParcel[]> {
  await packer.call('staffParcelMake', { params: { campaignId } })
  const { parcels } = await packer.call('staffParcelList', { query: { campaignId, limit: 200 } })
  return orders.map(({ orderId }) => parcels.find((parcel) => parcel.orderId === orderId)!)
}

async function aParcel(options: object = {}) {
  const campaign = await world.aCampaign()
  const order = await aPrintedOrder(world, { ...campaign, ...options })
  const [parcel] = await parcelsOf([order], campaign.campaignId)
  return { campaign, order, parcel: parcel! }
}

const ship = (parcelId: string, number = trackingNumber()) =>
  packer.call('staffParcelShip', { params: { parcelId }, body: { courier: 'sf', trackingNumber: number } })

async function orderState(orderId: string): Promise<string> {
  const [row] = await world.query<{ state: string }>('SELECT state FROM "order" WHERE id = $1', [orderId])
  return row!.state
}

async function upload(csv: string | Buffer, fields: Record<string, string>, by = packer) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([Uint8Array.from(Buffer.from(csv))]), 'numbers.csv')
  return by.send('POST', pathOf('staffTrackingImport'), { body: form })
}

async function imported(csv: string, fields: Record<string, string> = { dryRun: 'false' }): Promise<TrackingImported> {
  const { status, body } = await upload(csv, { courier: 'sf', ...fields })
  expect([status, body.code]).toEqual([200, undefined])
  return body
}

const csvOf = (rows: string[][]) => [['订单号', '运单号'], ...rows].map((cells) => cells.join(',')).join('\r\n')

async function noticesOf(identityId: string, kind: string, count: number): Promise<void> {
  await expect
    .poll(() => world.query('SELECT 1 FROM notice WHERE identity_id = $1 AND kind = $2', [identityId, kind]), {
      timeout: 20_000,
    })
    .toHaveLength(count)
}

describe('a parcel', () => {
  it('is made once for each printed order that is mailed, however often it is asked for', async () => {
    const campaign = await world.aCampaign()
    const { campaignId } = campaign
    await printedOrders(world, 3, campaign)
    await aPrintedOrder(world, { ...campaign, delivery: 'station' })
    await aPrintedOrder(world, { ...campaign, delivery: 'none' })
    expect(await packer.call('staffPackingDue', { params: { campaignId } })).toEqual({ parcels: 3, bundled: 1 })
    const made = await Promise.all(
      Array.from({ length: 8 }, () => packer.call('staffParcelMake', { params: { campaignId } })),
    )
    expect(made.reduce((sum, { count }) => sum + count, 0)).toBe(3)
    const page = await packer.call('staffParcelList', { query: { campaignId } })
    expect([page.total, page.counts]).toMatchObject([3, { all: 3, waiting: 3, 'to-send': 3, trouble: 0 }])
    expect(page.parcels[0]).toMatchObject({ state: 'waiting', recipient: '林**', region: '上海市 浦东新区' })
    expect(JSON.stringify(page)).not.toContain(anAddress.phone.slice(-8))
    expect(JSON.stringify(page)).not.toContain(anAddress.detail)
  })

  it('takes its order along: shipped with it, done when it arrives; the student is told once and sees the way', async () => {
    const { order, parcel } = await aParcel()
    const number = trackingNumber()
    expect(await ship(parcel.parcelId, number.toLowerCase())).toMatchObject({
      state: 'shipped',
      trackingNumber: number,
    })
    expect(await ship(parcel.parcelId, number)).toMatchObject({ state: 'shipped', timesSent: 1 })
    expect(await orderState(order.orderId)).toBe('shipped')
    const again = await packer.ask('staffParcelShip', { parcelId: parcel.parcelId }, aLabel())
    expect([again.status, again.body.code]).toEqual([409, 'parcel-moved'])
    await noticesOf(order.identityId, 'prints-shipped', 1)
    const deliver = () => packer.call('staffParcelDeliver', { params: { parcelId: parcel.parcelId } })
    expect((await deliver()).state).toBe('delivered')
    expect((await deliver()).state).toBe('delivered')
    expect(await orderState(order.orderId)).toBe('done')
    const shown = await packer.call('staffParcelShow', { params: { parcelId: parcel.parcelId } })
    expect(shown.moves.map(({ state }) => state)).toEqual(['waiting', 'shipped', 'delivered'])
  })

  it('that came back is told of, goes to another address, and leaves under another number', async () => {
    const { order, parcel } = await aParcel()
    const { parcelId } = parcel
    const first = trackingNumber()
    await ship(parcelId, first)
    const returned = await packer.call('staffParcelReturn', { params: { parcelId }, body: { note: '电话两次未接通' } })
    expect(returned).toMatchObject({ state: 'returned', note: '电话两次未接通', trackingNumber: first })
    expect(await orderState(order.orderId)).toBe('shipped')
    await noticesOf(order.identityId, 'parcel-returned', 1)
    const address = { ...anAddress, regionCode: '330212', detail: '钱湖南路8号' }
    await packer.call('staffParcelResend', { params: { parcelId }, body: { address } })
    expect(
      await packer.call('staffParcelAddress', { params: { parcelId }, body: { reason: 'identity-call' } }),
    ).toMatchObject({ detail: '钱湖南路8号' })
    const taken = await packer.ask('staffParcelShip', { parcelId }, { courier: 'sf', trackingNumber: first })
    expect([taken.status, taken.body.code]).toEqual([409, 'tracking-number-taken'])
    expect(await ship(parcelId)).toMatchObject({ state: 'shipped', timesSent: 2 })
    await noticesOf(order.identityId, 'prints-shipped', 2)
  })

  it('of an order that was given back is cancelled before it leaves', async () => {
    const { order, parcel } = await aParcel()
    await aPaymentOf(world, order, 'simulated')
    const finance = await world.aStaff({ role: 'finance' })
    const body = { amountFen: 2000, reason: '学生要求', key: 'one-key-of-many' }
    await finance.call('staffRefundAsk', { params: { orderId: order.orderId }, body })
    const { parcelId } = parcel
    const stateNow = async () => (await packer.call('staffParcelShow', { params: { parcelId } })).state
    await expect.poll(stateNow, { timeout: 20_000 }).toBe('cancelled')
    expect(await orderState(order.orderId)).toBe('refunded')
    expect((await packer.ask('staffParcelShip', { parcelId }, aLabel())).body.code).toBe('parcel-moved')
  })
})

describe('what is being given back does not leave', () => {
  it.each(['asked', 'approved', 'sent', 'failed'])('while its refund is %s', async (state) => {
    const { campaign, order, parcel } = await aParcel()
    await refundOf(world, order, await aPaymentOf(world, order), state)
    const refused = await packer.ask('staffParcelShip', { parcelId: parcel.parcelId }, aLabel())
    expect([refused.status, refused.body.code]).toEqual([409, 'parcel-refunding'])
    expect(await imported(csvOf([[order.number, trackingNumber()]]))).toMatchObject({
      ...{ stored: false, shipped: 0, problems: [{ row: 2, cell: 'A2', code: 'order-refunding' }] },
    })
    const labels = await packer.ask('staffParcelLabels', {}, { campaignId: campaign.campaignId, sheet: '100x150' })
    expect(labels.body.code).toBe('nothing-to-label')
    expect(await orderState(order.orderId)).toBe('producing')
  })

  it('with a refund and the courier at once it leaves whole, or is held whole', async () => {
    const finance = await world.aStaff({ role: 'finance' })
    for (let round = 0; round < 12; round++) {
      const { order, parcel } = await aParcel()
      await aPaymentOf(world, order)
      const refund = { amountFen: 2000, reason: '学生要求', key: 'one-key-of-many' }
      const [asked, shipped] = await Promise.all([
        finance.ask('staffRefundAsk', { orderId: order.orderId }, refund),
        packer.ask('staffParcelShip', { parcelId: parcel.parcelId }, aLabel()),
      ])
      expect(asked.status).toBe(200)
      const { state } = await packer.call('staffParcelShow', { params: { parcelId: parcel.parcelId } })
      const left = shipped.status === 200
      expect(left ? 'left' : shipped.body.code).toBe(left ? 'left' : 'parcel-refunding')
      expect([state, await orderState(order.orderId)]).toEqual(left ? ['shipped', 'shipped'] : ['waiting', 'producing'])
    }
  })
})

describe('a file of tracking numbers', () => {
  it('is tried first, then ships every order; the same file again changes nothing', async () => {
    const campaign = await world.aCampaign()
    const orders = await printedOrders(world, 5, campaign)
    await parcelsOf(orders, campaign.campaignId)
    const csv = csvOf(orders.map(({ number }) => [number, trackingNumber()]))
    expect(await imported(csv, {})).toMatchObject({ dryRun: true, stored: false, shipped: 5, problemCount: 0 })
    expect(await orderState(orders[0]!.orderId)).toBe('producing')
    expect(await imported(csv)).toMatchObject({ dryRun: false, stored: true, shipped: 5, unchanged: 0 })
    expect(await imported(csv)).toMatchObject({ stored: false, shipped: 0, unchanged: 5, problemCount: 0 })
    for (const { orderId, identityId } of orders) {
      expect(await orderState(orderId)).toBe('shipped')
      await noticesOf(identityId, 'prints-shipped', 1)
    }
  })

  it('with something wrong in it stores nothing, unless the good rows are asked for', async () => {
    const campaign = await world.aCampaign()
    const orders = await printedOrders(world, 4, campaign)
    const [shipped, good, held] = await parcelsOf(orders, campaign.campaignId)
    const known = trackingNumber()
    await ship(shipped!.parcelId, known)
    const station = await aPrintedOrder(world, { ...campaign, delivery: 'station' })
    const csv = csvOf([
      [shipped!.orderNumber, trackingNumber()],
      [good!.orderNumber, trackingNumber()],
      ['20200101-00000-00000', trackingNumber()],
      [held!.orderNumber, known],
      [orders[3]!.number, '1.40200000883E+14'],
      [station.number, trackingNumber()],
    ])
    const problems = [
      { row: 2, cell: 'A2', column: '订单号', code: 'shipped-otherwise' },
      { row: 4, cell: 'A4', code: 'order-unknown' },
      { row: 5, cell: 'B5', column: '运单号', code: 'number-taken' },
      { row: 6, cell: 'B6', code: 'number-damaged' },
      { row: 7, cell: 'A7', code: 'order-without-parcel' },
    ]
    expect(await imported(csv)).toMatchObject({ stored: false, shipped: 0, problemCount: 5, problems })
    expect(await orderState(good!.orderId)).toBe('producing')
    expect(await imported(csv, { dryRun: 'false', takeGood: 'true' })).toMatchObject({
      stored: true,
      shipped: 1,
      problems,
    })
    expect(await orderState(good!.orderId)).toBe('shipped')
  })

  it('twenty times at once ships each order once', async () => {
    const campaign = await world.aCampaign()
    const orders = await printedOrders(world, 20, campaign)
    await parcelsOf(orders, campaign.campaignId)
    const csv = csvOf(orders.map(({ number }) => [number, trackingNumber()]))
    const replies = await Promise.all(
      Array.from({ length: 20 }, async () => {
        for (;;) {
          const reply = await upload(csv, { courier: 'sf', dryRun: 'false' })
          // Eight files wait for their reader; the others are asked to come again.
          if (reply.status !== 503) return reply
        }
      }),
    )
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(replies.reduce((sum, { body }) => sum + body.shipped, 0)).toBe(20)
    expect(replies.filter(({ body }) => body.unchanged === 20)).toHaveLength(19)
    const moves = await world.query(
      `SELECT m.parcel_id FROM parcel_move m JOIN parcel p ON p.id = m.parcel_id
       WHERE p.campaign_id = $1 AND m.state = 'shipped'`,
      [campaign.campaignId],
    )
    expect(moves).toHaveLength(20)
  })

  it('and parcels that are shipped by hand meanwhile: each order leaves once', async () => {
    const campaign = await world.aCampaign()
    const orders = await printedOrders(world, 6, campaign)
    const parcels = await parcelsOf(orders, campaign.campaignId)
    const rows = orders.map(({ number }) => [number, trackingNumber()])
    await Promise.all([
      upload(csvOf(rows), { courier: 'sf', dryRun: 'false', takeGood: 'true' }),
      ...parcels.map(({ parcelId }) =>
        packer.ask('staffParcelShip', { parcelId }, { courier: 'zto', trackingNumber: trackingNumber() }),
      ),
    ])
    const sent = await world.query('SELECT times_sent FROM parcel WHERE campaign_id = $1', [campaign.campaignId])
    expect(sent.map(({ times_sent }) => times_sent)).toEqual(Array(6).fill(1))
  })

  it('that is none is refused in a sentence', async () => {
    for (const [bytes, code] of [
      [Buffer.alloc(0), 'sheet-empty'],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'sheet-old-format'],
      [Buffer.from('504b03041400', 'hex'), 'sheet-unreadable'],
      [Buffer.alloc(9_000_000, 0x31), 'sheet-too-large'],
    ] as const) {
      const { status, body } = await upload(bytes, {})
      expect([code, body.code, status < 500]).toEqual([code, code, true])
    }
    expect((await upload('订单号,运单号\n', { courier: 'nobody' })).body.code).toBe('courier-unknown')
    expect((await upload('订单号,运单号\n', { dryRun: 'maybe' })).body.code).toBe('request-malformed')
  })
})

const hostile = resolve(import.meta.dirname, '../../../../../shared/data/hostile')
const groups = ['spreadsheet', 'spreadsheet-hostile', 'csv'].filter((group) => existsSync(join(hostile, group)))
describe.runIf(groups.length > 0)('each hostile file is answered in sentences, ships nothing and hangs nobody', () => {
  it.each(groups)(
    '%s',
    async (group) => {
      for (const name of await readdir(join(hostile, group))) {
        const { status, body } = await upload(await readFile(join(hostile, group, name)), {
          dryRun: 'false',
          takeGood: 'true',
        })
        expect([name, status]).toEqual([name, status === 200 ? 200 : status === 413 ? 413 : 422])
        if (status === 200) expect([name, body.stored, body.problemCount > 0]).toEqual([name, false, true])
        for (const { zh } of status === 200 ? body.problems : [body])
          expect([name, zh]).toEqual([name, expect.stringMatching(/\p{Script=Han}/u)])
      }
    },
    300_000,
  )
})

describe('who may see', () => {
  it('a student the own parcel, an operator of another school none, a reviewer nothing', async () => {
    const campaign = await world.aCampaign()
    const person = await world.aGraduate(campaign)
    const student = world.visitor()
    await student.signUp(person)
    const order = await aPrintedOrder(world, campaign)
    await world.query(
      'UPDATE "order" SET identity_id = g.identity_id FROM graduate g WHERE g.id = $2 AND "order".id = $1',
      [order.orderId, person.graduateId],
    )
    const [parcel] = await parcelsOf([order], campaign.campaignId)
    const number = trackingNumber()
    await ship(parcel!.parcelId, number)
    expect(await student.call('parcelShow', { params: { orderId: order.orderId } })).toMatchObject({
      parcel: {
        ...{ state: 'shipped', courier: { code: 'sf', zh: '顺丰速运' }, trackingNumber: number },
        moves: [{ state: 'waiting' }, { state: 'shipped', trackingNumber: number }],
      },
      bundle: null,
    })
    const { db } = world.deps
    const { data } = await inTransaction(db, SYSTEM, async (tx) => {
      const found = sql`SELECT a.id AS account_id, a.identity_id FROM account a JOIN graduate g ON g.identity_id = a.identity_id
        WHERE g.id = ${person.graduateId}`
      return exportContent(tx, world.deps, (await rowOf<{ accountId: string; identityId: string }>(tx, found))!)
    })
    expect(data).toMatchObject({ parcels: [{}, { state: 'shipped', courier: 'sf', trackingNumber: number }] })
    const other = world.visitor()
    await other.signUp(await world.aGraduate(campaign))
    expect((await other.ask('parcelShow', { orderId: order.orderId })).status).toBe(404)
    const reviewer = await world.aStaff({ role: 'reviewer' })
    expect((await reviewer.ask('staffParcelList')).body.code).toBe('role-not-allowed')
    const auditor = await world.aStaff({ role: 'auditor' })
    expect((await auditor.call('staffParcelList', { query: { search: number } })).total).toBe(1)
    expect(
      (await auditor.ask('staffParcelAddress', { parcelId: parcel!.parcelId }, { reason: 'identity-call' })).body.code,
    ).toBe('role-not-allowed')
  })

  it('each reading of addresses is on record, by order', async () => {
    const { order, parcel } = await aParcel()
    const { parcelId } = parcel
    const recorded = () =>
      world.query<{ action: string }>('SELECT action FROM audit WHERE $1 = ANY(subject_ids) ORDER BY at, id', [
        order.orderId,
      ])
    const before = (await recorded()).length
    await packer.call('staffParcelAddress', { params: { parcelId }, body: { reason: 'identity-call' } })
    const asked = { campaignId: parcel.campaignId, sheet: 'a4-8' }
    expect((await packer.ask('staffParcelLabels', {}, asked)).status).toBe(200)
    const file = { campaignId: parcel.campaignId, courier: 'sf', format: 'csv', again: true }
    expect((await packer.ask('staffCourierExport', {}, file)).status).toBe(200)
    const rows = (await recorded()).slice(before).map(({ action }) => action)
    expect(rows).toEqual(['addresses-read', 'addresses-read', 'addresses-read'])
  })
})
