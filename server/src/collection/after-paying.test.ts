import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aPaidOrder, aStudent, confirmNewPhoto, type OnTheWay, pay, withoutPaper } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const shown = ({ student, graduateId }: Pick<OnTheWay, 'student' | 'graduateId'>) =>
  student.call('collectionShow', { params: { graduateId } })
const toldOf = async (graduateId: string) =>
  (
    await world.query<{ kind: string }>(
      `SELECT n.kind FROM notice n JOIN graduate g ON g.identity_id = n.identity_id WHERE g.id = $1 ORDER BY n.made_at`,
      [graduateId],
    )
  ).map(({ kind }) => kind)

async function reject(way: Pick<OnTheWay, 'student' | 'graduateId'>, forGood = false) {
  const { review } = await shown(way)
  const params = { reviewId: review!.reviewId }
  const reviewer = await world.aStaff({ role: 'reviewer' })
  await reviewer.call('staffReviewReject', { params, body: { reasons: ['EXPR_EYES'], forGood } })
}

async function approve(way: Pick<OnTheWay, 'student' | 'graduateId'>) {
  const { review } = await shown(way)
  const reviewer = await world.aStaff({ role: 'reviewer' })
  await reviewer.call('staffReviewApprove', { params: { reviewId: review!.reviewId } })
}

async function refundsDone({ student, order }: { student: Visitor; order: { orderId: string } }) {
  const params = { orderId: order.orderId }
  await expect
    .poll(async () => (await student.call('refundShow', { params })).refunds.map(({ state }) => state), {
      timeout: 30_000,
    })
    .toEqual(['done'])
  return student.call('refundShow', { params })
}

describe('a paid order', () => {
  it('hands the photo to the reviewers, and an electronic one is done when it is approved', async () => {
    const way = await aPaidOrder(world)
    expect(await shown(way)).toMatchObject({ step: 'done', reviewState: 'waiting', order: { state: 'paid' } })
    await approve(way)
    expect(await shown(way)).toMatchObject({ step: 'done', reviewState: 'approved', order: { state: 'done' } })
    expect(await toldOf(way.graduateId)).toEqual(expect.arrayContaining(['order-paid', 'review-approved']))
  })

  it('whose photo is rejected asks for another one, never for the same, and for no more money', async () => {
    const way = await aPaidOrder(world)
    await reject(way)
    const rejected = await shown(way)
    expect(rejected).toMatchObject({ step: 'photo', photo: null, reviewState: 'rejected', order: { state: 'paid' } })
    expect(rejected.review?.reasons.map(({ code }) => code)).toEqual(['EXPR_EYES'])
    expect(await toldOf(way.graduateId)).toContain('review-rejected')
    const params = { graduateId: way.graduateId }
    const again = await way.student.ask('photoConfirm', params, { photoId: way.photo.photoId })
    expect(again.body.code).toBe('photo-rejected-before')
    await confirmNewPhoto(way, 'another')
    expect(await shown(way)).toMatchObject({ step: 'done', reviewState: 'waiting', order: { state: 'paid' } })
  })

  it('may be replaced until the day that the rejection named, also when the campaign has closed', async () => {
    const campaign = await world.aCampaign({ closesAt: new Date(world.deps.clock.now().getTime() + 3600_000) })
    const way = await aPaidOrder(world, campaign)
    await reject(way)
    world.travel(90 * 60_000)
    await confirmNewPhoto(way, 'another')
    expect((await shown(way)).reviewState).toBe('waiting')
  })

  it('is given back whole when the photo is rejected for good, and nothing more can be done', async () => {
    const way = await aPaidOrder(world)
    await reject(way, true)
    const { refunds } = await refundsDone(way)
    expect(refunds).toMatchObject([{ kind: 'rejected', amountFen: 2000 }])
    expect((await shown(way)).step).toBe('done')
    const { student, order, graduateId } = way
    expect((await student.call('orderShow', { params: { orderId: order.orderId } })).state).toBe('refunded')
    expect((await student.ask('orderPlace', { graduateId })).body.code).toBe('collection-over')
    expect(await toldOf(graduateId)).toEqual(expect.arrayContaining(['review-rejected', 'refund-done']))
  })

  it('can be taken back from review while it waits, and asks for a photo again', async () => {
    const way = await aPaidOrder(world)
    await way.student.call('reviewWithdraw', { params: { graduateId: way.graduateId } })
    expect(await shown(way)).toMatchObject({ step: 'confirm', photoConfirmedAt: null, order: { state: 'paid' } })
    await way.student.call('photoConfirm', {
      params: { graduateId: way.graduateId },
      body: { photoId: way.photo.photoId },
    })
    expect((await shown(way)).reviewState).toBe('waiting')
  })
})

describe('the refund rule', () => {
  it('gives everything back until the photo is approved, and another order can be placed', async () => {
    const way = await aPaidOrder(world)
    const { student, order, graduateId } = way
    const params = { orderId: order.orderId }
    expect(await student.call('refundShow', { params })).toMatchObject({ possibleFen: 2000, reason: null })
    const first = await student.call('refundAsk', { params, body: { reason: '不需要了' } })
    const second = await student.call('refundAsk', { params, body: { reason: '不需要了' } })
    expect(second.refundId).toBe(first.refundId)
    await refundsDone(way)
    const again = await student.call('orderPlace', { params: { graduateId } })
    expect([again.state, again.orderId === order.orderId]).toEqual(['unpaid', false])
  })

  it('refuses in words once the photo is approved', async () => {
    const way = await aPaidOrder(world)
    await approve(way)
    const params = { orderId: way.order.orderId }
    const offer = await way.student.call('refundShow', { params })
    expect([offer.possibleFen, offer.reason?.en]).toEqual([0, expect.stringContaining('approved')])
    const reply = await way.student.ask('refundAsk', params, { reason: '' })
    expect([reply.status, reply.body.code]).toEqual([409, 'refund-not-possible'])
  })
})

