import { afterEach, expect, test } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator, type WechatPayOptions } from './emulator.ts'
import { anOrder, listenForNotices, type NoticeListener, payParameters, unrelatedClient } from './merchant.ts'

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
