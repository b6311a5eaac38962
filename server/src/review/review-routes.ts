import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { Problem, rejectReasons } from '@tucai/contract'
import { type AuditAction, recordAudit } from '../audit/audits.ts'
import { requireOpen } from '../campaign/campaign.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { pictureType } from '../photo/photo.ts'
import { photoOf } from '../photo/photos.ts'
import { inTransaction } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { approveReview, rejectReview, takeBackApproval } from './decisions.ts'
import { type ReviewEvents, reviewView } from './review.ts'
import { presentReview, reviewOf, withdrawReview } from './reviews.ts'
import { staffReviewPage, staffReviews } from './staff-reviews.ts'

/** Reviews and what is decided about them, and the student's way to take a photo out of it again. */
export function reviewRoutes(routes: RouteTable, engines: Engines, events: ReviewEvents): void {
  const { db, files, clock } = engines
  const ground = { db, files, clock, events }
  const lookingAs = ({ role }: StaffActor) => ({ role, now: clock.now() })

  /** One review as the desk shows it; reading it stays on record. */
  const shown = (actor: StaffActor, reviewId: string) =>
    inTransaction(db, actor, async (tx) => {
      const [review] = await staffReviews(tx, [reviewId], lookingAs(actor))
      if (review === undefined) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'reviews-read', [reviewId])
      return review
    })

  /** The photo of a review; reading its bytes stays on record. */
  const photoRead = (actor: StaffActor, reviewId: string, action: AuditAction) =>
    inTransaction(db, actor, async (tx) => {
      const review = await reviewOf(tx, reviewId)
      const photo = review?.photoId ? await photoOf(tx, review.photoId) : undefined
      if (photo === undefined) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, action, [photo.id])
      return photo
    })

  routes.handle('staffReviewReasonList', async () =>
    Object.entries(rejectReasons).map(([code, { fault, change }]) => ({ code, fault, change })),
  )

  routes.handle('staffReviewList', ({ actor, query }) =>
    inTransaction(db, actor, async (tx) => {
      const page = await staffReviewPage(tx, query, lookingAs(actor))
      const ids = page.reviews.map((line) => line.reviewId)
      if (ids.length > 0) await recordAudit(tx, clock.now(), actor, 'reviews-read', ids)
      return page
    }),
  )

  routes.handle('staffReviewShow', ({ actor, params: { reviewId } }) => shown(actor, reviewId))

  routes.handle('staffReviewFinished', async ({ actor, params: { reviewId } }) => {
    const { finishedKey } = await photoRead(actor, reviewId, 'photo-read')
    if (finishedKey === null) throw new Problem('not-found')
    return { stream: await files.stream(finishedKey) }
  })

  routes.handle('staffReviewOriginal', async ({ actor, params: { reviewId } }) => {
    const { originalKey } = await photoRead(actor, reviewId, 'original-read')
    if (!(await files.exists(originalKey))) throw new Problem('not-found')
    const stream = await files.stream(originalKey)
    // What was uploaded is never opened as a page of ours: a picture in a page, or a file to save.
    return { stream, type: pictureType(await headOf(stream)), fileName: `${reviewId}.bin` }
  })

  routes.handle('staffReviewApprove', async ({ actor, params: { reviewId } }) => {
    await approveReview(ground, actor, reviewId)
    return shown(actor, reviewId)
  })

  routes.handle('staffReviewReject', async ({ actor, params: { reviewId }, body }) => {
    const { reasons, note, forGood = false } = body
    await rejectReview(ground, actor, reviewId, { reasons, note: note?.trim() || null, forGood })
    return shown(actor, reviewId)
  })

  routes.handle('staffReviewTakeBack', async ({ actor, params: { reviewId }, body }) => {
    const reason = body.reason.trim()
    if (reason === '') throw new Problem('request-malformed', { field: 'reason' })
    await takeBackApproval(ground, actor, reviewId, reason)
    return shown(actor, reviewId)
  })

  routes.handle('reviewWithdraw', ({ actor, params: { graduateId } }) =>
    inTransaction(db, actor, async (tx) => {
      const now = clock.now()
      const review = await presentReview(tx, graduateId)
      if (review?.identityId !== actor.identityId) throw new Problem('not-found')
      if (review.state !== 'waiting') throw new Problem('review-decided')
      requireOpen((await campaignOf(tx, review.campaignId))!, now)
      const withdrawn = await withdrawReview(tx, review, { by: 'student', reason: null }, now)
      await recordAudit(tx, now, actor, 'review-withdrawn', [review.id])
      await events.withdrawn(tx, withdrawn)
      return reviewView(withdrawn)
    }),
  )
}

/** The first bytes of a stream, which is still whole afterwards. */
async function headOf(stream: Readable): Promise<Buffer> {
  await once(stream, 'readable')
  const chunk = (stream.read() as Buffer | null) ?? Buffer.alloc(0)
  if (chunk.length > 0) stream.unshift(chunk)
  return chunk
}
