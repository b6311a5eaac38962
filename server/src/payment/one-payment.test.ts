import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  aConfirmedPhoto,
  anOrder,
  atCashier,
  confirmNewPhoto,
  type OnTheWay,
  pay,
  withoutPaper,
} from '../../test/steps.ts'
import { startWorld, type World } from '../../test/world.ts'
import { openMoney } from '../money.ts'
import { settleNow } from './provider-talk.ts'
import { openSimulatedCashier } from './simulated-cashier.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const many = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 12 }, ask))
const place = ({ student, graduateId }: OnTheWay) => student.ask('orderPlace', { graduateId })
const stateOf = async (orderId: string) =>
  (await world.query<{ state: string }>('SELECT state FROM "order" WHERE id = $1', [orderId]))[0]?.state
const paymentsOf = (orderId: string) =>
  world.query<{ state: string; trade_number: string }>('SELECT state, trade_number FROM payment WHERE order_id = $1', [
    orderId,
  ])
const recordsOf = (orderId: string, action: string) =>
  world.query('SELECT 1 FROM audit WHERE action = $1 AND $2 = ANY(subject_ids)', [action, orderId])

describe('however often it is tapped', () => {
  it('placing an order makes one', async () => {
    const way = await aConfirmedPhoto(world)
    await withoutPaper(way)
    const replies = await many(() => place(way))
    expect(new Set(replies.map((reply) => reply.body.orderId)).size).toBe(1)
    expect(replies.every((reply) => reply.status === 200)).toBe(true)
  })

  it('去支付 opens one payment', async () => {
    const { student, order } = await anOrder(world)
    const replies = await many(() => student.ask('paymentStart', { orderId: order.orderId }, { way: 'simulated' }))
    expect(new Set(replies.map((reply) => reply.body.cashier.tradeNumber)).size).toBe(1)
    expect(await paymentsOf(order.orderId)).toHaveLength(1)
  })

  it('paying at the cashier has one effect', async () => {
    const { student, order } = await anOrder(world)
    const tradeNumber = await atCashier(student, order.orderId)
    const replies = await many(() => student.ask('cashierPay', { tradeNumber }))
    expect(replies.map((reply) => [reply.status, reply.body.orderState])).toEqual(Array(12).fill([200, 'paid']))
    expect((await student.ask('cashierPay', { tradeNumber })).body.orderState).toBe('paid')
    expect(await paymentsOf(order.orderId)).toMatchObject([{ state: 'paid' }])
    expect(await recordsOf(order.orderId, 'order-paid')).toHaveLength(1)
  })

  it('cancelling and paying at the same moment end in one of the two, never in both', async () => {
    const { student, order } = await anOrder(world)
    const { orderId } = order
    const tradeNumber = await atCashier(student, orderId)
    const replies = await Promise.all([
      student.ask('cashierPay', { tradeNumber }),
      student.ask('orderCancel', { orderId }),
      student.ask('cashierPay', { tradeNumber }),
      student.ask('orderCancel', { orderId }),
    ])
    expect(replies.every((reply) => reply.status < 500)).toBe(true)
    const [payment] = await paymentsOf(orderId)
    expect([await stateOf(orderId), payment!.state]).toSatisfy(
      ([order, paid]) =>
        (order === 'paid' && paid === 'paid') ||
        // Money that came after the cancelling is on its way back.
        (order === 'cancelled' && ['closing', 'closed', 'late'].includes(paid!)),
    )
  })
})

describe('a paid order', () => {
  it('can not be paid, cancelled or changed again', async () => {
    const way = await anOrder(world)
    const { student, graduateId, order, photo } = way
    await pay(student, order.orderId)
    const code = async (reply: Promise<{ body: { code?: string } }>) => (await reply).body.code
    expect(await code(student.ask('paymentStart', { orderId: order.orderId }, { way: 'simulated' }))).toBe('order-paid')
    expect(await code(student.ask('orderCancel', { orderId: order.orderId }))).toBe('order-paid')
    expect(await code(student.ask('paperChoose', { graduateId }, { paper: false }))).toBe('collection-complete')
    expect(await code(student.ask('photoConfirm', { graduateId }, { photoId: photo.photoId }))).toBe(
      'collection-complete',
    )
    expect(await code(student.upload(graduateId, Buffer.from('x')))).toBe('collection-complete')
    expect(await code(place(way))).toBe('collection-complete')
  })
})

describe('a cancelled order', () => {
  it('stays cancelled, closes its payment, and another one can be placed', async () => {
    const way = await anOrder(world)
    const { student, order } = way
    const tradeNumber = await atCashier(student, order.orderId)
    const cancelled = await student.call('orderCancel', { params: { orderId: order.orderId } })
    expect(cancelled.state).toBe('cancelled')
    expect((await student.ask('cashierPay', { tradeNumber })).body.code).toBe('payment-closed')
    expect((await student.ask('paymentStart', { orderId: order.orderId }, { way: 'simulated' })).body.code).toBe(
      'order-cancelled',
    )
    expect((await student.call('orderCancel', { params: { orderId: order.orderId } })).state).toBe('cancelled')
    const again = await place(way)
    expect(again.body.orderId).not.toBe(order.orderId)
    await pay(student, again.body.orderId)
    expect((await student.call('orderList', {})).map(({ state }) => state)).toEqual(['paid', 'cancelled'])
  })
})

