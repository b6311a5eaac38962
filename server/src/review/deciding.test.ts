import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aFinishedPhoto, aJpeg, aWaitingReview, submit } from '../../test/reviews.ts'
import { aStudent } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { photoKey } from '../photo/photo.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { approveReview } from './decisions.ts'
import type { Review, ReviewEvents } from './review.ts'
import { approvedPhotos, photosRejected, presentReview, reviewOf } from './reviews.ts'

const LIMIT_MS = 90_000

let world: World
let reviewer: Visitor
let other: Visitor
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  reviewer = await world.aStaff({ role: 'reviewer' })
  other = await world.aStaff({ role: 'reviewer' })
})
afterAll(() => world.close())

const present = (graduateId: string) => inTransaction(world.deps.db, SYSTEM, (tx) => presentReview(tx, graduateId))
const audited = async (reviewId: string) =>
  (await world.query<{ action: string }>('SELECT action FROM audit WHERE $1 = ANY(subject_ids)', [reviewId]))
    .map((row) => row.action)
    .filter((action) => action !== 'reviews-read')
const approve = (staff: Visitor, reviewId: string) => staff.ask('staffReviewApprove', { reviewId })
const reject = (staff: Visitor, reviewId: string, body: object = { reasons: ['POSE_YAW'] }) =>
  staff.ask('staffReviewReject', { reviewId }, body)

describe('a photo', () => {
  it(
    'is decided once by fifty reviewers at the same moment, and its consequences follow once',
    async () => {
      const { reviewId } = await aWaitingReview(world)
      const heard: Review[] = []
      const events: ReviewEvents = {
        approved: async (_, review) => void heard.push(review),
        rejected: async () => {},
        withdrawn: async () => {},
      }
      const ground = { ...world.deps, events }
      const staffIds = await Promise.all(
        [reviewer, other].map(async (one) => (await one.call('staffShow', {})).staffId),
      )
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, place) => {
          const staffId = staffIds[place % 2]!
          return approveReview(ground, { kind: 'staff', staffId, role: 'reviewer', schoolId: null }, reviewId)
        }),
      )
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
      expect(new Set(refused)).toEqual(new Set(['review-decided']))
      expect(heard.map((review) => review.id)).toEqual([reviewId])
      expect(await audited(reviewId)).toEqual(['review-approved'])
    },
    LIMIT_MS,
  )

  it(
    'is approved or rejected, never both, when two decide at the same moment',
    async () => {
      for (let round = 0; round < 5; round++) {
        const { reviewId } = await aWaitingReview(world)
        const replies = await Promise.all([approve(reviewer, reviewId), reject(other, reviewId)])
        expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409])
        expect(await audited(reviewId)).toHaveLength(1)
      }
    },
    LIMIT_MS,
  )

  it('that was decided stays so, however often the decision is sent again', async () => {
    const { reviewId, person } = await aWaitingReview(world)
    expect((await reject(reviewer, reviewId)).body).toMatchObject({ state: 'rejected', decidedBy: expect.any(String) })
    const before = await present(person.graduateId)
    for (const reply of [await reject(reviewer, reviewId), await approve(reviewer, reviewId)]) {
      expect([reply.status, reply.body.code]).toEqual([409, 'review-decided'])
    }
    expect(await present(person.graduateId)).toEqual(before)
    expect(await audited(reviewId)).toEqual(['review-rejected'])
  })

  it('whose consequences fail is not decided', async () => {
    const { reviewId } = await aWaitingReview(world)
    const failing = async () => {
      throw new Error('the consequences fail')
    }
    const ground = { ...world.deps, events: { approved: failing, rejected: failing, withdrawn: failing } }
    await expect(approveReview(ground, SYSTEM, reviewId)).rejects.toThrow('the consequences fail')
    const review = await inTransaction(world.deps.db, SYSTEM, (tx) => reviewOf(tx, reviewId))
    expect([review!.state, await audited(reviewId)]).toEqual(['waiting', []])
  })

  it.each(['finished.jpg', 'master.jpg'] as const)(
    'whose %s was changed after it was submitted is not approved',
    async (part) => {
      const { reviewId, photoId } = await aWaitingReview(world)
      await world.deps.files.write(photoKey(photoId, part), aJpeg())
      expect((await approve(reviewer, reviewId)).body.code).toBe('review-bytes-changed')
      expect(await audited(reviewId)).toEqual(['review-bytes-changed'])
      await world.deps.files.remove(photoKey(photoId, part))
      expect((await approve(reviewer, reviewId)).body.code).toBe('review-bytes-changed')
      expect((await reject(reviewer, reviewId)).status).toBe(200)
    },
  )

  it('that is approved may be printed with the hash it was approved by, until the approval is taken back', async () => {
    const { reviewId, photoId, person } = await aWaitingReview(world)
    const printable = () =>
      inTransaction(world.deps.db, SYSTEM, (tx) => approvedPhotos(tx, { campaignId: person.campaignId }))
    expect(await printable()).toEqual([])
    await approve(reviewer, reviewId)
    const review = await present(person.graduateId)
    expect(await printable()).toEqual([
      {
        ...{ graduateId: person.graduateId, reviewId, photoId, approvedAt: review!.decidedAt },
        ...{ finishedSha256: review!.finishedSha256, masterSha256: review!.masterSha256 },
      },
    ])
    const body = { reason: '学信网比对未通过' }
    const taken = await reviewer.ask('staffReviewTakeBack', { reviewId }, body)
    expect(taken.body).toMatchObject({ state: 'withdrawn', withdrawalReason: body.reason })
    expect(await printable()).toEqual([])
    expect((await reviewer.ask('staffReviewTakeBack', { reviewId }, body)).body.code).toBe('review-decided')
  })
})

