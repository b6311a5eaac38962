import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { goodPhoto } from './pictures.ts'
import { atCashier } from './steps.ts'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const address = { recipient: '林知远', phone: '13800138000', regionCode: '310115', detail: '环湖西一路100号' }

it('a student goes from registration to a paid order and looks everything up afterwards', async () => {
  const person = await world.aGraduate()
  const { graduateId } = person
  const student = world.visitor()
  await student.signUp(person)

  const [summary] = await student.call('collectionList', {})
  expect(summary).toMatchObject({ graduateId, step: 'information', open: true, completedAt: null })
  const begun = await student.call('collectionShow', { params: { graduateId } })
  expect(begun.graduate).toMatchObject({ name: person.name, studentNumber: person.studentNumber })
  expect(begun.graduate.maskedNumber).toBe(`310${'*'.repeat(15)}`)

  await student.confirmInformation(graduateId)
  const photo = await student.takePhoto(graduateId, await goodPhoto())
  expect(photo).toMatchObject({ state: 'finished', confirmable: true })
  const { photoId } = photo
  const shown = await student.ask('photoFinished', { photoId })
  expect(shown.headers.get('content-type')).toBe('image/jpeg')
  expect(shown.bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
  expect(shown.bytes.length).toBeGreaterThanOrEqual(30_720)
  expect(shown.bytes.length).toBeLessThanOrEqual(40_000)
  expect((await student.ask('photoDownload', { photoId })).body.code).toBe('photo-not-paid')

  const confirmed = await student.call('photoConfirm', { params: { graduateId }, body: { photoId } })
  expect(confirmed.step).toBe('paper')
  const chosen = await student.call('paperChoose', {
    params: { graduateId },
    body: { paper: true, address, keepAddress: true },
  })
  expect(chosen.step).toBe('order')
  expect(chosen.address?.region).toBe('上海市 浦东新区')
  const order = await student.call('orderPlace', { params: { graduateId } })
  expect(order).toMatchObject({ state: 'unpaid', totalFen: 3500, photoId, name: person.name, paper: true })
  expect(order.lines.map((line) => line.amountFen)).toEqual([2000, 1500])

  const started = { params: { orderId: order.orderId }, body: { way: 'simulated' } } as const
  const { cashier } = await student.call('paymentStart', started)
  expect(cashier).toMatchObject({ kind: 'simulated', amountFen: 3500 })
  const tradeNumber = await atCashier(student, order.orderId)
  const paid = await student.call('cashierPay', { params: { tradeNumber } })
  expect(paid).toEqual({ orderState: 'paid', cashier: null })

  const done = await student.call('collectionShow', { params: { graduateId } })
  expect(done).toMatchObject({ step: 'done', reviewState: 'waiting', photo: { photoId } })
  const [collected] = await student.call('collectionList', {})
  expect(collected).toMatchObject({ step: 'done', photoId })
  expect(collected!.completedAt).not.toBeNull()
  expect(await student.call('orderList', {})).toMatchObject([{ number: order.number, state: 'paid' }])
  expect(await student.call('addressList', {})).toMatchObject([{ ...address, phone: '+8613800138000' }])

  const saved = await student.ask('photoDownload', { photoId })
  expect(saved.headers.get('content-disposition')).toContain(`${person.studentNumber}.jpg`)
  expect(saved.headers.get('cache-control')).toBe('no-store')
  expect(saved.bytes).toEqual(shown.bytes)
  const [stored] = await world.query<{ sha: string }>('SELECT finished_sha256 AS sha FROM photo WHERE id = $1', [
    photoId,
  ])
  expect(createHash('sha256').update(saved.bytes).digest('hex')).toBe(stored!.sha)
})
