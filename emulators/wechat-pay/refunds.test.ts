import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import { anOrder, ask, listenForNotices, type NoticeListener } from './merchant.ts'

const DAY = 86_400_000
let emulator: WechatPayEmulator
let notices: NoticeListener
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ now: () => new Date('2027-06-01T04:00:00Z') })
  notices = await listenForNotices(emulator)
})
beforeEach(() => {
  emulator.reset()
  emulator.refundsApart = false
  emulator.refundPlan = { delayMs: 1000, outcome: 'SUCCESS' }
  notices.received.length = 0
})
afterAll(async () => {
  await notices.close()
  await emulator.close()
})

async function paid(change: object = {}, paying: object = {}) {
  const order = anOrder(emulator, notices.url, change)
  await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  emulator.payOrder(order.out_trade_no, paying)
  await emulator.settle()
  return order.out_trade_no
}

let count = 0
function wanted(number: string, refund: number, change: object = {}) {
  count += 1
  const amount = { refund, total: 3500, currency: 'CNY' }
  return { out_trade_no: number, out_refund_no: `R${count}`, notify_url: notices.url, amount, ...change }
}
const refund = (body: object) => ask(emulator, 'POST', '/v3/refund/domestic/refunds', body)
const query = (number: string) => ask(emulator, 'GET', `/v3/refund/domestic/refunds/${number}`)
const invalid = { status: 400, body: { code: 'INVALID_REQUEST' } }

test('a refund is taken on, then done, then told', async () => {
  const asked = wanted(await paid(), 1500, { reason: '照片未通过' })
  const taken = await refund(asked)
  expect(taken.body).toMatchObject({
    refund_id: expect.stringMatching(/^503\d{25}$/),
    out_refund_no: asked.out_refund_no,
    status: 'PROCESSING',
    create_time: '2027-06-01T12:00:00+08:00',
    amount: { total: 3500, refund: 1500, payer_refund: 1500, currency: 'CNY' },
  })
  expect(taken.body.success_time).toBeUndefined()
  await emulator.advance(1000)
  const done = await query(asked.out_refund_no)
  expect(done.body).toMatchObject({ status: 'SUCCESS', success_time: '2027-06-01T12:00:01+08:00' })
  expect(notices.received[1]!.told).toEqual({
    mchid: emulator.merchant.mchid,
    transaction_id: done.body.transaction_id,
    out_trade_no: asked.out_trade_no,
    refund_id: done.body.refund_id,
    out_refund_no: asked.out_refund_no,
    refund_status: 'SUCCESS',
    success_time: done.body.success_time,
    user_received_account: '支付用户零钱',
    amount: { total: 3500, refund: 1500, payer_total: 3500, payer_refund: 1500 },
  })
  expect(emulator.ledger().payments[0]).toMatchObject({ state: 'REFUND', refundedFen: 1500 })
})

test('the same number is the same refund, however often it is asked for', async () => {
  const asked = wanted(await paid(), 3500)
  const taken = await refund(asked)
  expect((await refund(asked)).body).toEqual(taken.body)
  await emulator.advance(1000)
  expect((await refund(asked)).body).toMatchObject({ refund_id: taken.body.refund_id, status: 'SUCCESS' })
  expect(emulator.ledger().refunds).toHaveLength(1)
  expect(notices.received).toHaveLength(2)
})

test('the same number with another amount or order is refused', async () => {
  const asked = wanted(await paid(), 1000)
  await refund(asked)
  expect(await refund({ ...asked, amount: { ...asked.amount, refund: 1001 } })).toMatchObject(invalid)
  expect(await refund({ ...asked, out_trade_no: await paid() })).toMatchObject(invalid)
  expect(emulator.ledger().refunds).toHaveLength(1)
})

test('refunds together never exceed what was paid; what a closed one held is free again', async () => {
  const number = await paid()
  emulator.refundPlan = { delayMs: null, outcome: 'SUCCESS' }
  const first = wanted(number, 2000)
  await refund(first)
  expect(await refund(wanted(number, 1501))).toMatchObject(invalid)
  expect((await refund(wanted(number, 1500))).status).toBe(200)
  expect(await refund(wanted(number, 1))).toMatchObject(invalid)
  emulator.endRefund(first.out_refund_no, 'CLOSED')
  expect((await refund(first)).body.status).toBe('CLOSED')
  expect((await refund(wanted(number, 2000))).status).toBe(200)
})

test('fifty refunds of one order that come at once give back no fen too much', async () => {
  const number = await paid()
  const answers = await Promise.all(Array.from({ length: 50 }, () => refund(wanted(number, 1000))))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
  await emulator.advance(1000)
  expect(emulator.ledger().payments[0]!.refundedFen).toBe(3000)
})

