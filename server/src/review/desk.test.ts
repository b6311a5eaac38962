import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aJpeg, aWaitingReview } from '../../test/reviews.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { photoKey } from '../photo/photo.ts'
import { UsageWrong } from '../platform/command.ts'
import { inTransaction } from '../platform/db.ts'
import { approveByCommand, listReviews, rejectByCommand } from './review-commands.ts'
import { reviewOf } from './reviews.ts'

let world: World
let reviewer: Visitor
let other: Visitor
let administrator: Visitor
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  reviewer = await world.aStaff({ role: 'reviewer' })
  other = await world.aStaff({ role: 'reviewer' })
  administrator = await world.aStaff()
})
afterAll(() => world.close())

async function waitingIn(campaign: { campaignId: string; schoolId: string }, count: number) {
  const made = []
  for (let number = 0; number < count; number++) made.push(await aWaitingReview(world, campaign))
  return made
}
const claim = (staff: Visitor, campaignId: string, count = 1) =>
  staff.call('staffReviewClaim', { body: { campaignId, count } })
const ids = (reviews: { reviewId: string }[]) => reviews.map((review) => review.reviewId)

describe('the desk', () => {
  it('gives the longest waiting first, keeps what lies on it, and gives nothing to two reviewers', async () => {
    const campaign = await world.aCampaign()
    const waiting = ids(await waitingIn(campaign, 4))
    expect(ids(await claim(reviewer, campaign.campaignId, 2))).toEqual(waiting.slice(0, 2))
    expect(ids(await claim(reviewer, campaign.campaignId, 2))).toEqual(waiting.slice(0, 2))
    expect(ids(await claim(other, campaign.campaignId, 5))).toEqual(waiting.slice(2))
    const reply = await other.ask('staffReviewApprove', { reviewId: waiting[0]! })
    expect(reply.body.code).toBe('review-claimed')
    expect((await reviewer.ask('staffReviewApprove', { reviewId: waiting[0]! })).status).toBe(200)
    expect(ids(await claim(reviewer, campaign.campaignId, 1))).toEqual([waiting[1]])
  })

  it('gives ten reviewers at the same moment each photos of their own', async () => {
    const campaign = await world.aCampaign()
    await waitingIn(campaign, 12)
    const staff = await Promise.all(Array.from({ length: 10 }, () => world.aStaff({ role: 'reviewer' })))
    const given = (await Promise.all(staff.map((one) => claim(one, campaign.campaignId)))).flatMap(ids)
    expect([given.length, new Set(given).size]).toEqual([10, 10])
  })

  it('gives a reviewer who asks several times at the same moment the whole desk each time', async () => {
    const campaign = await world.aCampaign()
    const waiting = ids(await waitingIn(campaign, 12))
    const given = await Promise.all(Array.from({ length: 8 }, () => claim(reviewer, campaign.campaignId, 12)))
    for (const desk of given) expect(ids(desk)).toEqual(waiting)
  })

  it('frees what was left lying for five minutes', async () => {
    const campaign = await world.aCampaign()
    const { reviewId } = await aWaitingReview(world, campaign)
    await claim(reviewer, campaign.campaignId)
    expect(await claim(other, campaign.campaignId)).toEqual([])
    const seen = await administrator.call('staffReviewShow', { params: { reviewId } })
    expect(seen.claimedBy).toMatch(/^staff-/)
    world.travel(5 * 60_000 + 1)
    expect(ids(await claim(other, campaign.campaignId))).toEqual([reviewId])
    expect((await reviewer.ask('staffReviewReject', { reviewId }, { reasons: ['POSE_YAW'] })).body.code).toBe(
      'review-claimed',
    )
  })
})

