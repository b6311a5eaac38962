import { afterEach, beforeEach, expect, test } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import { anOrder, ask, listenForNotices, type NoticeListener, payParameters } from './merchant.ts'

let emulator: WechatPayEmulator
let notices: NoticeListener
beforeEach(async () => {
  emulator = await openWechatPayEmulator()
  notices = await listenForNotices(emulator)
})
afterEach(async () => {
  await notices.close()
  await emulator.close()
})

async function turn(path: string, given?: object, method = given ? 'POST' : 'GET') {
  const body = given && JSON.stringify(given)
  const reply = await fetch(`${emulator.url}/emulator/${path}`, { method, ...(body && { body }) })
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
  return (await reply.json()) as any
}

async function placed() {
  const order = anOrder(emulator, notices.url)
  const { body } = await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  return { order, prepayId: body.prepay_id as string }
}

test('by itself, a payment is told at once and a refund ends', async () => {
  const { order, prepayId } = await placed()
  const parameters = payParameters(emulator, order.appid, prepayId)
  expect(await turn('pay', { parameters })).toEqual({ errMsg: 'requestPayment:ok' })
  await expect.poll(() => notices.received.length).toBe(1)
  await turn('refund-plan', { delayMs: 10, outcome: 'ABNORMAL' })
  const amount = { refund: 3500, total: 3500, currency: 'CNY' }
  const refund = { out_trade_no: order.out_trade_no, out_refund_no: 'R1', notify_url: notices.url, amount }
  await ask(emulator, 'POST', '/v3/refund/domestic/refunds', refund)
  await expect.poll(() => notices.received[1]?.told?.refund_status).toBe('ABNORMAL')
  await turn('end-refund', { outRefundNo: 'R1', outcome: 'SUCCESS' })
  await expect.poll(() => notices.received[2]?.told?.refund_status).toBe('SUCCESS')
  expect(await turn('ledger')).toEqual(emulator.ledger())
})

test('faults are set, seen and taken away over HTTP', async () => {
  await turn('faults', { at: 'place', kind: 'system-error', times: 2 })
  expect(await turn('faults')).toEqual([{ at: 'place', kind: 'system-error', times: 2 }])
  await turn('faults', undefined, 'DELETE')
  expect((await placed()).prepayId).toMatch(/^wx/)
})

test('time is moved over HTTP, and every attempt of a notice is seen', async () => {
  notices.answers = 500
  const { order } = await placed()
  await turn('pay-order', { outTradeNo: order.out_trade_no })
  await turn('advance', { milliseconds: 61_000 })
  const [notice] = await turn('notices')
  expect(notice).toMatchObject({ event: 'TRANSACTION.SUCCESS', number: order.out_trade_no, state: 'open' })
  expect(notice.attempts.map(({ status }: { status: number }) => status)).toEqual([500, 500, 500, 500])
})

test('the list of orders pays at a press', async () => {
  const { order } = await placed()
  expect(await (await fetch(`${emulator.url}/emulator`)).text()).toContain(order.out_trade_no)
  const body = new URLSearchParams({ outTradeNo: order.out_trade_no })
  await fetch(`${emulator.url}/emulator/orders`, { method: 'POST', body })
  expect(emulator.ledger().payments[0]!.state).toBe('SUCCESS')
})

test('a switch that is not there or is turned wrongly says so', async () => {
  expect(await turn('nothing')).toEqual({ message: 'GET /emulator/nothing is not known' })
  expect(await turn('pay-order', { outTradeNo: 'T0' })).toEqual({ message: 'no order T0' })
})
