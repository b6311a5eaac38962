import { aPrintRoom } from '../../server/test/print-room.ts'
import { aPaymentOf, aPrintedOrder, refundOf } from '../../server/test/printed-orders.ts'
import type { World } from '../../server/test/world.ts'
import { drawnPictures } from './drawn.ts'
import type { ConsoleShooting } from './shooting.ts'

const people = ['沈若溪', '顾一鸣', '周明轩', '林知远', '苏晴']

/** Orders and refunds, the print room, parcels, reconciliation, invoices and notices. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const room = await aPrintRoom(world, await world.aStaff({ role: 'print' }))
  const { campaignId } = room.campaign
  const pictures = await drawnPictures(world)
  for (const [at, name] of people.entries()) {
    const { master } = pictures[at % pictures.length]!.developed
    await room.order({ name, studentNumber: `20220100${17 + at}`, master: master! })
  }
  const orders = []
  for (const name of people) orders.push(await aPrintedOrder(world, { ...room.campaign, name }))
  const payments = []
  for (const order of orders) payments.push(await aPaymentOf(world, order))
  await refundOf(world, orders[4]!, payments[4]!, 'asked')
  await daysOfAccounts(world)
  await room.staff.call('printBatchMake', { ...room.ofCampaign, body: {} })
  await room.staff.call('staffParcelMake', { params: { campaignId } })
  const place = (page: string) => `?page=${page}&campaign=${campaignId}`

  const money = await consolePage({ role: 'finance' }, place('orders'))
  await money.locator('tr[data-row-key]').first().click()
  await money.locator('.order-head').waitFor()
  await shot(money, 'console-08-orders')

  const prints = await consolePage({ role: 'print' }, place('prints'))
  await prints.locator('.sheet-large image').first().waitFor({ timeout: 60_000 })
  await shot(prints, 'console-09-print-room')

  const parcels = await consolePage({ role: 'print' }, place('parcels'))
  await parcels.locator('tr[data-row-key]').first().click()
  await parcels.locator('.parcel-foot').waitFor()
  await shot(parcels, 'console-10-parcels')

  for (const [page, name] of [
    ['reconciliation', 'console-12-reconciliation'],
    ['invoices', 'console-invoices'],
  ] as const) {
    const shown = await consolePage({ role: 'finance' }, place(page))
    await shown.locator('h1').waitFor()
    await shot(shown, name)
  }
  const notices = await consolePage({ role: 'administrator' }, place('notices'))
  await notices.locator('h1').waitFor()
  await shot(notices, 'console-notices')
}

/** Five days of the provider's bills, one of which differs. */
async function daysOfAccounts(world: World): Promise<void> {
  const now = world.deps.clock.now().getTime()
  for (let ago = 1; ago <= 5; ago++) {
    const at = new Date(now - ago * 86_400_000)
    const count = 60 - ago * 4
    await world.query(
      `INSERT INTO reconciliation (id, provider, day, payment_count, paid_fen, refund_count, refunded_fen, made_at)
       VALUES ($1, 'wechat-pay', $2::timestamptz, $3, $4, 1, 2000, $2::timestamptz)`,
      [`rec_${ago}`, at, count, count * 2000],
    )
  }
  await world.query(
    `INSERT INTO reconciliation_difference (id, reconciliation_id, kind, what, trade_number, ours_fen, theirs_fen)
     VALUES ('dif_1', 'rec_2', 'only-theirs', 'payment', 'T2026041500417', NULL, 2000)`,
  )
}
