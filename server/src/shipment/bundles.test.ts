import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pathOf } from '@tucai/contract'
import { paintedPages } from '@tucai/portrait/pdf-page'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { aPaymentOf, aPrintedOrder, type PrintedOrder, printedOrders, refundOf } from '../../test/printed-orders.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { openSheetReader } from '../platform/sheets/sheet-reader.ts'

let world: World
let packer: Visitor
const sheets = openSheetReader()
beforeAll(async () => {
  world = await startWorld()
  packer = await world.aStaff({ role: 'print' })
})
afterAll(async () => {
  await sheets.stop()
  await world.close()
})

const station = { stationFeeFen: 0, station: '松江校区教务处203，工作日9:00–17:00' }

async function stationCampaign(count: number, changed: object = {}) {
  const campaign = await world.aCampaign({ ...station, ...changed })
  return { campaign, orders: await printedOrders(world, count, { ...campaign, delivery: 'station' }) }
}

const statesOf = async (orders: PrintedOrder[]) => {
  const ids = orders.map(({ orderId }) => orderId)
  const rows = await world.query<{ state: string }>('SELECT state FROM "order" WHERE id = ANY($1) ORDER BY id', [ids])
  return rows.map(({ state }) => state)
}

const make = (campaignId: string, body: object = { by: 'campaign' }) =>
  packer.call('staffBundleMake', { params: { campaignId }, body: body as { by: 'campaign' } })

it('printed orders lie in one box each, by college and in the order of the list, however often it is asked for', async () => {
  const { campaign, orders } = await stationCampaign(5)
  const { campaignId } = campaign
  const place = ([order]: PrintedOrder[], college: string) =>
    world.query('UPDATE graduate SET college = $2 WHERE id = $1', [order!.graduateId, college])
  await place(orders.slice(0), '外国语学院')
  await place(orders.slice(1), '外国语学院')
  await aPrintedOrder(world, { ...campaign, delivery: 'mail' })
  const replies = await Promise.all(
    Array.from({ length: 6 }, () => packer.ask('staffBundleMake', { campaignId }, { by: 'college', most: 2 })),
  )
  const made = replies.filter(({ status }) => status === 200)
  expect(made).toHaveLength(1)
  expect(new Set(replies.filter(({ status }) => status !== 200).map(({ body }) => body.code))).toEqual(
    new Set(['nothing-to-bundle']),
  )
  expect(
    made[0]!.body.map(({ college, orderCount }: { college: string; orderCount: number }) => [college, orderCount]),
  ).toEqual([
    ['外国语学院', 2],
    ['信息工程学院', 2],
    ['信息工程学院', 1],
  ])
})

it('a box takes its orders along: shipped when it leaves, done when it arrives; its students are told both times', async () => {
  const { campaign, orders } = await stationCampaign(3)
  const [bundle] = await make(campaign.campaignId)
  const { bundleId } = bundle!
  const send = (body: object = {}) => packer.call('staffBundleSend', { params: { bundleId }, body })
  expect(await send({ note: '专车' })).toMatchObject({ state: 'sent', note: '专车', station: station.station })
  expect(await statesOf(orders)).toEqual(['shipped', 'shipped', 'shipped'])
  const again = await packer.ask('staffBundleSend', { bundleId }, {})
  expect([again.status, again.body.code]).toEqual([409, 'bundle-moved'])
  const receive = () => packer.call('staffBundleReceive', { params: { bundleId } })
  const received = await Promise.all(Array.from({ length: 10 }, receive))
  expect(new Set(received.map(({ state }) => state))).toEqual(new Set(['received']))
  expect(await statesOf(orders)).toEqual(['done', 'done', 'done'])
  for (const { identityId } of orders)
    await expect
      .poll(() => world.query('SELECT kind FROM notice WHERE identity_id = $1 ORDER BY kind', [identityId]), {
        timeout: 20_000,
      })
      .toEqual([{ kind: 'prints-at-station' }, { kind: 'prints-shipped' }])
})

