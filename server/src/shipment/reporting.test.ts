import { afterAll, beforeAll, expect, it } from 'vitest'
import { openWechatEmulator, type WechatEmulator } from '../../../emulators/wechat.ts'
import { aPaymentOf, aPrintedOrder, type PrintedOptions, type PrintedOrder } from '../../test/printed-orders.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { reportDelivered } from './parcels.ts'

const app = { appId: 'wx00000000000000aa', appSecret: 'secret-of-the-mini-program-00000' }
let emulator: WechatEmulator
let world: World
let packer: Visitor
beforeAll(async () => {
  emulator = await openWechatEmulator(app)
  world = await startWorld({
    environment: {
      ...{ TUCAI_WECHAT_APP_ID: app.appId, TUCAI_WECHAT_APP_SECRET: app.appSecret, TUCAI_WECHAT_API_URL: emulator.url },
    },
  })
  packer = await world.aStaff({ role: 'print' })
})
afterAll(async () => {
  await world.close()
  await emulator.close()
})

const toldOf = ({ orderId }: PrintedOrder) =>
  emulator.shipping.shippings.filter(({ openId }) => openId === `openid-${orderId}`)

async function reports(order: PrintedOrder, count: number, states: string[]) {
  await expect
    .poll(
      () => world.query('SELECT state FROM shipping_report WHERE order_id = $1 ORDER BY position', [order.orderId]),
      {
        timeout: 40_000,
      },
    )
    .toEqual(states.map((state) => ({ state })))
  expect(toldOf(order)).toHaveLength(count)
}

async function paidOrder(options: Partial<PrintedOptions> = {}, campaignGiven: object = {}) {
  const campaign = await world.aCampaign(campaignGiven)
  const order = await aPrintedOrder(world, { ...campaign, ...options })
  await aPaymentOf(world, order)
  return { campaign, order }
}

let numbers = 0
async function shipped(options: { pay?: boolean } = {}) {
  const campaign = await world.aCampaign()
  const order = await aPrintedOrder(world, campaign)
  if (options.pay !== false) await aPaymentOf(world, order)
  await packer.call('staffParcelMake', { params: { campaignId: campaign.campaignId } })
  const { parcels } = await packer.call('staffParcelList', { query: { campaignId: campaign.campaignId } })
  const { parcelId } = parcels[0]!
  const ship = () => {
    const trackingNumber = `JT${String(1_234_567_890_000 + ++numbers)}`
    return packer.call('staffParcelShip', { params: { parcelId }, body: { courier: 'jt', trackingNumber } })
  }
  return { order, parcelId, ship, parcel: await ship() }
}

it('WeChat is told once of a parcel that was paid in the mini program: courier, number and payer', async () => {
  const { order, parcel } = await shipped()
  await reports(order, 1, ['accepted'])
  expect(toldOf(order)[0]).toMatchObject({
    ...{ logisticsType: 1, courier: 'JTSD', trackingNumber: parcel.trackingNumber },
    description: '毕业生图像采集纸质照片1份',
  })
})

it('a parcel that is sent again is told once more, and never a third time', async () => {
  const { order, parcelId, ship } = await shipped()
  for (let round = 0; round < 2; round++) {
    await reports(order, Math.min(round + 1, 2), Array(round + 1).fill('accepted'))
    await packer.call('staffParcelReturn', { params: { parcelId }, body: {} })
    await packer.call('staffParcelResend', { params: { parcelId }, body: {} })
    await ship()
  }
  await reports(order, 2, ['accepted', 'accepted'])
})

it('what is fetched at school is told when the box arrives, and a file when its order is done', async () => {
  const { campaign, order } = await paidOrder({ delivery: 'station' }, { stationFeeFen: 0, station: '教务处203' })
  const [bundle] = await packer.call('staffBundleMake', {
    params: { campaignId: campaign.campaignId },
    body: { by: 'campaign' },
  })
  const params = { bundleId: bundle!.bundleId }
  await packer.call('staffBundleSend', { params, body: {} })
  await reports(order, 0, [])
  await packer.call('staffBundleReceive', { params })
  await reports(order, 1, ['accepted'])
  expect(toldOf(order)[0]).toMatchObject({ logisticsType: 4 })

  const { order: electronic } = await paidOrder({ delivery: 'none' })
  const { db, jobs, clock } = world.deps
  for (let again = 0; again < 2; again++)
    await inTransaction(db, SYSTEM, (tx) => reportDelivered(tx, jobs, electronic.orderId, clock.now()))
  await reports(electronic, 1, ['accepted'])
  expect(toldOf(electronic)[0]).toMatchObject({ logisticsType: 3 })
})

it('an order that was paid another way is not told of', async () => {
  const { order } = await shipped({ pay: false })
  await reports(order, 0, [])
})

it('while WeChat is away the report waits, and is told when it is back', async () => {
  emulator.failing = true
  const { order } = await shipped()
  await reports(order, 0, ['due'])
  emulator.failing = false
  await reports(order, 1, ['accepted'])
})

it('a refusal for good is shown to staff with its code and what to do; a mini program without trade management tells nothing', async () => {
  emulator.shipping.payerOf = () => 'somebody-else'
  const { order } = await shipped()
  await reports(order, 0, ['refused'])
  emulator.shipping.payerOf = () => 'anybody'
  const finance = await world.aStaff({ role: 'finance' })
  const page = await finance.call('staffShippingReportList', { query: { state: 'refused' } })
  expect(page.reports).toMatchObject([
    { orderId: order.orderId, code: 10060031, kind: 'courier', zh: expect.stringContaining('付款人') },
  ])

  emulator.tradeManaged = false
  const { order: unmanaged } = await shipped()
  await reports(unmanaged, 0, ['unneeded'])
  emulator.tradeManaged = true
})
