import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { noticeMutations } from '../../test/notice-mutations.ts'
import { aPayer, browserOf, type Payer, payAtWechat } from '../../test/payers.ts'
import { startWorld, type World } from '../../test/world.ts'
import { openMoney } from '../money.ts'
import type { PaymentProvider } from './payment.ts'
import { startPayment } from './payment-start.ts'

let world: World
let emulator: WechatPayEmulator
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ timers: false })
  world = await startWorld({ wechatPay: emulator })
})
afterAll(async () => {
  await world.close()
  await emulator.close()
})
beforeEach(() => emulator.reset())

const one = async <R extends object>(text: string, values: unknown[]) => (await world.query<R>(text, values))[0]!
const stateOf = async ({ orderId }: Payer) =>
  (await one<{ state: string }>('SELECT state FROM "order" WHERE id = $1', [orderId])).state

/** A rightly signed notice of a payment or refund, as its headers and bytes. */
function noticeOf(number: string) {
  const { headers, body, url } = emulator.makeNotice(number)
  const signed = Object.entries(headers).filter(([name]) => name.startsWith('Wechatpay-'))
  return { url, headers: Object.fromEntries(signed.map(([name, value]) => [name.toLowerCase(), value])), body }
}
async function send(
  url: string,
  headers: Record<string, string>,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<number> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
  await answer.arrayBuffer()
  return answer.status
}

it('a hundred copies of each notice, at once and in any order, have exactly one effect', async () => {
  const payer = await aPayer(world)
  const number = await payAtWechat(emulator, payer)
  const copies = (number: string) =>
    Promise.all(
      Array.from({ length: 100 }, () => {
        const { url, headers, body } = noticeOf(number)
        return send(url, headers, body)
      }),
    )
  expect(new Set(await copies(number))).toEqual(new Set([204]))
  expect(await stateOf(payer)).toBe('paid')
  const { orderId } = payer
  const asked = await payer.student.call('refundAsk', { params: { orderId }, body: { reason: '不需要了' } })
  await expect.poll(() => emulator.ledger().refunds.length, { timeout: 20_000 }).toBe(1)
  emulator.endRefund(asked.number, 'SUCCESS')
  const both = await Promise.all([copies(asked.number), copies(number)])
  expect(new Set(both.flat())).toEqual(new Set([204]))
  expect(await stateOf(payer)).toBe('refunded')
  const records = await world.query<{ action: string; count: number }>(
    `SELECT action, count(*)::integer AS count FROM audit WHERE $1 = ANY(subject_ids)
      AND action IN ('order-paid', 'payment-late', 'payment-refused', 'refund-done') GROUP BY action ORDER BY action`,
    [orderId],
  )
  expect(records).toEqual([
    { action: 'order-paid', count: 1 },
    { action: 'refund-done', count: 1 },
  ])
  const states = await world.query('SELECT state FROM order_move WHERE order_id = $1 ORDER BY position', [orderId])
  expect(states).toEqual([{ state: 'unpaid' }, { state: 'paid' }, { state: 'refunded' }])
})

it('two browsers that begin to pay two hundred times each are never at two cashiers that both take money', async () => {
  const payer = await aPayer(world)
  const { orderId, person } = payer
  const begun: number[] = []
  const beginning = async (way: 'h5' | 'weapp') => {
    const browser = browserOf(world, person)
    for (let time = 0; time < 200; time++) {
      const answer = await browser.ask('paymentStart', { orderId }, { way: time % 7 === 0 ? 'weapp' : way })
      begun.push(answer.status)
      const { payments } = emulator.ledger()
      expect(payments.filter(({ state }) => state === 'NOTPAY').length).toBeLessThanOrEqual(1)
    }
  }
  await Promise.all([beginning('h5'), beginning('weapp')])
  expect(begun.filter((status) => status === 200).length).toBeGreaterThan(100)
  // Somebody who is overtaken is told so.
  expect(begun.filter((status) => status !== 200 && status !== 409)).toEqual([])
  const open = await world.query("SELECT 1 FROM payment WHERE order_id = $1 AND state IN ('open', 'closing')", [
    orderId,
  ])
  expect(open.length).toBeLessThanOrEqual(1)
  const { payments } = emulator.ledger()
  for (const [nth, payment] of payments.slice(1).entries())
    expect(payments[nth]!.closedAt! <= payment.placedAt, payment.outTradeNo).toBe(true)
})

