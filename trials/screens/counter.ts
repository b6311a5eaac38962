import { aPrintRoom } from '../../server/test/print-room.ts'
import { aPrintedOrder } from '../../server/test/printed-orders.ts'
import type { ConsoleShooting } from './shooting.ts'

const people = ['沈若溪', '顾一鸣', '周明轩', '林知远', '苏晴']

/** Orders and refunds, the print room, parcels, reconciliation, invoices and notices. */
export async function shots({ world, shot, consolePage }: ConsoleShooting): Promise<void> {
  const room = await aPrintRoom(world, await world.aStaff({ role: 'print' }))
  const { campaignId } = room.campaign
  for (const [at, name] of people.entries()) await room.order({ name, studentNumber: `20220100${17 + at}` })
  for (const name of people) await aPrintedOrder(world, { ...room.campaign, name })
  await room.staff.call('printBatchMake', { ...room.ofCampaign, body: {} })
  await room.staff.call('staffParcelMake', { params: { campaignId } })
  const place = (page: string) => `?page=${page}&campaign=${campaignId}`

  const orders = await consolePage({ role: 'finance' }, place('orders'))
  await orders.locator('tr[data-row-key]').first().click()
  await orders.locator('.order-head').waitFor()
  await shot(orders, 'console-08-orders')

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
