import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openWechatEmulator, type WechatEmulator } from '../../../emulators/wechat.ts'
import { openWechatApi, WechatAway } from './wechat-api.ts'
import { pageOpenIdOf } from './wechat-page.ts'
import { type Shipping, uploadShipping } from './wechat-shipping.ts'

const app = { appId: 'wx1', appSecret: 'app-secret' }
const account = { appId: 'wx2', appSecret: 'account-secret' }
const clock = { now: () => new Date('2026-11-25T04:00:00Z') }
let emulator: WechatEmulator
beforeAll(async () => {
  emulator = await openWechatEmulator(app, 0, account)
})
beforeEach(() => {
  emulator.shipping.shippings.length = 0
  emulator.shipping.payerOf = () => 'anybody'
})
afterAll(() => emulator.close())

const api = () => openWechatApi({ ...app, apiUrl: emulator.url }, clock)
const shipping = (changed: Partial<Shipping> = {}): Shipping => ({
  providerTransaction: '42000001',
  openId: 'openid-1',
  description: '毕业证件照两份',
  delivery: { kind: 'courier', courier: 'ZTO', trackingNumber: '7587', recipientPhone: '+8613800138000' },
  shippedAt: new Date('2026-11-25T03:00:00Z'),
  ...changed,
})

it('a parcel, a hand-over and a file are told once each, however often they are told', async () => {
  const told = [
    shipping(),
    shipping({ providerTransaction: '42000002', delivery: { kind: 'pick-up' } }),
    shipping({ providerTransaction: '42000003', delivery: { kind: 'electronic' }, description: '照'.repeat(200) }),
  ]
  for (const one of [...told, ...told]) expect(await api().uploadShipping(one)).toEqual({ kind: 'accepted' })
  expect(emulator.shipping.shippings).toMatchObject([
    {
      key: { transactionId: '42000001' },
      openId: 'openid-1',
      logisticsType: 1,
      courier: 'ZTO',
      trackingNumber: '7587',
    },
    { key: { transactionId: '42000002' }, logisticsType: 4, trackingNumber: undefined },
    { key: { transactionId: '42000003' }, logisticsType: 3, description: '照'.repeat(120) },
  ])
})

it('a correction is taken once', async () => {
  const at = (minute: number) => shipping({ shippedAt: new Date(`2026-11-25T03:0${minute}:00Z`) })
  expect(await api().uploadShipping(at(0))).toEqual({ kind: 'accepted' })
  expect(await api().uploadShipping(at(1))).toEqual({ kind: 'accepted' })
  expect(await api().uploadShipping(at(2))).toEqual({ kind: 'refused', code: 10060003 })
})

it('the courier that asks for a phone gets it covered', async () => {
  const seen: unknown[] = []
  const call = async (_: string, body: object) => {
    seen.push((body as { shipping_list: { contact?: object }[] }).shipping_list[0]!.contact)
    return { errcode: 0 }
  }
  const delivery = { kind: 'courier', courier: 'SF', trackingNumber: 'SF1', recipientPhone: '+8613800138000' } as const
  await uploadShipping(call, shipping({ delivery }))
  await uploadShipping(call, shipping())
  expect(seen).toEqual([{ receiver_contact: '138****8000' }, undefined])
})

it('a payment that WeChat does not know yet is told later; one of somebody else is for a person to look at', async () => {
  emulator.shipping.payerOf = () => undefined
  expect(await api().uploadShipping(shipping())).toEqual({ kind: 'away', code: 10060001 })
  emulator.shipping.payerOf = () => 'openid-2'
  expect(await api().uploadShipping(shipping())).toEqual({ kind: 'refused', code: 10060031 })
  emulator.failing = true
  const failing = api().uploadShipping(shipping())
  await expect(failing).rejects.toThrow(WechatAway)
  emulator.failing = false
})

it('whether deliveries are to be told is asked of WeChat', async () => {
  expect(await api().isTradeManaged()).toBe(true)
  emulator.tradeManaged = false
  expect(await api().isTradeManaged()).toBe(false)
})

it('a page’s code gives the openid of the official account once, and never names the secret', async () => {
  const setting = { ...account, apiUrl: emulator.url }
  const code = emulator.accountCode('openid-of-the-account')
  expect(await pageOpenIdOf(setting, code)).toBe('openid-of-the-account')
  expect(await pageOpenIdOf(setting, code)).toBeNull()
  expect(await pageOpenIdOf(setting, 'invented')).toBeNull()
  for (const wrong of [{ appSecret: 's3cret' }, { apiUrl: 'http://127.0.0.1:9' }]) {
    const error = await pageOpenIdOf({ ...setting, ...wrong }, 'x').catch((thrown: Error) => thrown)
    expect(error).toBeInstanceOf(WechatAway)
    expect(String(error)).not.toMatch(/secret/)
  }
})
