import { pathOf } from '@tucai/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aConfirmedPhoto, aPaidOrder, withoutPaper } from '../../../test/steps.ts'
import type { Visitor } from '../../../test/visitor.ts'
import { startWorld, type World } from '../../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

function under(
  key: string,
  visitor: Visitor,
  name: Parameters<typeof pathOf>[0],
  params: Record<string, string>,
  json?: unknown,
) {
  return visitor.send('POST', pathOf(name, params), { json, headers: { 'idempotency-key': key } })
}

describe('a request under a key', () => {
  it('is done once however often it comes, and answered the same', async () => {
    const way = await aPaidOrder(world)
    const ask = () =>
      under('refund-key-1', way.student, 'refundAsk', { orderId: way.order.orderId }, { reason: '不需要了' })
    const first = await ask()
    expect([first.status, first.body.amountFen]).toEqual([200, 2000])
    expect((await ask()).body).toEqual(first.body)
    const stored = await world.query('SELECT answer_sealed FROM answered_request')
    expect(stored).toHaveLength(1)
    expect(stored[0]!.answer_sealed).not.toContain(first.body.number)
  })

  it('is one when it comes twenty times at the same moment', async () => {
    const way = await aConfirmedPhoto(world)
    await withoutPaper(way)
    const ask = () => under('place-key-0001', way.student, 'orderPlace', { graduateId: way.graduateId })
    const replies = await Promise.all(Array.from({ length: 20 }, ask))
    expect(replies.every(({ status }) => status === 200 || status === 409)).toBe(true)
    const orders = new Set(replies.filter(({ status }) => status === 200).map(({ body }) => body.orderId))
    expect(orders.size).toBe(1)
    expect(replies.filter(({ status }) => status === 409).every(({ body }) => body.code === 'request-running')).toBe(
      true,
    )
    expect((await ask()).body.orderId).toBe([...orders][0])
  })

  it('can not stand for another request, and another student may use the same key', async () => {
    const [one, other] = [await aPaidOrder(world), await aPaidOrder(world)]
    const ask = (way: typeof one, reason: string) =>
      under('shared-key-1', way.student, 'refundAsk', { orderId: way.order.orderId }, { reason })
    expect((await ask(one, '不需要了')).status).toBe(200)
    const reused = await ask(one, '另一个原因')
    expect([reused.status, reused.body.code]).toEqual([422, 'key-reused'])
    expect((await ask(other, '不需要了')).body.orderId).toBe(other.order.orderId)
  })

  it('that was refused may be sent again once what was wrong is mended', async () => {
    const way = await aConfirmedPhoto(world)
    const place = () => under('mended-key-1', way.student, 'orderPlace', { graduateId: way.graduateId })
    expect((await place()).body.code).toBe('step-not-reached')
    await withoutPaper(way)
    expect((await place()).status).toBe(200)
  })

  it('whose first handling was killed is handled again after a quarter of a minute', async () => {
    const way = await aPaidOrder(world)
    const ask = () =>
      under('killed-key-1', way.student, 'refundAsk', { orderId: way.order.orderId }, { reason: '不需要了' })
    const first = await ask()
    await world.query('UPDATE answered_request SET answer_sealed = NULL WHERE request_hash IS NOT NULL')
    expect((await ask()).body.code).toBe('request-running')
    world.travel(16_000)
    expect((await ask()).body.refundId).toBe(first.body.refundId)
  })

  it('of a form that is no key is refused', async () => {
    const way = await aConfirmedPhoto(world)
    const reply = await under('short', way.student, 'orderPlace', { graduateId: way.graduateId })
    expect([reply.status, reply.body.field]).toEqual([400, 'Idempotency-Key'])
  })
})
