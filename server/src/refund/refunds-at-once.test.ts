import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { aPayer, type Payer, payAtWechat } from '../../test/payers.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

let world: World
let emulator: WechatPayEmulator
let finance: [Visitor, Visitor]
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ refundsApart: false })
  world = await startWorld({ wechatPay: emulator, environment: { TUCAI_REFUND_ALONE_FEN: '500' } })
  finance = [await world.aStaff({ role: 'finance' }), await world.aStaff({ role: 'finance' })]
})
afterAll(async () => {
  await world.close()
  await emulator.close()
})
beforeEach(() => {
  emulator.reset()
  emulator.refundPlan = { outcome: 'SUCCESS', delayMs: 0 }
})

async function paid(terms: Parameters<typeof aPayer>[1] = {}): Promise<Payer> {
  const payer = await aPayer(world, terms)
  await payAtWechat(emulator, payer)
  await expect.poll(() => stateOf(payer.orderId), { timeout: 20_000 }).toBe('paid')
  return payer
}
const stateOf = async (orderId: string) =>
  (await world.query<{ state: string }>('SELECT state FROM "order" WHERE id = $1', [orderId]))[0]!.state
const giveBack = (visitor: Visitor, orderId: string, amountFen: number, key: string) =>
  visitor.ask('staffRefundAsk', { orderId }, { amountFen, reason: '补偿', key })
const statesOf = async (orderId: string) =>
  (await world.query<{ state: string }>('SELECT state FROM refund WHERE order_id = $1', [orderId])).map(
    ({ state }) => state,
  )
const isUnderWay = async (orderId: string) =>
  (await statesOf(orderId)).some((state) => state === 'approved' || state === 'sent')
const sum = (list: { refundFen: number }[]) => list.reduce((total, { refundFen }) => total + refundFen, 0)

it.each([1, 2, 3])(
  'fifty refunds at once, of student, staff and rule, never exceed what was paid (time %i)',
  async (time) => {
    const { student, orderId, campaignId, totalFen } = await paid()
    const administrator = await world.aStaff()
    const amounts = Array.from({ length: 48 }, (_, nth) => 10 + ((nth * 37 * time) % 290))
    const replies = await Promise.all([
      ...amounts.slice(0, 24).map((fen, nth) => giveBack(finance[nth % 2]!, orderId, fen, `key-${nth}-at-once`)),
      student.ask('refundAsk', { orderId }, { reason: '不需要了' }),
      ...amounts.slice(24).map((fen, nth) => giveBack(finance[nth % 2]!, orderId, fen, `key-${24 + nth}-at-once`)),
      administrator.ask('staffCampaignCancel', { campaignId }),
    ])
    expect(replies.filter(({ status }) => status >= 500)).toEqual([])
    const waiting = await world.query<{ id: string; asked_by: string }>(
      "SELECT id, asked_by FROM refund WHERE order_id = $1 AND state = 'asked'",
      [orderId],
    )
    const decided = await Promise.all(
      waiting.flatMap(({ id: refundId }) => [
        ...finance.map((visitor) => visitor.ask('staffRefundApprove', { refundId })),
        finance[0].ask('staffRefundApprove', { refundId }),
      ]),
    )
    expect(decided.filter(({ status }) => status >= 500)).toEqual([])
    await expect.poll(() => isUnderWay(orderId), { timeout: 60_000 }).toBe(false)
    const [payment] = await world.query<{ refund_reserved_fen: number; refunded_fen: number }>(
      'SELECT refund_reserved_fen, refunded_fen FROM payment WHERE order_id = $1',
      [orderId],
    )
    const { refunds } = emulator.ledger()
    expect(sum(refunds)).toBeLessThanOrEqual(totalFen)
    expect(sum(refunds.filter(({ state }) => state === 'SUCCESS'))).toBe(payment!.refunded_fen)
    expect(payment!.refund_reserved_fen).toBeLessThanOrEqual(totalFen)
    const own = await world.query<{ number: string; amount_fen: number }>(
      "SELECT number, amount_fen FROM refund WHERE order_id = $1 AND state = 'done' ORDER BY number",
      [orderId],
    )
    const theirs = refunds.map(({ outRefundNo, refundFen }) => ({ number: outRefundNo, amount_fen: refundFen }))
    expect(own).toEqual(theirs.sort((one, other) => one.number.localeCompare(other.number)))
    // The campaign was cancelled, so everything that nobody else had promised back went back too.
    await expect.poll(() => stateOf(orderId), { timeout: 20_000 }).toBe('refunded')
    expect(payment!.refunded_fen).toBe(totalFen)
  },
)

it.each([
  ['the answer is lost after the effect', { kind: 'cut', effect: true }],
  ['the request is lost before it', { kind: 'cut', effect: false }],
  ['the provider fails after the effect', { kind: 'system-error', effect: true }],
  ['the provider takes no more requests for now', { kind: 'frequency-limited' }],
] as const)('a refund keeps its number and is made once though %s', async (_, fault) => {
  const { student, orderId, totalFen } = await paid()
  emulator.fault({ at: 'refund', times: 2, ...fault })
  const asked = await student.call('refundAsk', { params: { orderId }, body: { reason: '不需要了' } })
  await expect.poll(() => stateOf(orderId), { timeout: 60_000 }).toBe('refunded')
  expect(emulator.ledger().refunds).toMatchObject([
    { outRefundNo: asked.number, refundFen: totalFen, state: 'SUCCESS' },
  ])
})

it('above the limit another person approves, and many small refunds are one large one', async () => {
  const { orderId } = await paid()
  const [asking, other] = finance
  const small = await giveBack(asking, orderId, 400, 'key-small')
  const more = await giveBack(asking, orderId, 101, 'key-more-than-alone')
  expect([small.body.state, more.body.state]).toEqual(['approved', 'asked'])
  const own = await asking.ask('staffRefundApprove', { refundId: more.body.refundId })
  expect([own.status, own.body.code]).toEqual([409, 'second-person-needed'])
  expect(emulator.ledger().refunds.every(({ refundFen }) => refundFen === 400)).toBe(true)
  const replies = await Promise.all(
    Array.from({ length: 10 }, () => other.ask('staffRefundApprove', { refundId: more.body.refundId })),
  )
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
  await expect.poll(() => statesOf(orderId), { timeout: 30_000 }).toEqual(['done', 'done'])
  expect(sum(emulator.ledger().refunds)).toBe(501)
})

it('a refund that was refused frees its sum, and is never made', async () => {
  const { orderId, totalFen } = await paid()
  const [asking, other] = finance
  const asked = await giveBack(asking, orderId, totalFen, 'key-everything')
  expect((await giveBack(asking, orderId, 1, 'key-one-fen-more')).body.code).toBe('refund-too-much')
  await other.call('staffRefundRefuse', { params: { refundId: asked.body.refundId } })
  expect((await giveBack(asking, orderId, 300, 'key-after-all')).body.state).toBe('approved')
  await expect
    .poll(() => statesOf(orderId).then((states) => states.sort()), { timeout: 30_000 })
    .toEqual(['done', 'refused'])
  expect(emulator.ledger().refunds).toMatchObject([{ refundFen: 300 }])
})
