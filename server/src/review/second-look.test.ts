import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aWaitingReview } from '../../test/reviews.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { courseOf } from './review.ts'

let world: World
let first: Visitor
let second: Visitor
let administrator: Visitor
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  first = await world.aStaff({ role: 'reviewer' })
  second = await world.aStaff({ role: 'reviewer' })
  administrator = await world.aStaff()
})
afterAll(() => world.close())

/** A campaign of which every verdict is looked at twice, with one photo that waits. */
async function aDrawnReview() {
  const campaign = await world.aCampaign()
  const params = { campaignId: campaign.campaignId }
  await administrator.call('staffReviewSampleSet', { params, body: { percent: 100 } })
  return { ...campaign, ...(await aWaitingReview(world, campaign)) }
}
const approve = (staff: Visitor, reviewId: string) => staff.ask('staffReviewApprove', { reviewId })
const reject = (staff: Visitor, reviewId: string) =>
  staff.ask('staffReviewReject', { reviewId }, { reasons: ['POSE_YAW'] })
const claim = async (staff: Visitor, campaignId: string, queue: 'waiting' | 'leader' = 'waiting') =>
  (await staff.call('staffReviewClaim', { body: { campaignId, count: 5, queue } })).map(({ reviewId }) => reviewId)

describe('a photo drawn for a second look', () => {
  it('waits on for another reviewer, who is not told what the first one said', async () => {
    const { reviewId, campaignId } = await aDrawnReview()
    expect((await approve(first, reviewId)).body.state).toBe('waiting')
    expect(await claim(first, campaignId)).toEqual([])
    expect((await approve(first, reviewId)).body.code).toBe('review-looked-at')
    const [seen] = await second.call('staffReviewClaim', { body: { campaignId } })
    expect(seen).toMatchObject({ reviewId, secondLook: true, state: 'waiting', decidedBy: null, looks: [] })
    expect((await approve(second, reviewId)).body.state).toBe('approved')
  })

  it('goes to an administrator when the two disagree, who sees both and decides', async () => {
    const { reviewId, campaignId } = await aDrawnReview()
    await approve(first, reviewId)
    expect((await reject(second, reviewId)).body).toMatchObject({ state: 'waiting', forLeader: true })
    expect([await claim(first, campaignId), await claim(second, campaignId)]).toEqual([[], []])
    expect((await second.ask('staffReviewClaim', {}, { campaignId, queue: 'leader' })).body.code).toBe(
      'role-not-allowed',
    )
    const third = await world.aStaff({ role: 'reviewer' })
    expect((await approve(third, reviewId)).body.code).toBe('review-for-leader')
    expect(await claim(administrator, campaignId)).toEqual([])
    const [seen] = await administrator.call('staffReviewClaim', { body: { campaignId, queue: 'leader' } })
    expect(seen!.looks.map((look) => look.verdict)).toEqual(['approved', 'rejected'])
    expect((await reject(administrator, reviewId)).body.state).toBe('rejected')
    const reviewers = await administrator.call('staffReviewerList', { params: { campaignId } })
    const agreed = reviewers.map(({ secondLookCount, agreedCount }) => `${agreedCount}/${secondLookCount}`)
    expect(agreed.sort()).toEqual(['0/1', '1/1', '1/1'])
  })

  it('is looked at once by each, and decided once, however many verdicts come at the same moment', async () => {
    const { reviewId } = await aDrawnReview()
    await approve(first, reviewId)
    const replies = await Promise.all([
      ...Array.from({ length: 8 }, () => approve(second, reviewId)),
      ...Array.from({ length: 8 }, () => approve(first, reviewId)),
    ])
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1)
    const looks = await world.query('SELECT staff_id FROM review_look WHERE review_id = $1', [reviewId])
    expect(looks).toHaveLength(2)
    const told = await world.query("SELECT 1 FROM audit WHERE action = 'review-approved' AND $1 = ANY(subject_ids)", [
      reviewId,
    ])
    expect(told).toHaveLength(1)
  })

  it('needs none when an administrator judges', async () => {
    const { reviewId } = await aDrawnReview()
    expect((await approve(administrator, reviewId)).body.state).toBe('approved')
  })
})

