import { Readable } from 'node:stream'
import { Problem, type ReviewFigures } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf, secondLookPercent, setSecondLookPercent } from '../campaign/campaigns.ts'
import { photoOf } from '../photo/photos.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing } from '../platform/files.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { claimReviews, giveBack, skipReview } from './claims.ts'
import { sendOn } from './looks.ts'
import { type RecroppingGround, recropReview } from './recrop.ts'
import { type Review, requireReviewMove, requireSay } from './review.ts'
import { ownFigures, reviewersOf, waitingCounts } from './reviewers.ts'
import { requireOnOwnDesk, reviewOf } from './reviews.ts'
import { staffReviews } from './staff-reviews.ts'

export type DeskSetting = Pick<RecroppingGround, 'removeFiles'> & {
  developer: RecroppingGround['developer'] & { preview(original: Uint8Array): Promise<Buffer | undefined> }
}

/** What the desk needs besides verdicts: photos to look at, their originals, other crops, and its numbers. */
export function deskRoutes(routes: RouteTable, engines: Engines, { developer, removeFiles }: DeskSetting): void {
  const { db, files, clock } = engines

  /** A waiting review that this reviewer may move off the desk. */
  async function ownWaiting(tx: Tx, { staffId, role }: StaffActor, reviewId: string): Promise<Review> {
    const review = await reviewOf(tx, reviewId)
    if (review === undefined) throw new Problem('not-found')
    requireReviewMove(review.state, 'approved')
    requireSay(review, [], { staffId, isLeader: role === 'administrator' })
    requireOnOwnDesk(review, staffId, clock.now())
    return review
  }

  async function figures(tx: Tx, actor: StaffActor, campaignId: string): Promise<ReviewFigures> {
    if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
    return {
      ...(await waitingCounts(tx, campaignId)),
      ...(await ownFigures(tx, actor.staffId, campaignId, clock.now())),
      secondLookPercent: await secondLookPercent(tx, campaignId),
    }
  }

  routes.handle('staffReviewClaim', ({ actor, body }) =>
    inTransaction(db, actor, async (tx) => {
      const { campaignId, count = 1, queue = 'waiting', order = 'doubt' } = body
      if (queue === 'leader' && actor.role !== 'administrator') throw new Problem('role-not-allowed')
      const now = clock.now()
      const ids = await claimReviews(tx, actor.staffId, { campaignId, count, queue, order }, now)
      if (ids.length > 0) await recordAudit(tx, now, actor, 'reviews-read', ids)
      return staffReviews(tx, ids, { role: actor.role, now })
    }),
  )

  routes.handle('staffReviewGiveBack', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      await giveBack(tx, actor.staffId)
      return {}
    }),
  )

  routes.handle('staffReviewSkip', ({ actor, params: { reviewId } }) =>
    inTransaction(db, actor, async (tx) => {
      const review = await ownWaiting(tx, actor, reviewId)
      if (!(await skipReview(tx, review, actor.staffId, clock.now()))) throw new Problem('review-decided')
      return {}
    }),
  )

  routes.handle('staffReviewRefer', ({ actor, params: { reviewId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const now = clock.now()
      const review = await ownWaiting(tx, actor, reviewId)
      const to = { course: 'leader', note: body.note?.trim() || null } as const
      if (!(await sendOn(tx, review, to, actor.staffId, now))) throw new Problem('review-decided')
      await recordAudit(tx, now, actor, 'review-referred', [reviewId])
      return {}
    }),
  )

  routes.handle('staffReviewRecrop', async ({ actor, params: { reviewId }, body }) => {
    await recropReview({ db, clock, files, developer, removeFiles }, actor, reviewId, body)
    return inTransaction(db, actor, async (tx) => {
      const [review] = await staffReviews(tx, [reviewId], { role: actor.role, now: clock.now() })
      return review!
    })
  })

  routes.handle('staffReviewPreview', async ({ actor, params: { reviewId } }) => {
    const key = await inTransaction(db, actor, async (tx) => {
      const review = await reviewOf(tx, reviewId)
      const photo = review?.photoId ? await photoOf(tx, review.photoId) : undefined
      if (photo === undefined) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'original-read', [photo.id])
      return photo.originalKey
    })
    const preview = await developer.preview(await readOriginal(key))
    if (preview === undefined) throw new Problem('not-found')
    return { stream: Readable.from([preview]) }
  })

  async function readOriginal(key: string): Promise<Buffer> {
    try {
      return await files.read(key)
    } catch (error) {
      if (error instanceof FileMissing) throw new Problem('not-found')
      throw error
    }
  }

  routes.handle('staffReviewFigures', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, (tx) => figures(tx, actor, campaignId)),
  )

  routes.handle('staffReviewerList', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => {
      if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
      const now = clock.now()
      await recordAudit(tx, now, actor, 'reviewers-read', [campaignId])
      return reviewersOf(tx, campaignId, now)
    }),
  )

  routes.handle('staffReviewSampleSet', ({ actor, params: { campaignId }, body: { percent } }) =>
    inTransaction(db, actor, async (tx) => {
      if (!(await setSecondLookPercent(tx, campaignId, percent))) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'review-sample-set', [campaignId])
      return figures(tx, actor, campaignId)
    }),
  )
}
