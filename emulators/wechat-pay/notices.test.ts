import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import type { NoticePart } from './faults.ts'
import { anOrder, ask, listenForNotices, type NoticeListener, readNotice } from './merchant.ts'

const HOUR = 3_600_000
let emulator: WechatPayEmulator
let notices: NoticeListener
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ now: () => new Date('2027-06-01T04:00:00Z'), noticeTimeoutMs: 500 })
  notices = await listenForNotices(emulator)
})
beforeEach(() => {
  emulator.reset()
  notices.received.length = 0
  notices.answers = 204
})
afterAll(async () => {
  await notices.close()
  await emulator.close()
})

async function paid() {
  const order = anOrder(emulator, notices.url)
  await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  emulator.payOrder(order.out_trade_no)
  return order.out_trade_no
}
const numbers = () => notices.received.map(({ told }) => told?.out_trade_no)
const secondsAfter = (start: Date) =>
  emulator.notices[0]!.attempts.map(({ at }) => (at.getTime() - start.getTime()) / 1000)

test('a notice is what the documents show: id, time, type, summary, an encrypted resource', async () => {
  const number = await paid()
  await emulator.settle()
  expect(JSON.parse(notices.received[0]!.body)).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    create_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/),
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: expect.any(String),
      associated_data: 'transaction',
      nonce: expect.stringMatching(/^.{12}$/),
    },
  })
  expect(notices.received[0]!.told).toMatchObject({ out_trade_no: number, trade_state: 'SUCCESS' })
  expect(emulator.notices[0]!.state).toBe('taken')
})

test('until it is taken, a notice comes on the documented schedule, sixteen times in 24 hours and 4 minutes', async () => {
  notices.answers = 500
  const start = emulator.now()
  await paid()
  await emulator.advance(25 * HOUR)
  const minutes = [3, 10, 20, 30, 30, 30, 60, 180, 180, 180, 360, 360].map((count) => count * 60)
  const waits = [0, 15, 15, 30, ...minutes]
  const expected = waits.map((_wait, index) => waits.slice(0, index + 1).reduce((sum, wait) => sum + wait))
  expect(secondsAfter(start)).toEqual(expected)
  expect(expected.at(-1)).toBe(24 * 3600 + 4 * 60)
  expect(emulator.notices[0]!.state).toBe('given-up')
  expect(new Set(notices.received.map(({ body }) => JSON.parse(body).id)).size).toBe(1)
  expect(new Set(notices.received.map(({ headers }) => headers['wechatpay-nonce'])).size).toBe(16)
})

test.each([200, 204])('an answer of %i ends the schedule', async (status) => {
  notices.answers = 500
  await paid()
  await emulator.advance(10_000)
  notices.answers = status
  await emulator.advance(HOUR)
  expect(emulator.notices[0]!.attempts.map(({ status: answered }) => answered)).toEqual([500, status])
})

test.each([undefined, 302, 401])('an answer of %s is none', async (status) => {
  notices.answers = status
  await paid()
  await emulator.advance(15_000)
  expect(notices.received).toHaveLength(2)
})

test('nobody listening is no answer either', async () => {
  const order = anOrder(emulator, 'http://127.0.0.1:9/notices')
  await ask(emulator, 'POST', '/v3/pay/transactions/jsapi', order)
  emulator.payOrder(order.out_trade_no)
  await emulator.advance(15_000)
  expect(emulator.notices[0]!.attempts).toHaveLength(2)
})

test('two copies come a second apart, or at the same time', async () => {
  emulator.fault({ at: 'notice', kind: 'duplicate' })
  await paid()
  await emulator.settle()
  expect(notices.received).toHaveLength(1)
  await emulator.advance(1000)
  expect(notices.received).toHaveLength(2)
  emulator.fault({ at: 'notice', kind: 'duplicate', afterMs: 0 })
  await paid()
  await emulator.settle()
  expect(notices.received).toHaveLength(4)
  expect(new Set(numbers()).size).toBe(2)
})

test('a notice comes late, after a later one, or never', async () => {
  emulator.fault({ at: 'notice', kind: 'delay', milliseconds: HOUR })
  const late = await paid()
  emulator.fault({ at: 'notice', kind: 'reorder' })
  const after = await paid()
  emulator.fault({ at: 'notice', kind: 'lose' })
  await paid()
  await emulator.settle()
  expect(numbers()).toEqual([after])
  await emulator.advance(25 * HOUR)
  expect(numbers()).toEqual([after, late])
})

test('a notice that waits for a later one comes after it', async () => {
  emulator.fault({ at: 'notice', kind: 'reorder' })
  const first = await paid()
  await emulator.settle()
  expect(numbers()).toEqual([])
  const second = await paid()
  await emulator.settle()
  expect(numbers()).toEqual([second, first])
})

test('the first attempts may be lost', async () => {
  emulator.fault({ at: 'notice', kind: 'lose', attempts: 2 })
  await paid()
  await emulator.advance(29_000)
  expect(numbers()).toEqual([])
  await emulator.advance(1_000)
  expect(numbers()).toHaveLength(1)
})

const parts: NoticePart[] = ['body', 'signature', 'timestamp', 'nonce', 'serial', 'associated-data', 'key', 'age']

test.each(parts)('a notice with another %s is not to be believed; the next attempt is', async (part) => {
  notices.answers = 401
  emulator.fault({ at: 'notice', kind: 'tamper', part })
  const number = await paid()
  await emulator.settle()
  expect(numbers()).toEqual([undefined])
  await emulator.advance(15_000)
  expect(numbers()).toEqual([undefined, number])
})

test('a probe has the documented beginning of a signature, is wrong, and is followed by the real notice', async () => {
  emulator.fault({ at: 'notice', kind: 'signtest' })
  notices.answers = 401
  const number = await paid()
  await emulator.advance(15_000)
  expect(String(notices.received[0]!.headers['wechatpay-signature'])).toMatch(/^WECHATPAY\/SIGNTEST\//)
  expect(numbers()).toEqual([undefined, number])
})

test('a forged notice is rightly signed', async () => {
  emulator.fault({ at: 'notice', kind: 'forge', over: { amount: { total: 1 }, mchid: '1' } })
  await paid()
  await emulator.settle()
  expect(notices.received[0]!.told).toMatchObject({ mchid: '1', amount: { total: 1, payer_total: 3500 } })
})

test('a fault waits for the notice that it is for', async () => {
  emulator.fault({ at: 'notice', event: 'REFUND.SUCCESS', kind: 'lose' })
  emulator.fault({ at: 'notice', number: 'T0000000', kind: 'lose' })
  const number = await paid()
  await emulator.settle()
  expect(numbers()).toEqual([number])
  expect(emulator.faults.waiting).toHaveLength(2)
})

test('a fault happens as often as it was asked for', async () => {
  emulator.fault({ at: 'notice', kind: 'lose', times: 2 })
  await paid()
  await paid()
  const third = await paid()
  await emulator.settle()
  expect(numbers()).toEqual([third])
})

test('a notice is made for a test to send', async () => {
  const number = await paid()
  const { url, headers, body } = emulator.makeNotice(number)
  expect(url).toBe(notices.url)
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  expect(readNotice(emulator, lower, body)).toMatchObject({ out_trade_no: number })
})
