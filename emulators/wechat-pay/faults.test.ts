import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from './emulator.ts'
import type { AnswerFault } from './faults.ts'
import { anOrder, ask, unrelatedClient } from './merchant.ts'

let emulator: WechatPayEmulator
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ timers: false })
})
beforeEach(() => emulator.reset())
afterAll(() => emulator.close())

const order = () => anOrder(emulator, 'https://photo.example/notices')
const place = (body: object = order()) => ask(emulator, 'POST', '/v3/pay/transactions/jsapi', body)
const count = () => emulator.ledger().payments.length

test.each<[string, AnswerFault, number, number]>([
  ['a failure before the effect', { kind: 'system-error' }, 500, 0],
  ['a failure after the effect', { kind: 'system-error', effect: true }, 500, 1],
  ['too many requests', { kind: 'frequency-limited' }, 429, 0],
  ['a refusal', { kind: 'refuse', status: 403, code: 'NO_AUTH' }, 403, 0],
])('%s is answered, and the same request succeeds afterwards', async (_name, fault, status, effects) => {
  emulator.fault({ at: 'place', ...fault })
  const body = order()
  expect((await place(body)).status).toBe(status)
  expect(count()).toBe(effects)
  expect((await place(body)).status).toBe(200)
  expect(count()).toBe(1)
})

test.each([
  [false, 0],
  [true, 1],
])('a connection that is cut (after the effect: %s) leaves %i orders', async (effect, effects) => {
  emulator.fault({ at: 'place', kind: 'cut', effect })
  await expect(place()).rejects.toThrow()
  expect(count()).toBe(effects)
})

test('a slow answer has its effect at once', async () => {
  emulator.fault({ at: 'place', kind: 'slow', milliseconds: 200 })
  const asking = place()
  await expect.poll(count).toBe(1)
  expect((await asking).status).toBe(200)
})

test.each([[{ kind: 'signtest' } as const], [{ kind: 'unsigned' } as const]])(
  'an answer with %j is not believed by an unrelated client',
  async (fault) => {
    const client = unrelatedClient(emulator)
    emulator.fault({ at: 'place', ...fault })
    await expect(client.v3.pay.transactions.jsapi.post(order())).rejects.toThrow()
    await client.v3.pay.transactions.jsapi.post(order())
  },
)

test('an answer is forged under a right signature', async () => {
  const body = order()
  await place(body)
  emulator.fault({ at: 'query', kind: 'forge', over: { trade_state: 'SUCCESS', amount: { total: 1 } } })
  const path = `/v3/pay/transactions/out-trade-no/${body.out_trade_no}?mchid=${body.mchid}`
  expect((await ask(emulator, 'GET', path)).body).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 1 } })
  expect((await ask(emulator, 'GET', path)).body.trade_state).toBe('NOTPAY')
})

test('a fault of one interface leaves the others alone, and happens as often as it was asked for', async () => {
  emulator.fault({ at: 'place', kind: 'system-error', times: 2 })
  const missing = await ask(emulator, 'GET', `/v3/pay/transactions/id/1?mchid=${emulator.merchant.mchid}`)
  expect(missing.status).toBe(404)
  expect([(await place()).status, (await place()).status, (await place()).status]).toEqual([500, 500, 200])
})
