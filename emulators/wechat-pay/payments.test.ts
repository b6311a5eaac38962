import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import { anOrder, ask } from './merchant.ts'

let emulator: WechatPayEmulator
beforeAll(async () => {
  const now = () => new Date('2027-06-01T04:00:00Z')
  emulator = await openWechatPayEmulator({ now, knowsOpenId: (_app, openId) => openId.startsWith('oUp') })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const url = 'https://photo.example/notices'
const jsapi = (order: object) => ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
const h5 = (order: object) => ask(emulator, 'POST', '/v3/pay/transactions/h5', order)
const query = (number: string) =>
  ask(emulator, 'GET', `/v3/pay/transactions/out-trade-no/${number}?mchid=${emulator.merchant.mchid}`)
const close = (number: string) =>
  ask(emulator, 'POST', `/v3/pay/transactions/out-trade-no/${number}/close`, { mchid: emulator.merchant.mchid })

test('an order that nobody has paid yet tells no payer, no time and no number', async () => {
  const order = anOrder(emulator, url, { attach: 'a1' })
  const placed = await jsapi(order)
  expect(placed.body.prepay_id).toMatch(/^wx20270601120000[0-9a-f]{20}$/)
  const { body } = await query(order.out_trade_no)
  expect(body).toEqual({
    mchid: order.mchid,
    appid: order.appid,
    out_trade_no: order.out_trade_no,
    trade_state: 'NOTPAY',
    trade_state_desc: '订单未支付',
    amount: { total: 3500, payer_currency: 'CNY' },
  })
})

test('a paid order is told whole, by either number', async () => {
  const order = anOrder(emulator, url, { attach: 'a1' })
  await jsapi(order)
  emulator.payOrder(order.out_trade_no)
  const { body } = await query(order.out_trade_no)
  expect(body).toMatchObject({
    transaction_id: expect.stringMatching(/^42\d{26}$/),
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    bank_type: 'OTHERS',
    attach: 'a1',
    success_time: '2027-06-01T12:00:00+08:00',
    payer: order.payer,
    amount: { total: 3500, payer_total: 3500, currency: 'CNY', payer_currency: 'CNY' },
  })
  const path = `/v3/pay/transactions/id/${body.transaction_id}?mchid=${order.mchid}`
  expect((await ask(emulator, 'GET', path)).body).toEqual(body)
})

test.each([
  [{ out_trade_no: 'T2345' }, '/out_trade_no'],
  [{ out_trade_no: 'T'.repeat(33) }, '/out_trade_no'],
  [{ out_trade_no: 'T 2345678' }, '/out_trade_no'],
  [{ description: '' }, '/description'],
  [{ description: '二'.repeat(128) }, '/description'],
  [{ description: '𠮷田毕业照' }, '/description'],
  [{ attach: null }, '/attach'],
  [{ notify_url: 'http://photo.example/notices' }, '/notify_url'],
  [{ notify_url: 'https://photo.example/notices?a=1' }, '/notify_url'],
  [{ notify_url: 'notices' }, '/notify_url'],
  [{ time_expire: '2027-06-01 12:30:00' }, '/time_expire'],
  [{ amount: { total: 0 } }, '/amount/total'],
  [{ amount: { total: 35.5 } }, '/amount/total'],
  [{ amount: { total: '3500' } }, '/amount/total'],
  [{ amount: { total: 3500, currency: 'USD' } }, '/amount/currency'],
  [{ amount: undefined }, '/amount'],
  [{ payer: {} }, '/payer/openid'],
  [{ payer: { openid: 'oAnotherApp' } }, '/payer/openid'],
  [{ support_fapiao: 'true' }, '/support_fapiao'],
])('an order with %j is refused, and told where it is wrong', async (change, field) => {
  const { status, body } = await jsapi(anOrder(emulator, url, change))
  expect(status).toBe(400)
  expect(body).toMatchObject({ code: 'PARAM_ERROR', detail: { field, location: 'body' } })
  expect(emulator.ledger().payments).toEqual([])
})

test.each([
  [{ appid: 'wx9999999999999999' }, 'APPID_MCHID_NOT_MATCH'],
  [{ mchid: '1900000110' }, 'INVALID_REQUEST'],
])('an order with %j is refused with %s', async (change, code) => {
  expect(await jsapi(anOrder(emulator, url, change))).toMatchObject({ status: 400, body: { code } })
})

test.each(['{', '[]', 'null'])('the body %s is refused', async (body) => {
  expect(await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', body)).toMatchObject({
    status: 400,
    body: { code: 'INVALID_REQUEST' },
  })
})

test('all the characters of an order number are taken, and a plain-HTTP address on this machine', async () => {
  const order = anOrder(emulator, 'http://127.0.0.1:9/notices', { out_trade_no: 'aZ09_-|*' })
  expect((await jsapi(order)).status).toBe(200)
})

test('the same order again gets a fresh prepay id, in whatever order its parameters come', async () => {
  const order = anOrder(emulator, url)
  const first = await jsapi(order)
  const again = await jsapi(Object.fromEntries(Object.entries(order).reverse()))
  expect(again.status).toBe(200)
  expect(again.body.prepay_id).not.toBe(first.body.prepay_id)
  expect(emulator.ledger().payments).toHaveLength(1)
})

test.each([
  [{ amount: { total: 3501, currency: 'CNY' } }],
  [{ description: '别的' }],
  [{ payer: { openid: 'oUpSomebodyElse' } }],
  [{ time_expire: '2027-06-01T13:00:00+08:00' }],
])('the same number with %j is another order and refused', async (change) => {
  const order = anOrder(emulator, url)
  await jsapi(order)
  expect(await jsapi({ ...order, ...change })).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } })
  expect(emulator.ledger().payments[0]).toMatchObject({ totalFen: 3500 })
})

