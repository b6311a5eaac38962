import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { Formatter } from 'wechatpay-axios-plugin'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import { anOrder, ask } from './merchant.ts'

const HOUR = 3_600_000
let emulator: WechatPayEmulator | undefined
afterAll(() => emulator?.close())

/** Noon in China; two orders paid, a part of one given back. */
beforeEach(async () => {
  await emulator?.close()
  emulator = await openWechatPayEmulator({ now: () => new Date('2027-06-01T04:00:00Z') })
  for (const description of ['毕业照, 一套', '毕业照']) {
    const order = anOrder(emulator, 'http://127.0.0.1:9/', { description, attach: 'a1' })
    await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
    emulator.payOrder(order.out_trade_no)
    await emulator.advance(1000)
  }
  const [first] = emulator.ledger().payments
  await ask(emulator, 'POST', '/v3/refund/domestic/refunds', {
    transaction_id: first!.transactionId,
    out_refund_no: 'R1',
    amount: { refund: 1500, total: 3500, currency: 'CNY' },
  })
  await emulator.advance(1000)
})

const bill = (query: string, kind = 'tradebill') => ask(emulator!, 'GET', `/v3/bill/${kind}?${query}`)
async function download(address: string, headers: Record<string, string> = {}) {
  const { pathname, search } = new URL(address)
  return ask(emulator!, 'GET', `${pathname}${search}`, undefined, { headers })
}

interface Read {
  rows: Record<string, string>[]
  summary: Record<string, string>
}

async function read(query: string, kind?: string): Promise<Read> {
  const { body } = await bill(query, kind)
  const { body: bytes } = await download(body.download_url)
  expect(createHash('sha1').update(bytes).digest('hex')).toBe(body.hash_value)
  return Formatter.castCsvBill(bytes) as Read
}

test('yesterday’s bill names every payment and refund, with sums that agree', async () => {
  await emulator!.advance(24 * HOUR)
  const { rows, summary } = await read('bill_date=2027-06-01&bill_type=ALL')
  expect(rows).toHaveLength(3)
  const [first] = emulator!.ledger().payments
  expect(rows[0]).toMatchObject({
    交易时间: '2027-06-01 12:00:00',
    公众账号ID: emulator!.merchant.appIds[0],
    商户号: '1900000109',
    微信订单号: first!.transactionId,
    商户订单号: first!.outTradeNo,
    交易类型: 'JSAPI',
    交易状态: 'SUCCESS',
    应结订单金额: '35.00',
    退款金额: '0.00',
    商品名称: '毕业照, 一套',
    手续费: '0.21000',
    订单金额: '35.00',
    申请退款金额: '0.00',
  })
  expect(rows[2]).toMatchObject({
    微信订单号: first!.transactionId,
    交易状态: 'REFUND',
    应结订单金额: '0.00',
    商户退款单号: 'R1',
    退款金额: '15.00',
    退款状态: 'SUCCESS',
    手续费: '-0.09000',
    订单金额: '0.00',
    申请退款金额: '15.00',
  })
  expect(summary).toEqual({
    总交易单数: '3',
    应结订单总金额: '70.00',
    退款总金额: '15.00',
    充值券退款总金额: '0.00',
    手续费总金额: '0.33000',
    订单总金额: '70.00',
    申请退款总金额: '15.00',
  })
})

test('a bill of payments or of refunds alone has columns of its own', async () => {
  await emulator!.advance(24 * HOUR)
  const paid = await read('bill_date=2027-06-01&bill_type=SUCCESS')
  expect(paid.rows).toHaveLength(2)
  expect(paid.rows[0]).not.toHaveProperty('退款金额')
  const back = await read('bill_date=2027-06-01&bill_type=REFUND')
  expect(back.rows).toHaveLength(1)
  expect(back.rows[0]).toMatchObject({ 退款申请时间: '2027-06-01 12:00:02', 退款成功时间: '2027-06-01 12:00:03' })
})

test('the bill of the account adds up to its balance', async () => {
  await emulator!.advance(24 * HOUR)
  const { rows, summary } = await read('bill_date=2027-06-01', 'fundflowbill')
  expect(rows.map((row) => [row.业务名称, row.收支类型, row['收支金额（元）'], row['账户结余（元）']])).toEqual([
    ['交易', '收入', '35.00', '35.00'],
    ['扣除交易手续费', '支出', '0.21', '34.79'],
    ['交易', '收入', '35.00', '69.79'],
    ['扣除交易手续费', '支出', '0.21', '69.58'],
    ['退款', '支出', '14.91', '54.67'],
  ])
  expect(summary).toMatchObject({ 资金流水总笔数: '5', 收入金额: '70.00', 支出金额: '15.33' })
})

test('a packed bill is the same once it is unpacked', async () => {
  await emulator!.advance(24 * HOUR)
  const { body } = await bill('bill_date=2027-06-01&tar_type=GZIP')
  const { body: bytes, headers } = await download(body.download_url)
  expect(createHash('sha1').update(gunzipSync(bytes)).digest('hex')).toBe(body.hash_value)
  expect(headers.get('wechatpay-signature')).toBeNull()
})

test('a download must be signed, and its address is good for five minutes', async () => {
  await emulator!.advance(24 * HOUR)
  const { body } = await bill('bill_date=2027-06-01')
  expect(await download(body.download_url, { Authorization: '' })).toMatchObject({ status: 401 })
  await emulator!.advance(5 * 60_000 + 1)
  expect(await download(body.download_url)).toMatchObject({ status: 400 })
})

test('a bill is there at ten the next morning, for three months, and only of days with something in them', async () => {
  expect(await bill('bill_date=2027-06-01')).toMatchObject({ status: 400, body: { code: 'STATEMENT_CREATING' } })
  await emulator!.advance(22 * HOUR - 4000)
  expect(await bill('bill_date=2027-06-01')).toMatchObject({ status: 400, body: { code: 'STATEMENT_CREATING' } })
  await emulator!.advance(4000)
  expect(await bill('bill_date=2027-06-01')).toMatchObject({ status: 200 })
  expect(await bill('bill_date=2027-05-31')).toMatchObject({ status: 400, body: { code: 'NO_STATEMENT_EXIST' } })
  for (const wrong of [
    'bill_date=2027-06-05',
    'bill_date=2026-06-01',
    'bill_date=20270601',
    'bill_date=2027-06-01&bill_type=X',
    '',
  ])
    expect(await bill(wrong)).toMatchObject({
      status: 400,
      body: { code: 'PARAM_ERROR', detail: { location: 'query' } },
    })
})

test('a payment of before midnight stands in that day’s bill, its refund of the day after in the next', async () => {
  await emulator!.advance(24 * HOUR)
  const [, second] = emulator!.ledger().payments
  await ask(emulator!, 'POST', '/v3/refund/domestic/refunds', {
    out_trade_no: second!.outTradeNo,
    out_refund_no: 'R2',
    amount: { refund: 3500, total: 3500, currency: 'CNY' },
  })
  await emulator!.advance(24 * HOUR)
  expect((await read('bill_date=2027-06-01')).rows).toHaveLength(3)
  expect((await read('bill_date=2027-06-02')).rows.map((row) => row.商户退款单号)).toEqual(['R2'])
})