test('an order is given back in fifty parts at most', async () => {
  const number = await paid()
  for (let part = 0; part < 50; part += 1) expect((await refund(wanted(number, 1))).status).toBe(200)
  expect(await refund(wanted(number, 1))).toMatchObject(invalid)
})

test('parts are a minute apart where that is wanted', async () => {
  emulator.refundsApart = true
  const number = await paid()
  await refund(wanted(number, 1))
  const next = wanted(number, 1)
  expect(await refund(next)).toMatchObject({ status: 429, body: { code: 'FREQUENCY_LIMITED' } })
  await emulator.advance(60_000)
  expect((await refund(next)).status).toBe(200)
})

test('an order is given back for 365 days', async () => {
  const number = await paid()
  await emulator.advance(365 * DAY)
  expect((await refund(wanted(number, 1))).status).toBe(200)
  await emulator.advance(1)
  expect(await refund(wanted(number, 1))).toMatchObject(invalid)
})

test.each([
  [{ out_refund_no: undefined }, 'PARAM_ERROR'],
  [{ out_refund_no: 'R'.repeat(65) }, 'PARAM_ERROR'],
  [{ out_refund_no: 'R 1' }, 'PARAM_ERROR'],
  [{ out_trade_no: undefined }, 'PARAM_ERROR'],
  [{ reason: '二'.repeat(81) }, 'PARAM_ERROR'],
  [{ notify_url: 'http://photo.example/' }, 'PARAM_ERROR'],
  [{ amount: { refund: 0, total: 3500, currency: 'CNY' } }, 'PARAM_ERROR'],
  [{ amount: { refund: 1, total: 3500 } }, 'PARAM_ERROR'],
  [{ amount: { refund: 3501, total: 3500, currency: 'CNY' } }, 'PARAM_ERROR'],
  [{ amount: { refund: 1, total: 3400, currency: 'CNY' } }, 'INVALID_REQUEST'],
])('a refund with %j is refused', async (change, code) => {
  expect(await refund(wanted(await paid(), 1, change))).toMatchObject({ status: 400, body: { code } })
  expect(emulator.ledger().refunds).toEqual([])
})

test('what was never paid or asked for is not there', async () => {
  const order = anOrder(emulator, notices.url)
  await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  const missing = { status: 404, body: { code: 'RESOURCE_NOT_EXISTS' } }
  expect(await refund(wanted(order.out_trade_no, 1))).toMatchObject(missing)
  expect(await refund(wanted('T0000000', 1))).toMatchObject(missing)
  expect(await query('R0')).toMatchObject(missing)
})

test('money that is not there: the same number is asked for again later', async () => {
  const asked = wanted(await paid(), 1000)
  emulator.fault({ at: 'refund', kind: 'refuse', status: 403, code: 'NOT_ENOUGH', message: '基本账户余额不足' })
  expect(await refund(asked)).toMatchObject({ status: 403, body: { code: 'NOT_ENOUGH' } })
  expect(await query(asked.out_refund_no)).toMatchObject({ status: 404 })
  expect((await refund(asked)).status).toBe(200)
})

test.each(['ABNORMAL', 'CLOSED'] as const)('a refund that ends %s is told so', async (outcome) => {
  const number = await paid()
  emulator.refundPlan = { delayMs: 5000, outcome }
  const asked = wanted(number, 1000)
  await refund(asked)
  await emulator.advance(5000)
  expect((await query(asked.out_refund_no)).body).toMatchObject({ status: outcome })
  expect(notices.received[1]!.told).toMatchObject({ refund_status: outcome })
  expect(JSON.parse(notices.received[1]!.body).event_type).toBe(`REFUND.${outcome}`)
  expect(emulator.ledger().payments[0]!.refundedFen).toBe(0)
})

test('what went wrong at the bank is put right by hand, and ends once', async () => {
  const number = await paid()
  emulator.refundPlan = { delayMs: null, outcome: 'SUCCESS' }
  const asked = wanted(number, 1000)
  await refund(asked)
  emulator.endRefund(asked.out_refund_no, 'ABNORMAL')
  emulator.endRefund(asked.out_refund_no, 'SUCCESS')
  await emulator.settle()
  expect(notices.received.slice(1).map(({ told }) => told!.refund_status)).toEqual(['ABNORMAL', 'SUCCESS'])
  expect(() => emulator.endRefund(asked.out_refund_no, 'CLOSED')).toThrow()
})

test('without an address nobody is told', async () => {
  await refund(wanted(await paid(), 1000, { notify_url: undefined }))
  await emulator.advance(1000)
  expect(notices.received).toHaveLength(1)
})

test('where a voucher paid a part, the payer gets the same part back', async () => {
  const asked = wanted(await paid({}, { payerFen: 2800 }), 1000)
  expect((await refund(asked)).body.amount).toMatchObject({ refund: 1000, payer_refund: 800, discount_refund: 200 })
})
