import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { Aes, Formatter } from 'wechatpay-axios-plugin'
import { openWechatPayEmulator, type WechatPayEmulator, type WechatPayOptions } from './emulator.ts'
import {
  anOrder,
  ask,
  listenForNotices,
  type NoticeListener,
  payParameters,
  platformKeys,
  unrelatedClient,
} from './merchant.ts'
import { chinaDay } from './time.ts'

let emulator: WechatPayEmulator
let notices: NoticeListener
// biome-ignore lint/suspicious/noExplicitAny: the library types an answer as what was asked
let client: any

async function open(options: WechatPayOptions) {
  emulator = await openWechatPayEmulator({ timers: false, ...options })
  notices = await listenForNotices(emulator)
  client = unrelatedClient(emulator)
}

afterEach(async () => {
  await notices.close()
  await emulator.close()
})

test.each(['public-key', 'certificate'] as const)('an unrelated client goes the whole way, %s mode', async (mode) => {
  await open({ mode })
  const order = anOrder(emulator, notices.url)
  const mchid = emulator.merchant.mchid
  const placed = await client.v3.pay.transactions.jsapi.post(order)
  const asked = () =>
    client.v3.pay.transactions.outTradeNo.$number$.get({ params: { mchid }, number: order.out_trade_no })
  expect((await asked()).data.trade_state).toBe('NOTPAY')

  const parameters = payParameters(emulator, order.appid, placed.data.prepay_id)
  expect(emulator.pay(parameters)).toEqual({ errMsg: 'requestPayment:ok' })
  expect((await asked()).data).toMatchObject({ trade_state: 'SUCCESS', payer: order.payer, amount: { total: 3500 } })

  await emulator.settle()
  expect(notices.received).toHaveLength(1)
  const { data: transaction } = await client.v3.pay.transactions.id.$id$.get({
    params: { mchid },
    id: notices.received[0]!.told!.transaction_id,
  })
  expect(notices.received[0]!.told).toEqual(transaction)

  const wanted = {
    out_trade_no: order.out_trade_no,
    out_refund_no: `R${order.out_trade_no}`,
    notify_url: notices.url,
    amount: { refund: 1500, total: 3500, currency: 'CNY' },
  }
  expect((await client.v3.refund.domestic.refunds.post(wanted)).data.status).toBe('PROCESSING')
  await emulator.advance(1000)
  const { data: refund } = await client.v3.refund.domestic.refunds.$number$.get({ number: wanted.out_refund_no })
  expect(refund).toMatchObject({ status: 'SUCCESS', amount: { refund: 1500, payer_refund: 1500 } })
  expect(notices.received[1]!.told).toMatchObject({ refund_status: 'SUCCESS', refund_id: refund.refund_id })

  const other = anOrder(emulator, notices.url)
  await client.v3.pay.transactions.jsapi.post(other)
  const closed = await client.v3.pay.transactions.outTradeNo.$number$.close.post(
    { mchid },
    { number: other.out_trade_no },
  )
  expect(closed.status).toBe(204)
})

test('an unrelated client goes the H5 way', async () => {
  await open({})
  const scene = { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } }
  const order = anOrder(emulator, notices.url, { payer: undefined, scene_info: scene })
  const { data } = await client.v3.pay.transactions.h5.post(order)
  expect(emulator.payH5(data.h5_url)).toEqual({ errMsg: 'requestPayment:ok' })
  await emulator.settle()
  expect(notices.received[0]!.told).toMatchObject({ out_trade_no: order.out_trade_no, trade_type: 'MWEB' })
})

test('an unrelated client downloads a bill and finds its hash right', async () => {
  let shiftMs = -2 * 86_400_000
  await open({ now: () => new Date(Date.now() + shiftMs) })
  const day = chinaDay(emulator.now())
  const order = anOrder(emulator, notices.url)
  await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  emulator.payOrder(order.out_trade_no)
  shiftMs = 0
  const { data: bill } = await client.v3.bill.tradebill.get({ params: { bill_date: day, bill_type: 'ALL' } })
  const token = new URL(bill.download_url).searchParams.get('token')
  const { data: bytes } = await client.v3.billdownload.file.get({
    params: { token },
    responseType: 'arraybuffer',
    transformResponse: [(data: Buffer) => data],
  })
  expect(createHash(bill.hash_type).update(bytes).digest('hex')).toBe(bill.hash_value)
  const { rows, summary } = Formatter.castCsvBill(bytes) as { rows: Record<string, string>[]; summary: object }
  expect(rows).toMatchObject([{ 商户订单号: order.out_trade_no, 应结订单金额: '35.00', 交易状态: 'SUCCESS' }])
  expect(summary).toMatchObject({ 总交易单数: '1', 应结订单总金额: '35.00' })
})

test('an unrelated client decrypts the certificate that verifies it', async () => {
  await open({ mode: 'certificate' })
  const { data } = await client.v3.certificates.get()
  const [{ serial_no: serial, encrypt_certificate: sealed }] = data.data
  const pem = Aes.AesGcm.decrypt(sealed.ciphertext, emulator.merchant.apiKey, sealed.nonce, sealed.associated_data)
  expect({ [serial]: pem }).toEqual(platformKeys(emulator))
})
