import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import { anOrder, ask, payParameters } from './merchant.ts'

const MINUTE = 60_000
let emulator: WechatPayEmulator
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ now: () => new Date('2027-06-01T04:00:00Z') })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

async function placed(change: object = {}) {
  const order = anOrder(emulator, 'https://photo.example/notices', change)
  const { body } = await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  return { order, parameters: payParameters(emulator, order.appid, body.prepay_id) }
}

async function placedH5(change: object = {}) {
  const scene = { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } } }
  const order = anOrder(emulator, 'https://photo.example/notices', { payer: undefined, ...scene, ...change })
  const { body } = await ask(emulator, 'POST', '/v3/pay/transactions/h5', order)
  return { order, h5Url: body.h5_url as string }
}

const state = () => emulator.ledger().payments[0]!.state

test('the rightly signed parameters pay once', async () => {
  const { parameters } = await placed()
  expect(emulator.pay(parameters)).toEqual({ errMsg: 'requestPayment:ok' })
  expect(emulator.pay(parameters).errMsg).toContain('订单已支付')
  await emulator.settle()
  expect(emulator.notices).toHaveLength(1)
})

test.each([
  [{ paySign: 'c2ln' }],
  [{ timeStamp: '1811822401' }],
  [{ nonceStr: 'another' }],
  [{ appId: 'wx1111111111111111' }],
  [{ package: 'prepay_id=wx0' }],
  [{ signType: 'MD5' }],
  [{ timeStamp: '1811822400000' }],
])('parameters with %j pay nothing', async (change) => {
  const { parameters } = await placed()
  expect(emulator.pay({ ...parameters, ...change }).errMsg).toMatch(/^requestPayment:fail ./)
  expect(state()).toBe('NOTPAY')
})

test('only the person whom the order was placed for pays it', async () => {
  const { order, parameters } = await placed()
  expect(emulator.pay(parameters, { openId: 'oSomebodyElse' }).errMsg).toContain('不一致')
  expect(emulator.pay(parameters, { openId: order.payer.openid }).errMsg).toBe('requestPayment:ok')
})

test('the payer may give up, begin, fail at the bank and pay after all', async () => {
  const { parameters } = await placed()
  expect(emulator.pay(parameters, { does: 'give-up' }).errMsg).toBe('requestPayment:fail cancel')
  expect(state()).toBe('NOTPAY')
  emulator.pay(parameters, { does: 'start' })
  expect(state()).toBe('USERPAYING')
  expect(emulator.pay(parameters, { does: 'fail' }).errMsg).toContain('fail')
  expect(state()).toBe('PAYERROR')
  expect(emulator.pay(parameters).errMsg).toBe('requestPayment:ok')
  expect(state()).toBe('SUCCESS')
})

test('a prepay id ends after two hours, a fresh one of the same order pays', async () => {
  const { order, parameters } = await placed()
  await emulator.advance(120 * MINUTE)
  expect(emulator.pay(parameters).errMsg).toContain('已过期')
  const { body } = await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  expect(emulator.pay(payParameters(emulator, order.appid, body.prepay_id)).errMsg).toBe('requestPayment:ok')
})

test('nothing is paid after the order’s end, which is not sooner than a minute; the order stays unpaid', async () => {
  const at = (ms: number) => new Date(emulator.now().getTime() + ms).toISOString().replace('.000', '')
  const { order } = await placed({ time_expire: at(10_000) })
  await emulator.advance(59_000)
  expect(emulator.payOrder(order.out_trade_no, { does: 'start' }).errMsg).toContain('started')
  await emulator.advance(1_000)
  expect(emulator.payOrder(order.out_trade_no).errMsg).toContain('已过期')
  expect(await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)).toMatchObject({ status: 400 })
  const path = `/v3/pay/transactions/out-trade-no/${order.out_trade_no}?mchid=${order.mchid}`
  expect((await ask(emulator, 'GET', path)).body.trade_state).toBe('USERPAYING')
})

test('what is told of a payment can be forged', async () => {
  const { order, parameters } = await placed()
  emulator.pay(parameters, { forged: { amount: { total: 1 }, payer: { openid: 'oForged' } } })
  const path = `/v3/pay/transactions/out-trade-no/${order.out_trade_no}?mchid=${order.mchid}`
  expect((await ask(emulator, 'GET', path)).body).toMatchObject({
    amount: { total: 1, payer_total: 3500 },
    payer: { openid: 'oForged' },
  })
  expect(emulator.ledger().payments[0]).toMatchObject({ totalFen: 3500 })
})

test('a voucher pays a part', async () => {
  const { order, parameters } = await placed()
  emulator.pay(parameters, { payerFen: 3000 })
  expect(emulator.ledger().payments[0]).toMatchObject({ totalFen: 3500, payerFen: 3000 })
  expect(emulator.payerOf({ mchid: order.mchid, outTradeNo: order.out_trade_no })).toBe(order.payer.openid)
  expect(emulator.payerOf({ transactionId: '42' })).toBeUndefined()
})

const press = (h5Url: string, does: string, redirectUrl = '') =>
  fetch(`${emulator.url}/emulator/cashier`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({
      prepay_id: new URL(h5Url).searchParams.get('prepay_id')!,
      redirect_url: redirectUrl,
      does,
    }),
  })

test('the H5 cashier shows the amount, pays at a press and goes back to the merchant', async () => {
  const { h5Url } = await placedH5()
  const page = await (
    await fetch(`${h5Url}&redirect_url=${encodeURIComponent('https://photo.example/done?a=1')}`)
  ).text()
  expect(page).toContain('¥35.00')
  expect(page).toContain('value="https://photo.example/done?a=1"')
  const pressed = await press(h5Url, 'pay', 'https://photo.example/done?a=1')
  expect([pressed.status, pressed.headers.get('location')]).toEqual([302, 'https://photo.example/done?a=1'])
  expect(state()).toBe('SUCCESS')
  expect(await (await press(h5Url, 'pay')).text()).toContain('订单已支付')
})

test('whoever gives up at the H5 cashier has paid nothing', async () => {
  const { h5Url } = await placedH5()
  expect(await (await press(h5Url, 'give-up')).text()).toContain('已放弃支付')
  expect(state()).toBe('NOTPAY')
})

test('the H5 cashier’s address is good for five minutes and holds no markup of the merchant’s', async () => {
  const { h5Url } = await placedH5({ description: '<b>照片</b>' })
  expect(await (await fetch(h5Url)).text()).toContain('&lt;b&gt;照片&lt;/b&gt;')
  await emulator.advance(5 * MINUTE + 1)
  expect(await (await fetch(h5Url)).text()).toContain('支付请求已失效')
  expect(await (await fetch(`${emulator.url}/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx0`)).text()).toContain(
    '参数格式有误',
  )
})