describe('a campaign that charges for retakes', () => {
  it('lets the free ones pass and asks for the fee before the next submission', async () => {
    const campaign = await world.aCampaign({ freeRetakes: 1, retakeFeeFen: 500 })
    const way = await aPaidOrder(world, campaign)
    await reject(way)
    await confirmNewPhoto(way, 'another')
    expect((await shown(way)).reviewState).toBe('waiting')
    await reject(way)
    await confirmNewPhoto(way, 'third')
    expect(await shown(way)).toMatchObject({ step: 'order', order: null, reviewState: 'rejected' })
    const { student, graduateId } = way
    const retake = await student.call('orderPlace', { params: { graduateId } })
    expect(retake).toMatchObject({ kind: 'retake', totalFen: 500 })
    expect((await student.call('orderPlace', { params: { graduateId } })).orderId).toBe(retake.orderId)
    await pay(student, retake.orderId)
    expect(await shown(way)).toMatchObject({ step: 'done', reviewState: 'waiting' })
    await reject(way, true)
    for (const order of [way.order, retake]) await refundsDone({ student, order })
  })
})

describe('where paying comes before the photo', () => {
  it('the steps go by paper and order to the photo, which is submitted once confirmed', async () => {
    const campaign = await world.aCampaign({ payWhen: 'before-photo' })
    const way = await aStudent(world, campaign)
    const { student, graduateId } = way
    await student.confirmInformation(graduateId)
    expect((await shown(way)).step).toBe('paper')
    const early = await student.upload(graduateId, Buffer.from('x'))
    expect(early.body.code).toBe('step-not-reached')
    await withoutPaper(way)
    const order = await student.call('orderPlace', { params: { graduateId } })
    await pay(student, order.orderId)
    expect(await shown(way)).toMatchObject({
      step: 'photo',
      reviewState: null,
      order: { state: 'paid', photoId: null },
    })
    const photo = await confirmNewPhoto(way)
    expect(await shown(way)).toMatchObject({ step: 'done', reviewState: 'waiting', order: { photoId: photo.photoId } })
  })
})

describe('fees of a campaign', () => {
  it('are set by administrators, snapshot on the order, and shown with the refund rule before paying', async () => {
    const campaign = await world.aCampaign()
    const administrator = await world.aStaff()
    const params = { campaignId: campaign.campaignId }
    const fees = await administrator.call('staffFeesShow', { params })
    const station = { stationFeeFen: 0, station: '图书馆一楼，工作日9:00–16:00', printSetsMost: 3, mailingFeeFen: 800 }
    await administrator.call('staffFeesSet', { params, body: { ...fees, ...station, payer: 'school-collection' } })
    const way = await aStudent(world, campaign)
    const { student, graduateId } = way
    await student.confirmInformation(graduateId)
    await confirmNewPhoto(way)
    const view = await shown(way)
    expect(view.campaign.refundRule.en).toContain('prints are being made')
    const choose = (body: object) => student.ask('paperChoose', { graduateId }, { paper: true, ...body })
    expect((await choose({ printSets: 4, delivery: 'station' })).body.code).toBe('delivery-not-offered')
    expect((await choose({ printSets: 2, delivery: 'station' })).status).toBe(200)
    const order = await student.call('orderPlace', { params: { graduateId } })
    expect(order).toMatchObject({ printSets: 2, delivery: 'station', totalFen: 3000, schoolFen: 2000 })
    await administrator.call('staffFeesSet', { params, body: { ...fees, collectionFeeFen: 9900, paperFeeFen: 9900 } })
    expect((await student.call('orderShow', { params: { orderId: order.orderId } })).totalFen).toBe(3000)
    const finance = await world.aStaff({ role: 'finance' })
    expect((await finance.ask('staffFeesSet', params, fees)).body.code).toBe('role-not-allowed')
    const page = await finance.call('staffOrderList', { params, query: { search: order.number } })
    expect(page).toMatchObject({ total: 1, orders: [{ number: order.number, refundedFen: 0, refunding: false }] })
  })
})

describe('a campaign that is cancelled', () => {
  it('ends unpaid orders, gives paid ones back, and takes no more', async () => {
    const campaign = await world.aCampaign()
    const [paid, waiting] = [await aPaidOrder(world, campaign), await aStudent(world, { ...campaign, name: '陈思语' })]
    await waiting.student.confirmInformation(waiting.graduateId)
    await confirmNewPhoto(waiting)
    await withoutPaper(waiting)
    const { student, graduateId } = waiting
    const unpaid = await student.call('orderPlace', { params: { graduateId } })
    const administrator = await world.aStaff()
    await administrator.call('staffCampaignCancel', { params: { campaignId: campaign.campaignId } })
    await refundsDone(paid)
    const ended = await student.call('orderShow', { params: { orderId: unpaid.orderId } })
    expect([ended.state, ended.cancelledReason]).toEqual(['cancelled', 'campaign'])
    expect((await student.ask('orderPlace', { graduateId })).body.code).toBe('campaign-cancelled')
  })
})
