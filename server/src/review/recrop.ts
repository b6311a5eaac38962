import { Problem, type ReviewRecrop } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { photoOf, type RecropGround, recropPhoto, replaceFinished } from '../photo/photos.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { StaffActor } from '../platform/http/route-table.ts'
import { requireReviewMove } from './review.ts'
import { requireOnOwnDesk, reviewOf, submitOtherBytes } from './reviews.ts'

export type RecroppingGround = Pick<Engines, 'db' | 'clock'> &
  RecropGround & {
    /** Removes files in the course of the transaction, never if it fails. */
    removeFiles(tx: Tx, keys: (string | null)[]): Promise<void>
  }

/**
 * Another crop of the original takes the place of the one that was submitted, and the review stands for its bytes.
 * @throws Problem not-found, review-claimed, review-decided, original-gone or crop-unlawful
 */
export async function recropReview(
  ground: RecroppingGround,
  actor: StaffActor,
  reviewId: string,
  crop: ReviewRecrop,
): Promise<void> {
  const { db, clock, files } = ground
  const { review, photo } = await inTransaction(db, actor, async (tx) => {
    const review = await reviewOf(tx, reviewId)
    const photo = review?.photoId ? await photoOf(tx, review.photoId) : undefined
    if (review === undefined || photo === undefined) throw new Problem('not-found')
    return { review, photo }
  })
  // Whoever may no longer decide may not change what is decided about.
  requireReviewMove(review.state, 'approved')
  requireOnOwnDesk(review, actor.staffId, clock.now())
  const recropped = await recropPhoto(ground, photo, crop)
  try {
    await inTransaction(db, SYSTEM, async (tx) => {
      const now = clock.now()
      const isReplaced = await replaceFinished(tx, photo, recropped)
      if (!isReplaced || !(await submitOtherBytes(tx, review, actor.staffId, now))) throw new Problem('review-decided')
      await recordAudit(tx, now, actor, 'review-recropped', [reviewId, photo.id])
      await ground.removeFiles(tx, [photo.finishedKey, photo.masterKey])
    })
  } catch (error) {
    for (const { key } of [recropped.finished, recropped.master]) await files.remove(key)
    throw error
  }
}