describe('what staff see of a review', () => {
  it('is the surname for reviewers, the name for administrators, and never number or student number', async () => {
    const campaign = await world.aCampaign()
    const { reviewId, person } = await aWaitingReview(world, { ...campaign, name: '欧阳若溪' })
    const [seen] = await claim(reviewer, campaign.campaignId)
    expect(seen).toMatchObject({ reviewId, name: '欧阳', state: 'waiting', source: 'camera', findings: [] })
    for (const text of [person.number, person.studentNumber, '若溪']) expect(JSON.stringify(seen)).not.toContain(text)
    expect((await administrator.call('staffReviewShow', { params: { reviewId } })).name).toBe('欧阳若溪')
  })

  it('comes in pages by state: the waiting from the oldest, all others from the newest', async () => {
    const { campaignId, schoolId } = await world.aCampaign()
    const all = await waitingIn({ campaignId, schoolId }, 5)
    const page = (query: object) => reviewer.call('staffReviewList', { query: { campaignId, ...query } })
    expect(ids((await page({ state: 'waiting', limit: 2, offset: 1 })).reviews)).toEqual(ids(all).slice(1, 3))
    await reviewer.ask('staffReviewApprove', { reviewId: all[0]!.reviewId })
    await reviewer.ask('staffReviewReject', { reviewId: all[1]!.reviewId }, { reasons: ['QUAL_BLUR'] })
    expect(await page({ state: 'rejected' })).toMatchObject({ total: 1, reviews: [{ reviewId: all[1]!.reviewId }] })
    expect((await page({ state: 'waiting' })).total).toBe(3)
    expect(ids((await page({})).reviews)).toEqual(ids(all).toReversed())
  })

  it('includes the bytes of finished photo and original, each reading on record', async () => {
    const { reviewId, photoId } = await aWaitingReview(world)
    const { files } = world.deps
    const finished = await reviewer.ask('staffReviewFinished', { reviewId })
    expect(finished.headers.get('content-type')).toBe('image/jpeg')
    expect(finished.bytes.equals(await files.read(photoKey(photoId, 'finished.jpg')))).toBe(true)
    const original = await reviewer.ask('staffReviewOriginal', { reviewId })
    expect(original.bytes.equals(await files.read(photoKey(photoId, 'original.bin')))).toBe(true)
    expect(Object.fromEntries(original.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': expect.stringMatching(/^attachment/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const record = await world.query<{ action: string }>(
      "SELECT action FROM audit WHERE $1 = ANY(subject_ids) AND actor_kind = 'staff' ORDER BY action",
      [photoId],
    )
    expect(record.map((row) => row.action)).toEqual(['original-read', 'photo-read'])
    await files.write(photoKey(photoId, 'original.bin'), Buffer.from('<script>alert(1)</script>'))
    const page = await reviewer.ask('staffReviewOriginal', { reviewId })
    expect(page.headers.get('content-type')).toBe('application/octet-stream')
    await files.remove(photoKey(photoId, 'original.bin'))
    expect((await reviewer.ask('staffReviewOriginal', { reviewId })).status).toBe(404)
  })

  it('stays on record: every list, every review, every claim', async () => {
    const campaign = await world.aCampaign()
    const { reviewId } = await aWaitingReview(world, campaign)
    await reviewer.call('staffReviewList', { query: { campaignId: campaign.campaignId } })
    await reviewer.call('staffReviewShow', { params: { reviewId } })
    await claim(reviewer, campaign.campaignId)
    const record = await world.query("SELECT 1 FROM audit WHERE action = 'reviews-read' AND $1 = ANY(subject_ids)", [
      reviewId,
    ])
    expect(record).toHaveLength(3)
  })
})

it('rows of reviews are seen by their student, the own school and the centre, by nobody else', async () => {
  const { reviewId, person } = await aWaitingReview(world)
  const [row] = await world.query<{ identity_id: string }>('SELECT identity_id FROM review WHERE id = $1', [reviewId])
  const sees = async (actor: Parameters<typeof inTransaction>[1]) =>
    (await inTransaction(world.deps.db, actor, (tx) => reviewOf(tx, reviewId))) !== undefined
  const school = (schoolId: string) => ({ kind: 'staff', staffId: 'stf_1', role: 'school', schoolId }) as const
  const student = (identityId: string) => ({ kind: 'student', accountId: 'acc_1', identityId }) as const
  expect([
    await sees(student(row!.identity_id)),
    await sees(school(person.schoolId)),
    await sees({ kind: 'staff', staffId: 'stf_1', role: 'reviewer', schoolId: null }),
    await sees(student('idn_somebody')),
    await sees(school((await world.aCampaign()).schoolId)),
    await sees({ kind: 'anonymous' }),
  ]).toEqual([true, true, true, false, false, false])
})

describe('at the command line', () => {
  const said: string[] = []
  const say = (line: string) => said.push(line)
  const ground = () => ({
    ...world.deps,
    events: { approved: async () => {}, rejected: async () => {}, withdrawn: async () => {} },
  })

  it('photos are listed, approved by id or all of a campaign, and rejected with reasons', async () => {
    const campaign = await world.aCampaign()
    const { campaignId } = campaign
    const [first, second, third] = await waitingIn(campaign, 3)
    expect(
      await rejectByCommand(ground(), [first!.photoId, '--reason', 'pose_yaw,OCC_EARS', '--note', '请正面'], say),
    ).toBe(0)
    expect(await approveByCommand(ground(), [second!.photoId], say)).toBe(0)
    await world.deps.files.write(photoKey(third!.photoId, 'finished.jpg'), aJpeg())
    const fourth = await aWaitingReview(world, campaign)
    said.length = 0
    expect(await approveByCommand(ground(), ['--all', '--campaign', campaignId], say)).toBe(1)
    expect(said).toEqual([
      `${third!.photoId}  照片文件与提交时不一致，不能通过，请联系管理员检查`,
      `${fourth.photoId}  已通过`,
      '已通过 1 张，共 2 张',
    ])
    said.length = 0
    await listReviews(ground(), ['--campaign', campaignId, '--state', 'rejected'], say)
    expect(said).toEqual([expect.stringMatching(new RegExp(`^${first!.photoId}  已退回  林  `)), '共 1 行'])
  })

  it.each([
    ['an unknown reason, and the reasons are listed', rejectByCommand, ['pho_1', '--reason', 'UGLY'], /POSE_YAW/],
    ['no reason', rejectByCommand, ['pho_1'], /review reject/],
    ['neither photo nor campaign', approveByCommand, [], /review approve/],
    ['all without a campaign', approveByCommand, ['--all'], /review approve/],
    ['an unknown state', listReviews, ['--campaign', 'cmp_1', '--state', 'lost'], /review list/],
  ] as const)('%s is answered with how it goes', async (_, command, args, words) => {
    const run = command(ground(), [...args], say)
    await expect(run).rejects.toThrow(UsageWrong)
    await expect(run).rejects.toThrow(words)
  })

  it('a campaign that does not exist is named', async () => {
    said.length = 0
    expect(await approveByCommand(ground(), ['--all', '--campaign', 'cmp_none'], say)).toBe(1)
    expect(await listReviews(ground(), ['--campaign', 'cmp_none'], say)).toBe(1)
    expect(said).toEqual(Array(2).fill('没有这个采集批次：cmp_none'))
  })

  it('a photo that is not under review is named', async () => {
    said.length = 0
    expect(await approveByCommand(ground(), ['pho_nobodys'], say)).toBe(1)
    expect(said[0]).toBe('pho_nobodys  没有找到这条记录')
  })
})