test('a number that was paid, closed or used another way is not used again', async () => {
  const [paid, closed, other] = [anOrder(emulator, url), anOrder(emulator, url), anOrder(emulator, url)]
  for (const order of [paid, closed, other]) await jsapi(order)
  emulator.payOrder(paid.out_trade_no)
  await close(closed.out_trade_no)
  expect(await jsapi(paid)).toMatchObject({ status: 403, body: { code: 'OUT_TRADE_NO_USED' } })
  expect(await jsapi(closed)).toMatchObject({ status: 400, body: { code: 'ORDER_CLOSED' } })
  const scene = { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } } }
  expect(await h5({ ...other, ...scene })).toMatchObject({ status: 403, body: { code: 'OUT_TRADE_NO_USED' } })
})

test('an order is closed once, never after it was paid, and then takes no money', async () => {
  const [open, paid] = [anOrder(emulator, url), anOrder(emulator, url)]
  await jsapi(open)
  await jsapi(paid)
  expect(await close(open.out_trade_no)).toMatchObject({ status: 204 })
  expect((await query(open.out_trade_no)).body.trade_state).toBe('CLOSED')
  expect(emulator.payOrder(open.out_trade_no).errMsg).toContain('订单已关闭')
  expect(await close(open.out_trade_no)).toMatchObject({ status: 400, body: { code: 'ORDER_CLOSED' } })
  emulator.payOrder(paid.out_trade_no)
  expect(await close(paid.out_trade_no)).toMatchObject({ status: 400, body: { code: 'ORDERPAID' } })
  expect((await query(paid.out_trade_no)).body.trade_state).toBe('SUCCESS')
  expect(await close('T0000000')).toMatchObject({ status: 404, body: { code: 'ORDER_NOT_EXIST' } })
})

test('an H5 order needs the payer’s address and the scene, and leads to a cashier', async () => {
  const order = { ...anOrder(emulator, url), payer: undefined }
  const scene = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } }
  expect(await h5(order)).toMatchObject({ status: 400, body: { detail: { field: '/scene_info' } } })
  expect(await h5({ ...order, scene_info: { h5_info: scene.h5_info } })).toMatchObject({ status: 400 })
  expect(await h5({ ...order, scene_info: { payer_client_ip: '203.0.113.7' } })).toMatchObject({ status: 400 })
  const placed = await h5({ ...order, scene_info: scene })
  expect(placed.body.h5_url).toMatch(/\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx[0-9a-f]{34}&package=/)
  emulator.payH5(placed.body.h5_url, { openId: 'oUpH5' })
  expect((await query(order.out_trade_no)).body).toMatchObject({ trade_type: 'MWEB', payer: { openid: 'oUpH5' } })
})