it('a box with an order that is being given back does not leave until it is taken out, and that order waits for another', async () => {
  const { campaign, orders } = await stationCampaign(3)
  const [bundle] = await make(campaign.campaignId)
  const { bundleId } = bundle!
  const [refunding, ...others] = orders
  await refundOf(world, refunding!, await aPaymentOf(world, refunding!), 'asked')
  const refused = await packer.ask('staffBundleSend', { bundleId }, {})
  expect([refused.status, refused.body.code]).toEqual([409, 'bundle-refunding'])
  expect(await statesOf(orders)).toEqual(['producing', 'producing', 'producing'])
  const shown = await packer.call('staffBundleShow', { params: { bundleId } })
  expect(shown.obstacleCount).toBe(1)
  expect(shown.items.find(({ obstacle }) => obstacle !== null)).toMatchObject({
    orderId: refunding!.orderId,
    obstacle: 'refunding',
  })
  await packer.call('staffBundleSend', { params: { bundleId }, body: { without: [refunding!.orderId] } })
  expect(await statesOf(others)).toEqual(['shipped', 'shipped'])
  expect(await statesOf([refunding!])).toEqual(['producing'])
  await world.query(`UPDATE refund SET state = 'refused', decided_by = 'x' WHERE order_id = $1`, [refunding!.orderId])
  expect((await make(campaign.campaignId))[0]).toMatchObject({ orderCount: 1 })
})

it('the hand-over list names everybody once, by college, class and student number, on paper and as a sheet', async () => {
  const { campaign, orders } = await stationCampaign(40)
  const [bundle] = await make(campaign.campaignId)
  const { bundleId } = bundle!
  await world.query('UPDATE graduate SET name = $2 WHERE id = $1', [orders[0]!.graduateId, '张\u{2b740}'])
  const list = async (format: string) => {
    const reply = await packer.send('GET', `${pathOf('staffBundleHandOver', { bundleId })}?format=${format}`)
    expect(reply.status).toBe(200)
    return reply.bytes
  }
  const sheet = await sheets.read(await list('xlsx'), ['学号'])
  const numbers = sheet.rows.slice(1).map(({ cells }) => cells[3])
  expect(numbers).toHaveLength(40)
  expect(numbers).toEqual(numbers.toSorted())
  const pages = paintedPages(await buffer(Readable.from([await list('pdf')])))
  const words = pages.flatMap(({ texts }) => texts.map(({ text }) => text))
  expect(words.filter((word) => /^2023\d+$/.test(word))).toEqual(numbers)
  expect(words.join('')).toContain('[U+2B740]')
  expect(words.join('')).toContain('领取人签名')
})

it('a student sees the box that holds the own prints, and no other school’s operator does', async () => {
  const { campaign, orders } = await stationCampaign(1)
  const [bundle] = await make(campaign.campaignId)
  const person = await world.aGraduate(campaign)
  const student = world.visitor()
  await student.signUp(person)
  await world.query(
    `WITH owner AS (SELECT identity_id FROM graduate WHERE id = $1), item AS (UPDATE bundle_item SET identity_id = owner.identity_id
       FROM owner WHERE order_id = $2) UPDATE "order" SET identity_id = owner.identity_id FROM owner WHERE id = $2`,
    [person.graduateId, orders[0]!.orderId],
  )
  expect(await student.call('parcelShow', { params: { orderId: orders[0]!.orderId } })).toEqual({
    parcel: null,
    bundle: { state: 'open', station: station.station, sentAt: null, receivedAt: null },
  })
  expect((await packer.ask('staffBundleShow', { bundleId: `${bundle!.bundleId.slice(0, -4)}0000` })).status).toBe(404)
  const school = await world.aStaff({ schoolId: campaign.schoolId })
  expect((await school.ask('staffBundleShow', { bundleId: bundle!.bundleId })).body.code).toBe('role-not-allowed')
})
