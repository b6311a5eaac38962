import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../emulators/wechat-pay/emulator.ts'
import { feesByCommand } from '../src/campaign/campaign-commands.ts'
import { openMoney } from '../src/money.ts'
import { listAlarms, reconcileByCommand } from '../src/payment/payment-commands.ts'
import { UsageWrong } from '../src/platform/command.ts'
import { cancelCampaignByCommand } from '../src/refund/refund-commands.ts'
import { anOrder } from './steps.ts'
import { startWorld, type World } from './world.ts'

let world: World
let emulator: WechatPayEmulator
let folder: string
let said: string[] = []
const say = (line: string) => said.push(line)
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ now: () => world?.deps.clock.now() ?? new Date() })
  world = await startWorld({ wechatPay: emulator })
  folder = await mkdtemp(join(tmpdir(), 'tucai-fees-'))
})
afterAll(async () => {
  await world.close()
  await emulator.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => {
  said = []
})

it('fees are shown in the form in which they are taken, and nothing is taken that does not fit', async () => {
  const { campaignId } = await world.aCampaign()
  expect(await feesByCommand(world.deps, [campaignId], folder, say)).toBe(0)
  const fees = JSON.parse(said[0]!)
  expect(fees).toMatchObject({ collectionFeeFen: 2000, paperFeeFen: 1500, refundRule: 'until-production' })
  await writeFile(join(folder, 'fees.json'), JSON.stringify({ ...fees, collectionFeeFen: 2500 }))
  expect(await feesByCommand(world.deps, [campaignId, 'fees.json'], folder, say)).toBe(0)
  expect(JSON.parse(said[1]!).collectionFeeFen).toBe(2500)
  for (const wrong of [
    { collectionFeeFen: -1 },
    { payer: 'nobody' },
    { stationFeeFen: 0, station: ' ' },
    { more: 1 },
  ]) {
    await writeFile(join(folder, 'wrong.json'), JSON.stringify({ ...fees, ...wrong }))
    await expect(feesByCommand(world.deps, [campaignId, 'wrong.json'], folder, say)).rejects.toThrow(UsageWrong)
  }
  await expect(feesByCommand(world.deps, [campaignId, 'missing.json'], folder, say)).rejects.toThrow(UsageWrong)
  expect(await feesByCommand(world.deps, ['cmp_nobodys'], folder, say)).toBe(1)
})

it('a campaign is cancelled only when it is said twice', async () => {
  const { campaignId } = await world.aCampaign()
  expect(await cancelCampaignByCommand(world.deps, [campaignId], say)).toBe(1)
  const isCancelled = async () =>
    (await world.query('SELECT 1 FROM campaign WHERE id = $1 AND cancelled_at IS NOT NULL', [campaignId])).length === 1
  expect(await isCancelled()).toBe(false)
  expect(await cancelCampaignByCommand(world.deps, [campaignId, '--give-back'], say)).toBe(0)
  expect(await isCancelled()).toBe(true)
  expect(await cancelCampaignByCommand(world.deps, ['cmp_nobodys', '--give-back'], say)).toBe(1)
})

it('a day is compared with the bill, and the exit code tells whether all agrees', async () => {
  const { payments } = openMoney(world.deps, async () => {})
  const { student, order } = await anOrder(world)
  const { cashier } = await student.call('paymentStart', { params: { orderId: order.orderId }, body: { way: 'h5' } })
  if (cashier?.kind !== 'wechat-h5') throw new Error('there was no page to go to')
  emulator.payH5(cashier.url)
  await emulator.settle()
  const day = new Date(world.deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  expect(await reconcileByCommand(payments, [day], say)).toBe(1)
  expect(said.at(-1)).toContain('还不能下载')
  world.travel(36 * 3_600_000)
  expect(await reconcileByCommand(payments, [day], say)).toBe(0)
  expect(said.slice(-2)).toEqual([`${day} wechat-pay  收款 1 笔 ¥20.00  退款 0 笔 ¥0.00`, '账目一致'])
  await world.query('UPDATE payment SET amount_fen = 1999, billed_on = NULL WHERE order_id = $1', [order.orderId])
  expect(await reconcileByCommand(payments, [day], say)).toBe(1)
  expect(said.at(-1)).toBe('1 处差异待处理')
  await expect(reconcileByCommand(payments, ['yesterday'], say)).rejects.toThrow(UsageWrong)
  expect(await listAlarms(world.deps, say)).toBe(0)
})