describe('a photo taken anew while an order is unpaid', () => {
  it('closes the payment, and the order waits for the next confirmed photo', async () => {
    const way = await anOrder(world)
    const { student, order, graduateId } = way
    const tradeNumber = await atCashier(student, order.orderId)
    const { photoId } = await confirmNewPhotoLater(way)
    expect((await student.ask('cashierPay', { tradeNumber })).body.code).toBe('payment-closed')
    expect((await student.ask('paymentStart', { orderId: order.orderId }, { way: 'simulated' })).body.code).toBe(
      'step-not-reached',
    )
    expect((await student.call('collectionShow', { params: { graduateId } })).step).toBe('confirm')
    const confirmed = await student.call('photoConfirm', { params: { graduateId }, body: { photoId } })
    expect(confirmed).toMatchObject({ step: 'order', order: { orderId: order.orderId, photoId } })
    await pay(student, order.orderId)
    expect((await student.ask('photoDownload', { photoId })).status).toBe(200)
    expect((await student.ask('photoDownload', { photoId: way.photo.photoId })).body.code).toBe('photo-not-paid')
  })

  async function confirmNewPhotoLater({ student, graduateId }: OnTheWay) {
    const { goodPhoto } = await import('../../test/pictures.ts')
    return student.takePhoto(graduateId, await goodPhoto())
  }
})

describe('choosing paper again while an order is unpaid', () => {
  it('keeps the order when nothing changes, and cancels it otherwise', async () => {
    const way = await anOrder(world)
    const { student, graduateId, order } = way
    expect((await withoutPaper(way)).order?.orderId).toBe(order.orderId)
    const address = { recipient: '林知远', phone: '13800138000', regionCode: '310115', detail: '环湖西一路100号' }
    const changed = await student.call('paperChoose', { params: { graduateId }, body: { paper: true, address } })
    expect(changed).toMatchObject({ step: 'order', order: null, paper: true })
    expect(await stateOf(order.orderId)).toBe('cancelled')
    const { body } = await place(way)
    expect(body.totalFen).toBe(3500)
    const same = await student.call('paperChoose', { params: { graduateId }, body: { paper: true, address } })
    expect(same.order?.orderId).toBe(body.orderId)
  })
})

it.each([
  ['amount', { amountFen: 1 }],
  ['currency', { currency: 'USD' }],
  ['merchant', { merchant: 'somebody-else' }],
] as const)('a notice with another %s changes nothing, raises one alarm and stays on record', async (kind, changed) => {
  const { student, order } = await anOrder(world)
  const tradeNumber = await atCashier(student, order.orderId)
  const said = { providerTransaction: `SIM-${tradeNumber}`, payer: null, paidAt: new Date() }
  const notice = { tradeNumber, amountFen: 2000, currency: 'CNY', merchant: 'simulated', ...said, ...changed }
  const { payments } = openMoney(world.deps, async () => {})
  for (let time = 0; time < 2; time++) expect((await settleNow(payments, notice)).kind).toBe('refused')
  expect(await stateOf(order.orderId)).toBe('unpaid')
  expect(await recordsOf(order.orderId, 'payment-refused')).toHaveLength(2)
  const raised = await world.query('SELECT kind FROM payment_alarm WHERE trade_number = $1', [tradeNumber])
  expect(raised).toEqual([{ kind }])
})

it('an order of 0 fen is paid at once, without a cashier', async () => {
  const campaign = await world.aCampaign({ collectionFeeFen: 0, paperFeeFen: 0 })
  const { student, order, graduateId } = await anOrder(world, campaign)
  expect(order.totalFen).toBe(0)
  const started = await student.call('paymentStart', { params: { orderId: order.orderId }, body: { way: 'simulated' } })
  expect(started).toEqual({ orderState: 'paid', cashier: null })
  expect((await student.call('collectionShow', { params: { graduateId } })).step).toBe('done')
})

describe('in production mode', () => {
  it('the simulated cashier refuses to exist', () => {
    expect(() => openSimulatedCashier('production', world.deps.clock)).toThrow()
  })

  it('paying is unavailable without a provider, the order is kept, and codes are not shown', async () => {
    const production = await startWorld({ mode: 'production' })
    try {
      const { student, order, person } = await anOrder(production)
      const reply = await student.ask('paymentStart', { orderId: order.orderId }, { way: 'simulated' })
      expect([reply.status, reply.body.code]).toEqual([503, 'payment-unavailable'])
      expect((await student.ask('cashierPay', { tradeNumber: 'T1' })).status).toBe(404)
      expect(await student.call('orderList', {})).toMatchObject([{ state: 'unpaid' }])
      const elsewhere = production.visitor()
      const asked = await elsewhere.ask(
        'sessionStart',
        {},
        { number: person.number, password: person.number.slice(-6) },
      )
      expect(asked.body).toEqual({ state: 'code-required', challengeId: expect.any(String) })
    } finally {
      await production.close()
    }
  })
})

it('a confirmed photo can be confirmed anew as often as wanted', async () => {
  const way = await anOrder(world)
  const photo = await confirmNewPhoto(way)
  const { order } = await way.student.call('collectionShow', { params: { graduateId: way.graduateId } })
  expect(order?.photoId).toBe(photo.photoId)
})
