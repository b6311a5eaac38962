import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openWechatPayEmulator, type WechatPayEmulator } from '../../../emulators/wechat-pay/emulator.ts'
import { anOrder, type OnTheWay } from '../../test/steps.ts'
import { startWorld, type World } from '../../test/world.ts'
import { openMoney } from '../money.ts'
import { sweepRefunds } from '../refund/refund-jobs.ts'
import { expireOrders, sweepPayments } from './payment-jobs.ts'
import { reconcile } from './reconciling.ts'

let world: World
let emulator: WechatPayEmulator
beforeAll(async () => {
  emulator = await openWechatPayEmulator({ now: () => world?.deps.clock.now() ?? new Date() })
  world = await startWorld({ wechatPay: emulator })
})
afterAll(async () => {
  await world.close()
  await emulator.close()
})
beforeEach(() => emulator.reset())

type Ordered = Awaited<ReturnType<typeof anOrder>>
const money = () => openMoney(world.deps, async () => {})
const stateOf = async ({ order }: Pick<Ordered, 'order'>) =>
  (await world.query<{ state: string }>('SELECT state FROM "order" WHERE id = $1', [order.orderId]))[0]!.state

/** Goes to WeChat's page; its address is what is paid there. */
async function atWechat({ student, order }: Pick<Ordered, 'student' | 'order'>): Promise<string> {
  const { cashier } = await student.call('paymentStart', { params: { orderId: order.orderId }, body: { way: 'h5' } })
  if (cashier?.kind !== 'wechat-h5') throw new Error('there was no page to go to')
  return cashier.url
}

const numberOf = async (orderId: string) => {
  const [row] = await world.query<{ trade_number: string }>(
    'SELECT trade_number FROM payment WHERE order_id = $1 ORDER BY started_at DESC LIMIT 1',
    [orderId],
  )
  return row!.trade_number
}

describe('an order paid at WeChat', () => {
  it('is paid by the notice, and told to the student once however often that comes', async () => {
    const way = await anOrder(world)
    const url = await atWechat(way)
    emulator.fault({ at: 'notice', kind: 'duplicate', afterMs: 0, times: 3 })
    emulator.payH5(url)
    await emulator.settle()
    expect(await stateOf(way)).toBe('paid')
    const told = await world.query(
      'SELECT 1 FROM notice WHERE kind = \'order-paid\' AND identity_id = (SELECT identity_id FROM "order" WHERE id = $1)',
      [way.order.orderId],
    )
    expect(told).toHaveLength(1)
  })

  it('is found by the sweep when every notice is lost', async () => {
    const way = await anOrder(world)
    emulator.fault({ at: 'notice', kind: 'lose' })
    emulator.payH5(await atWechat(way))
    await emulator.settle()
    expect(await stateOf(way)).toBe('unpaid')
    world.travel(61_000)
    await sweepPayments(money().payments)
    expect(await stateOf(way)).toBe('paid')
  })

  it('is found when the student comes back and asks to pay again', async () => {
    const way = await anOrder(world)
    emulator.fault({ at: 'notice', kind: 'lose' })
    emulator.payH5(await atWechat(way))
    await emulator.settle()
    const again = await way.student.call('paymentStart', {
      params: { orderId: way.order.orderId },
      body: { way: 'h5' },
    })
    expect(again).toEqual({ orderState: 'paid', cashier: null })
  })

  it('gets another number only after the one before takes no more money', async () => {
    const way = await anOrder(world)
    const { student, order } = way
    await atWechat(way)
    const first = await numberOf(order.orderId)
    const other = await student.call('paymentStart', { params: { orderId: order.orderId }, body: { way: 'simulated' } })
    expect(other.cashier?.kind).toBe('simulated')
    expect(await numberOf(order.orderId)).not.toBe(first)
    expect(emulator.ledger().payments.find(({ outTradeNo }) => outTradeNo === first)?.state).toBe('CLOSED')
  })

  it('is closed by itself when nobody pays, and waits for an attempt that still takes money', async () => {
    const way = await anOrder(world)
    await world.query('UPDATE "order" SET expires_at = now() + interval \'10 minutes\' WHERE id = $1', [
      way.order.orderId,
    ])
    await atWechat(way)
    const { payments } = money()
    world.travel(9 * 60_000)
    await expireOrders(payments)
    expect(await stateOf(way)).toBe('unpaid')
    world.travel(2 * 60_000)
    await expireOrders(payments)
    await sweepPayments(payments)
    await expireOrders(payments)
    const shown = await way.student.call('orderShow', { params: { orderId: way.order.orderId } })
    expect([shown.state, shown.cancelledReason]).toEqual(['cancelled', 'expired'])
  })
})