it.each([
  [null, [], 'approved', false, 'decides'],
  [null, [], 'approved', true, 'second-look'],
  [new Date(), ['approved'], 'approved', true, 'decides'],
  [new Date(), ['rejected'], 'rejected', false, 'decides'],
  [new Date(), ['approved'], 'rejected', true, 'leader'],
  [new Date(), ['rejected'], 'approved', false, 'leader'],
] as const)('drawn at %s, said before %j, now %s, by chance %s: %s', (secondLookAt, said, verdict, isDrawn, course) => {
  const looks = said.map((each) => ({ staffId: 'stf_1', verdict: each }))
  expect(courseOf({ secondLookAt }, looks, verdict, { isLeader: false, isDrawn })).toBe(course)
  expect(courseOf({ secondLookAt }, looks, verdict, { isLeader: true, isDrawn })).toBe('decides')
})

describe('a reviewer', () => {
  it('leaves a photo to others, and gets it again only when nothing else waits', async () => {
    const campaign = await world.aCampaign()
    const { reviewId: one } = await aWaitingReview(world, campaign)
    const { reviewId: other } = await aWaitingReview(world, campaign)
    await first.call('staffReviewClaim', { body: { campaignId: campaign.campaignId } })
    await first.call('staffReviewSkip', { params: { reviewId: one } })
    expect(await claim(first, campaign.campaignId)).toEqual([other, one])
    expect((await second.ask('staffReviewSkip', { reviewId: one })).body.code).toBe('review-claimed')
    await first.call('staffReviewGiveBack', {})
    expect(await claim(second, campaign.campaignId)).toEqual([one, other])
  })

  it('gives a photo to an administrator with a word why', async () => {
    const campaign = await world.aCampaign()
    const { reviewId } = await aWaitingReview(world, campaign)
    await first.call('staffReviewRefer', { params: { reviewId }, body: { note: ' 像是姐妹代拍 ' } })
    expect(await claim(second, campaign.campaignId)).toEqual([])
    const [seen] = await administrator.call('staffReviewClaim', {
      body: { campaignId: campaign.campaignId, queue: 'leader' },
    })
    expect(seen).toMatchObject({ reviewId, forLeader: true, leaderNote: '像是姐妹代拍' })
  })

  it('gets the most doubtful photos first, or the longest waiting', async () => {
    const campaign = await world.aCampaign()
    const ids = []
    for (const doubt of [3, 58, 0, 24]) {
      const { reviewId } = await aWaitingReview(world, campaign)
      await world.query('UPDATE review SET doubt = $1 WHERE id = $2', [doubt, reviewId])
      ids.push(reviewId)
    }
    expect(await claim(first, campaign.campaignId)).toEqual([ids[1], ids[3], ids[0], ids[2]])
    await first.call('staffReviewGiveBack', {})
    const body = { campaignId: campaign.campaignId, count: 4, order: 'oldest' } as const
    expect((await first.call('staffReviewClaim', { body })).map(({ reviewId }) => reviewId)).toEqual(ids)
  })

  it('sees the own day’s numbers', async () => {
    const campaign = await world.aCampaign()
    for (let number = 0; number < 3; number++) {
      const { reviewId } = await aWaitingReview(world, campaign)
      await (number === 1 ? reject(first, reviewId) : approve(first, reviewId))
      world.travel(2000)
    }
    await aWaitingReview(world, campaign)
    const figures = await first.call('staffReviewFigures', { params: { campaignId: campaign.campaignId } })
    expect(figures).toMatchObject({ waitingCount: 1, leaderCount: 0, todayCount: 3, todayRejectedCount: 1 })
    expect(figures.medianSeconds).toBeGreaterThan(1.9)
    expect((await first.ask('staffReviewerList', { campaignId: campaign.campaignId })).body.code).toBe(
      'role-not-allowed',
    )
  })
})
