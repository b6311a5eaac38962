import { createHash } from 'node:crypto'
import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { photoOf } from '../photo/photos.ts'
import { type Actor, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing, type Files } from '../platform/files.ts'
import {
  endOfChinaDay,
  isClaimedByAnother,
  type Rejection,
  type Review,
  type ReviewEvents,
  requireNote,
  requireReviewMove,
} from './review.ts'
import { decideReview, rejectionCount, reviewOf, withdrawReview } from './reviews.ts'

export type DecisionGround = Pick<Engines, 'db' | 'files' | 'clock'> & { events: ReviewEvents }

/** Who decides; nobody's login at the command line. */
const staffIdOf = (actor: Actor) => (actor.kind === 'staff' ? actor.staffId : null)

/**
 * Approves the bytes that were submitted: they are read again and must be the same.
 * @throws Problem not-found, review-claimed, review-decided, or review-bytes-changed
 */
export async function approveReview(ground: DecisionGround, actor: Actor, reviewId: string): Promise<Review> {
  const { db, clock } = ground
  const review = await inTransaction(db, actor, (tx) => reviewFound(tx, reviewId))
  requireReviewMove(review.state, 'approved')
  if (isClaimedByAnother(review, staffIdOf(actor), clock.now())) throw new Problem('review-claimed')
  if (!(await isUnchanged(ground, actor, review))) {
    await inTransaction(db, actor, (tx) => recordAudit(tx, clock.now(), actor, 'review-bytes-changed', [reviewId]))
    throw new Problem('review-bytes-changed')
  }
  return inTransaction(db, SYSTEM, async (tx) => {
    const now = clock.now()
    const approved = await decideReview(tx, review, { to: 'approved' }, staffIdOf(actor), now)
    await recordAudit(tx, now, actor, 'review-approved', [reviewId])
    await ground.events.approved(tx, approved)
    return approved
  })
}

/**
 * The rejection of the last photo that the campaign lets a student hand in is for good.
 * @throws Problem not-found, review-claimed, review-decided, or review-note-missing
 */
export async function rejectReview(
  { db, clock, events }: DecisionGround,
  actor: Actor,
  reviewId: string,
  rejection: Rejection,
): Promise<Review> {
  requireNote(rejection)
  const review = await inTransaction(db, actor, (tx) => reviewFound(tx, reviewId))
  return inTransaction(db, SYSTEM, async (tx) => {
    const now = clock.now()
    const { replaceWithinDays, submissionsMost } = (await campaignOf(tx, review.campaignId))!
    const isLast = submissionsMost !== null && (await rejectionCount(tx, review.graduateId)) + 1 >= submissionsMost
    const forGood = rejection.forGood || isLast
    const dueAt = forGood ? null : endOfChinaDay(now, replaceWithinDays)
    const verdict = { to: 'rejected', dueAt, ...rejection, forGood } as const
    const rejected = await decideReview(tx, review, verdict, staffIdOf(actor), now)
    await recordAudit(tx, now, actor, 'review-rejected', [reviewId])
    await events.rejected(tx, rejected)
    return rejected
  })
}

/** @throws Problem not-found, or review-decided for a review that is not approved */
export async function takeBackApproval(
  { db, clock, events }: DecisionGround,
  actor: Actor,
  reviewId: string,
  reason: string,
): Promise<Review> {
  const review = await inTransaction(db, actor, (tx) => reviewFound(tx, reviewId))
  if (review.state !== 'approved') throw new Problem('review-decided')
  return inTransaction(db, SYSTEM, async (tx) => {
    const now = clock.now()
    const withdrawn = await withdrawReview(tx, review, { by: 'centre', reason }, now)
    await recordAudit(tx, now, actor, 'review-taken-back', [reviewId])
    await events.withdrawn(tx, withdrawn)
    return withdrawn
  })
}

async function reviewFound(tx: Tx, reviewId: string): Promise<Review> {
  const review = await reviewOf(tx, reviewId)
  if (review === undefined) throw new Problem('not-found')
  return review
}

/** Whether the stored bytes are those that were submitted: the finished photo, and the master that is printed. */
async function isUnchanged({ db, files }: DecisionGround, actor: Actor, review: Review): Promise<boolean> {
  const { photoId } = review
  const photo = photoId === null ? undefined : await inTransaction(db, actor, (tx) => photoOf(tx, photoId))
  if (photo === undefined) return false
  const isFinishedSame = (await hashOf(files, photo.finishedKey)) === review.finishedSha256
  const isMasterSame = (await hashOf(files, photo.masterKey)) === review.masterSha256
  return isFinishedSame && isMasterSame
}

async function hashOf(files: Files, key: string | null): Promise<string | null> {
  if (key === null) return null
  try {
    return createHash('sha256')
      .update(await files.read(key))
      .digest('hex')
  } catch (error) {
    if (error instanceof FileMissing) return null
    throw error
  }
}