describe('money for a cancelled order', () => {
  it('goes back by itself, whole and once', async () => {
    const way = await anOrder(world)
    const url = await atWechat(way)
    // The provider does not hear of the cancelling in time.
    emulator.fault({ at: 'close', kind: 'cut', effect: false, times: 50 })
    await way.student.call('orderCancel', { params: { orderId: way.order.orderId } })
    emulator.payH5(url)
    await emulator.settle()
    await expect.poll(() => emulator.ledger().refunds.length, { timeout: 20_000 }).toBe(1)
    await emulator.advance(2000)
    await expect
      .poll(async () => (await way.student.call('refundShow', { params: { orderId: way.order.orderId } })).refunds)
      .toMatchObject([{ kind: 'late', state: 'done', amountFen: 2000 }])
    expect(await stateOf(way)).toBe('cancelled')
  })
})

describe('the daily reconciliation', () => {
  // A day on which nothing else has happened.
  beforeEach(() => world.travel(3 * 86_400_000))

  it('finds nothing where all agrees, and pays what the provider alone knew of', async () => {
    const [known, lost] = [await anOrder(world), await anOrder(world)]
    emulator.payH5(await atWechat(known))
    await emulator.settle()
    const url = await atWechat(lost)
    await closeHereOnly(lost)
    emulator.fault({ at: 'notice', kind: 'lose' })
    emulator.payH5(url)
    await emulator.settle()
    const { payments, wechatPay } = money()
    const day = new Date(world.deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    world.travel(36 * 3_600_000)
    await emulator.settle()
    const finance = await world.aStaff({ role: 'finance' })
    await reconcile(payments, wechatPay!, day)
    const [made] = await finance.call('staffReconciliationList', {})
    expect(made).toMatchObject({ day, paymentCount: 2, paidFen: 4000, differenceCount: 0 })
    expect(await stateOf(lost)).toBe('paid')
  })

  it('names what only one side knows, and remembers what a person noted', async () => {
    const way = await anOrder(world)
    emulator.payH5(await atWechat(way))
    await emulator.settle()
    const day = new Date(world.deps.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    const number = await numberOf(way.order.orderId)
    await world.query("UPDATE payment SET trade_number = 'T0000000000000001' WHERE trade_number = $1", [number])
    const { payments, wechatPay } = money()
    world.travel(36 * 3_600_000)
    const id = await reconcile(payments, wechatPay!, day)
    const finance = await world.aStaff({ role: 'finance' })
    const detail = await finance.call('staffReconciliationShow', { params: { reconciliationId: id } })
    expect(
      detail.differences
        .map(({ kind, tradeNumber, oursFen, theirsFen }) => [kind, tradeNumber, oursFen, theirsFen])
        .sort(),
    ).toEqual([
      ['only-ours', 'T0000000000000001', 2000, null],
      ['only-theirs', number, null, 2000],
    ])
    const params = { differenceId: detail.differences[0]!.differenceId }
    await finance.call('staffDifferenceSettle', { params, body: { note: '已与微信核对' } })
    expect((await finance.ask('staffDifferenceSettle', params, { note: '再次' })).status).toBe(404)
    const anew = await reconcile(payments, wechatPay!, day)
    const again = await finance.call('staffReconciliationShow', { params: { reconciliationId: anew } })
    expect(again.differences.filter(({ note }) => note === '已与微信核对')).toHaveLength(1)
    expect(again.openDifferenceCount).toBe(1)
    await closedByTwo(anew, again.differences.find(({ settledAt }) => settledAt === null)!.differenceId, day)
  })
})

describe('a refund', () => {
  it('that the provider closed gets another number when a person has it tried again', async () => {
    const way = await anOrder(world)
    emulator.payH5(await atWechat(way))
    await emulator.settle()
    emulator.refundPlan = { delayMs: null, outcome: 'SUCCESS' }
    const asked = await way.student.call('refundAsk', {
      params: { orderId: way.order.orderId },
      body: { reason: '不需要了' },
    })
    await expect.poll(() => emulator.ledger().refunds.length, { timeout: 20_000 }).toBe(1)
    emulator.endRefund(asked.number, 'CLOSED')
    await emulator.settle()
    const finance = await world.aStaff({ role: 'finance' })
    const [failed] = (await finance.call('staffRefundList', { query: { state: 'failed' } })).refunds
    expect(failed).toMatchObject({ refundId: asked.refundId, state: 'failed' })
    emulator.refundPlan = { delayMs: 1000, outcome: 'SUCCESS' }
    // WeChat takes refunds of one order a minute apart.
    world.travel(61_000)
    await finance.call('staffRefundApprove', { params: { refundId: asked.refundId } })
    await expect.poll(() => emulator.ledger().refunds.length, { timeout: 20_000 }).toBe(2)
    await emulator.advance(1500)
    world.travel(6 * 60_000)
    await sweepRefunds(money().refunds)
    const { refunds } = await way.student.call('refundShow', { params: { orderId: way.order.orderId } })
    expect(refunds).toMatchObject([{ state: 'done', amountFen: 2000 }])
    expect(refunds[0]!.number).not.toBe(asked.number)
    expect(await stateOf(way)).toBe('refunded')
  })
})

/** A day is closed once all is settled, is not compared anew then, and is opened by two persons only. */
async function closedByTwo(reconciliationId: string, differenceId: string, day: string): Promise<void> {
  const [finance, other] = [await world.aStaff({ role: 'finance' }), await world.aStaff({ role: 'finance' })]
  const params = { reconciliationId }
  expect((await finance.ask('staffReconciliationClose', params)).body.code).toBe('reconciliation-open')
  await finance.call('staffDifferenceSettle', { params: { differenceId }, body: { note: '已补记' } })
  const closed = await finance.call('staffReconciliationClose', { params })
  expect(closed).toMatchObject({ ownPaidFen: closed.paidFen, openDifferenceCount: 0, closedBy: expect.any(String) })
  const { payments, wechatPay } = money()
  await expect(reconcile(payments, wechatPay!, day)).rejects.toThrow('reconciliation-closed')
  expect((await finance.ask('staffReconciliationMake', {}, { day })).body.code).toBe('reconciliation-closed')
  expect((await other.ask('staffReconciliationReopen', params)).body.code).toBe('reconciliation-not-closed')
  await finance.call('staffReconciliationReopenAsk', { params, body: { reason: '补记一笔' } })
  expect((await finance.ask('staffReconciliationReopen', params)).body.code).toBe('second-person-needed')
  expect(await other.call('staffReconciliationReopen', { params })).toMatchObject({ closedAt: null, reopening: null })
  expect((await other.ask('staffReconciliationMake', {}, { day: '2199-01-01' })).body.code).toBe('reconciliation-day')
}

/** The attempt is closed here and the provider never hears of it: only its bill tells of money that came. */
async function closeHereOnly({ order }: Pick<OnTheWay & { order: { orderId: string } }, 'order'>): Promise<void> {
  await world.query("UPDATE payment SET state = 'closed', ended_at = now() WHERE order_id = $1", [order.orderId])
}
