import { createHash, randomInt } from 'node:crypto'
import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf, secondLookPercent } from '../campaign/campaigns.ts'
import { photoOf } from '../photo/photos.ts'
import { type Actor, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing, type Files } from '../platform/files.ts'
import { addLook, looksOf, sendOn } from './looks.ts'
import {
  courseOf,
  endOfChinaDay,
  type Judge,
  type Rejection,
  type Review,
  type ReviewEvents,
  requireNote,
  requireReviewMove,
  requireSay,
} from './review.ts'
import { decideReview, rejectionCount, requireOnOwnDesk, reviewOf, type Verdict, withdrawReview } from './reviews.ts'

export type DecisionGround = Pick<Engines, 'db' | 'files' | 'clock'> & { events: ReviewEvents }

/** Administrators and the command line have the last word; reviewers may be asked for a second look. */
function judgeOf(actor: Actor): Judge {
  if (actor.kind !== 'staff') return { staffId: null, isLeader: true }
  return { staffId: actor.staffId, isLeader: actor.role === 'administrator' }
}

/**
 * Approves the bytes that were submitted: they are read again and must be the same. Where a second look is due, the
 * verdict is kept for it and decides nothing yet.
 * @throws Problem not-found, review-claimed, review-decided, review-for-leader, review-looked-at, or review-bytes-changed
 */
export async function approveReview(ground: DecisionGround, actor: Actor, reviewId: string): Promise<Review> {
  const { db, clock } = ground
  const review = await inTransaction(db, actor, (tx) => reviewFound(tx, reviewId))
  requireReviewMove(review.state, 'approved')
  requireOnOwnDesk(review, judgeOf(actor).staffId, clock.now())
  if (!(await isUnchanged(ground, actor, review))) {
    await inTransaction(db, actor, (tx) => recordAudit(tx, clock.now(), actor, 'review-bytes-changed', [reviewId]))
    throw new Problem('review-bytes-changed')
  }
  return inTransaction(db, SYSTEM, (tx) => pass(ground, tx, actor, review, { to: 'approved' }))
}

/**
 * The rejection of the last photo that the campaign lets a student hand in is for good.
 * @throws Problem not-found, review-claimed, review-decided, review-for-leader, review-looked-at, or review-note-missing
 */
export async function rejectReview(
  ground: DecisionGround,
  actor: Actor,
  reviewId: string,
  rejection: Rejection,
): Promise<Review> {
  const { db, clock } = ground
  requireNote(rejection)
  const review = await inTransaction(db, actor, (tx) => reviewFound(tx, reviewId))
  return inTransaction(db, SYSTEM, async (tx) => {
    const { replaceWithinDays, submissionsMost } = (await campaignOf(tx, review.campaignId))!
    const isLast = submissionsMost !== null && (await rejectionCount(tx, review.graduateId)) + 1 >= submissionsMost
    const forGood = rejection.forGood || isLast
    const dueAt = forGood ? null : endOfChinaDay(clock.now(), replaceWithinDays)
    return pass(ground, tx, actor, review, { to: 'rejected', dueAt, ...rejection, forGood })
  })
}

/** A verdict takes its course. Answers the review as it then is. */
async function pass(
  { clock, events }: DecisionGround,
  tx: Tx,
  actor: Actor,
  review: Review,
  verdict: Verdict,
): Promise<Review> {
  const now = clock.now()
  const judge = judgeOf(actor)
  const looks = await looksOf(tx, review.id)
  requireReviewMove(review.state, verdict.to)
  requireSay(review, looks, judge)
  const isDrawn = !judge.isLeader && randomInt(100) < (await secondLookPercent(tx, review.campaignId))
  const course = courseOf(review, looks, verdict.to, { ...judge, isDrawn })
  if (judge.staffId !== null && (course !== 'decides' || looks.length > 0))
    await addLook(tx, review.id, judge.staffId, verdict, now)
  if (course !== 'decides') {
    requireOnOwnDesk(review, judge.staffId, now)
    const to = course === 'leader' ? ({ course, note: null } as const) : { course }
    if (!(await sendOn(tx, review, to, judge.staffId!, now))) throw new Problem('review-decided')
    await recordAudit(tx, now, actor, 'review-looked-at', [review.id])
    return (await reviewOf(tx, review.id))!
  }
  const decided = await decideReview(tx, review, verdict, judge.staffId, now)
  await recordAudit(tx, now, actor, `review-${verdict.to}`, [review.id])
  await events[verdict.to](tx, decided)
  return decided
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