describe('a rejection', () => {
  it('tells reasons, note and the day until which to replace the photo', async () => {
    const { reviewId } = await aWaitingReview(world)
    const { body } = await reject(reviewer, reviewId, { reasons: ['OCC_EARS', 'OTHER'], note: ' 请把头发扎起来 ' })
    expect(body).toMatchObject({ note: '请把头发扎起来', forGood: false })
    expect(body.reasons.map((reason: { code: string }) => reason.code)).toEqual(['OCC_EARS', 'OTHER'])
    const days = (new Date(body.dueAt).getTime() - world.deps.clock.now().getTime()) / 86_400_000
    expect(days).toBeGreaterThan(2)
    expect(days).toBeLessThanOrEqual(3)
  })

  it('for good asks for no other photo', async () => {
    const { reviewId } = await aWaitingReview(world)
    expect((await reject(reviewer, reviewId, { reasons: ['ID_NOT_SAME'], forGood: true })).body).toMatchObject({
      ...{ forGood: true, dueAt: null },
    })
  })

  it.each([
    ['no reason', { reasons: [] }],
    ['an unknown reason', { reasons: ['UGLY'] }],
    ['the same reason twice', { reasons: ['POSE_YAW', 'POSE_YAW'] }],
    ['another reason without a note', { reasons: ['OTHER'], note: '  ' }],
    ['a note that is too long', { reasons: ['POSE_YAW'], note: 'x'.repeat(501) }],
  ])('with %s is refused and rejects nothing', async (_, body) => {
    const { reviewId } = await aWaitingReview(world)
    const reply = await reject(reviewer, reviewId, body)
    expect([400, 422]).toContain(reply.status)
    expect((await reviewer.call('staffReviewShow', { params: { reviewId } })).state).toBe('waiting')
  })

  it('keeps the same picture from being submitted again, even under another photo', async () => {
    const { graduateId } = await world.aGraduate()
    const original = aJpeg()
    const first = await submit(world, await aFinishedPhoto(world, graduateId, original))
    await reject(reviewer, first.id)
    const rejected = await inTransaction(world.deps.db, SYSTEM, (tx) => photosRejected(tx, graduateId))
    expect(rejected).toEqual(new Set([first.originalSha256]))
    await expect(submit(world, await aFinishedPhoto(world, graduateId, original))).rejects.toThrow(
      'photo-rejected-before',
    )
    const next = await submit(world, await aFinishedPhoto(world, graduateId))
    expect([next.state, (await present(graduateId))!.id]).toEqual(['waiting', next.id])
  })
})

describe('a submission', () => {
  it('of the same photo again, and by twenty at the same moment, is one submission', async () => {
    const { graduateId } = await world.aGraduate()
    const photoId = await aFinishedPhoto(world, graduateId)
    const reviews = await Promise.all(Array.from({ length: 20 }, () => submit(world, photoId)))
    expect(new Set(reviews.map((review) => review.id)).size).toBe(1)
    await expect(submit(world, await aFinishedPhoto(world, graduateId))).rejects.toThrow('review-present')
  })

  it(
    'may be withdrawn by its own student while it waits, and by nobody else',
    async () => {
      const { student, graduateId } = await aStudent(world)
      const stranger = await aStudent(world)
      expect((await student.ask('reviewWithdraw', { graduateId })).status).toBe(404)
      const { id: reviewId } = await submit(world, await aFinishedPhoto(world, graduateId))
      expect((await stranger.student.ask('reviewWithdraw', { graduateId })).status).toBe(404)
      expect((await student.call('reviewWithdraw', { params: { graduateId } })).state).toBe('withdrawn')
      expect((await student.ask('reviewWithdraw', { graduateId })).body.code).toBe('review-decided')
      expect((await approve(reviewer, reviewId)).body.code).toBe('review-decided')
      const again = await submit(world, await aFinishedPhoto(world, graduateId))
      await approve(reviewer, again.id)
      expect((await student.ask('reviewWithdraw', { graduateId })).body.code).toBe('review-decided')
    },
    LIMIT_MS,
  )

  it(
    'is approved or withdrawn, never both, when reviewer and student act at the same moment',
    async () => {
      for (let round = 0; round < 3; round++) {
        const { student, graduateId } = await aStudent(world)
        const { id: reviewId } = await submit(world, await aFinishedPhoto(world, graduateId))
        const replies = await Promise.all([approve(reviewer, reviewId), student.ask('reviewWithdraw', { graduateId })])
        expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409])
      }
    },
    LIMIT_MS,
  )
})