it('an attempt that another browser gave up before the provider had heard of it takes no money', async () => {
  const payer = await aPayer(world)
  const { orderId, person } = payer
  const { payments, wechatPay } = openMoney(world.deps, async () => {})
  let letGo = () => {}
  const held = new Promise<void>((done) => {
    letGo = done
  })
  let isHeld = false
  const slow: PaymentProvider = {
    ...wechatPay!,
    async prepare(request) {
      if (!isHeld) {
        isHeld = true
        await held
      }
      return wechatPay!.prepare(request)
    },
  }
  const actor = { kind: 'student', accountId: person.accountId, identityId: person.identityId } as const
  const beginning = { way: 'h5', payer: null, payerAddress: '203.0.113.9', returnUrl: 'https://example.org/' } as const
  const first = startPayment(payments, slow, actor, orderId, beginning).catch((error: Error) => error)
  await expect.poll(() => isHeld).toBe(true)
  await browserOf(world, person).call('paymentStart', { params: { orderId }, body: { way: 'weapp' } })
  letGo()
  await first
  const payable = emulator.ledger().payments.filter(({ state }) => state === 'NOTPAY')
  expect(payable.length).toBeLessThanOrEqual(1)
  const open = await world.query("SELECT trade_number FROM payment WHERE order_id = $1 AND state = 'open'", [orderId])
  expect(open).toEqual(payable.map(({ outTradeNo }) => ({ trade_number: outTradeNo })))
})

it('a thousand changes of a payment’s notice and as many of a refund’s change no row of any table', async () => {
  const payer = await aPayer(world)
  const number = await payAtWechat(emulator, payer)
  const other = await aPayer(world)
  await payAtWechat(emulator, other)
  await emulator.settle()
  const waiting = await aPayer(world)
  const unheard = await payAtWechat(emulator, waiting)
  const { orderId } = payer
  const asked = await payer.student.call('refundAsk', { params: { orderId }, body: { reason: '不需要了' } })
  await expect.poll(() => refundState(asked.refundId), { timeout: 20_000 }).toBe('sent')
  emulator.endRefund(asked.number, 'SUCCESS')
  const { sign } = emulator.platform
  const { apiKey } = emulator.merchant
  await expect.poll(jobsAtRest, { timeout: 20_000 }).toBe(true)
  const before = await everything()
  for (const [seed, about] of [unheard, asked.number].entries()) {
    const { url, headers, body } = noticeOf(about)
    const notice = { headers, body: Buffer.from(body) }
    for (const mutation of noticeMutations({ seed, count: 1000, notice, sign, apiKey })) {
      const status = await send(url, mutation.notice.headers, Uint8Array.from(mutation.notice.body))
      if (status < 400 || status >= 500) throw new Error(`${mutation.name}: ${status}`)
    }
  }
  expect(await everything()).toEqual(before)
  await emulator.settle()
  expect([await stateOf(waiting), await stateOf(payer)]).toEqual(['paid', 'refunded'])
  expect(number).not.toBe(unheard)
})

const refundState = async (id: string) =>
  (await one<{ state: string }>('SELECT state FROM refund WHERE id = $1', [id])).state

const jobsAtRest = async () =>
  (await world.query("SELECT 1 FROM pgboss.job WHERE state IN ('created', 'active', 'retry') AND start_after <= now()"))
    .length === 0

/** A fingerprint of every table of the product. */
async function everything(): Promise<Record<string, string>> {
  const tables = await world.query<{ name: string }>(
    "SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  )
  const prints: Record<string, string> = {}
  for (const { name } of tables) {
    const [row] = await world.query<{ print: string }>(
      `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) || count(*) AS print FROM ${name} t`,
    )
    prints[name] = row!.print
  }
  return prints
}
