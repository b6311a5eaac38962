import { Problem } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { type Photo, requireConfirmable } from '../photo/photo.ts'
import { countOf, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { isClaimedByAnother, type Rejection, type Review, requireReviewMove } from './review.ts'

const COLUMNS = sql`id, graduate_id, identity_id, school_id, campaign_id, photo_id, original_sha256, finished_sha256,
  master_sha256, state, submitted_at, claimed_by, claimed_until, decided_at, decided_by, reasons, note, for_good,
  due_at, withdrawn_at, withdrawn_by, withdrawal_reason, second_look_at, for_leader_at`

export async function reviewOf(tx: Tx, reviewId: string): Promise<Review | undefined> {
  return rowOf<Review>(tx, sql`SELECT ${COLUMNS} FROM review WHERE id = ${reviewId}`)
}

/** The review that counts for the graduate: the one that waits or is approved, otherwise the latest. */
export async function presentReview(tx: Tx, graduateId: string): Promise<Review | undefined> {
  return rowOf<Review>(
    tx,
    sql`SELECT ${COLUMNS} FROM review WHERE graduate_id = ${graduateId}
      ORDER BY state IN ('waiting', 'approved') DESC, submitted_at DESC, id LIMIT 1`,
  )
}

/** Every submission of the graduate, the latest first. */
export async function reviewsOf(tx: Tx, graduateId: string): Promise<Review[]> {
  return rowsOf<Review>(
    tx,
    sql`SELECT ${COLUMNS} FROM review WHERE graduate_id = ${graduateId} ORDER BY submitted_at DESC, id`,
  )
}

export async function rejectionCount(tx: Tx, graduateId: string): Promise<number> {
  const row = await rowOf<{ count: number }>(
    tx,
    sql`SELECT count(*)::integer AS count FROM review WHERE graduate_id = ${graduateId} AND state = 'rejected'`,
  )
  return row!.count
}

/** Gives rejected photos another day until which they may be replaced. How many still were rejected. */
export async function extendReviews(tx: Tx, reviewIds: string[], dueAt: Date): Promise<number> {
  return countOf(
    tx,
    sql`UPDATE review SET due_at = ${dueAt} WHERE id = ANY(${reviewIds}) AND state = 'rejected' AND NOT for_good`,
  )
}

/** SHA-256 of the originals that were rejected: the same picture can’t be sent again. */
export async function photosRejected(tx: Tx, graduateId: string): Promise<Set<string>> {
  const rows = await rowsOf<{ originalSha256: string }>(
    tx,
    sql`SELECT original_sha256 FROM review WHERE graduate_id = ${graduateId} AND state = 'rejected'`,
  )
  return new Set(rows.map((row) => row.originalSha256))
}

/**
 * Hands a finished photo to the reviewers. Doing it again for the same photo changes nothing.
 * @throws Problem photo-developing, photo-blocked, photo-rejected-before, or review-present for another photo
 */
export async function submitForReview(tx: Tx, photo: Photo, now: Date): Promise<Review> {
  requireConfirmable(photo)
  if ((await photosRejected(tx, photo.graduateId)).has(photo.originalSha256)) throw new Problem('photo-rejected-before')
  const added = await rowOf<Review>(
    tx,
    sql`INSERT INTO review (id, graduate_id, identity_id, school_id, campaign_id, photo_id, original_sha256,
      finished_sha256, master_sha256, state, submitted_at, doubt)
    SELECT ${newId('rev')}, p.graduate_id, p.identity_id, p.school_id, g.campaign_id, p.id, p.original_sha256,
      p.finished_sha256, p.master_sha256, 'waiting', ${now}::timestamptz, p.doubt
    FROM photo p JOIN graduate g ON g.id = p.graduate_id WHERE p.id = ${photo.id} AND p.state = 'finished'
    ON CONFLICT (graduate_id) WHERE state IN ('waiting', 'approved') DO NOTHING RETURNING ${COLUMNS}`,
  )
  const present = added ?? (await presentReview(tx, photo.graduateId))
  if (present?.photoId !== photo.id) throw new Problem('review-present')
  return present
}

/** What changes with a move besides the state. */
interface Change {
  set: RawBuilder<unknown>
  /** What must still be true of the row besides its state. */
  where?: RawBuilder<unknown>
}

/** Moves a review out of the state it was read in. Undefined when it had left it, or `where` holds no more. */
async function moveReview(
  tx: Tx,
  review: Pick<Review, 'id' | 'state'>,
  to: Review['state'],
  { set, where = sql`true` }: Change,
): Promise<Review | undefined> {
  requireReviewMove(review.state, to)
  return rowOf<Review>(
    tx,
    sql`UPDATE review SET state = ${to}, claimed_by = NULL, claimed_until = NULL, ${set}
      WHERE id = ${review.id} AND state = ${review.state} AND ${where} RETURNING ${COLUMNS}`,
  )
}

export type Verdict = { to: 'approved' } | ({ to: 'rejected'; dueAt: Date | null } & Rejection)

/**
 * Decides a waiting review, exactly once, whoever else tries. `staffId` is null at the command line.
 * @throws Problem review-claimed while it is on somebody else’s desk, review-decided when it does not wait any more
 */
export async function decideReview(
  tx: Tx,
  review: Review,
  verdict: Verdict,
  staffId: string | null,
  now: Date,
): Promise<Review> {
  requireOnOwnDesk(review, staffId, now)
  const decision = sql`decided_at = ${now}, decided_by = ${staffId}`
  const set =
    verdict.to === 'approved'
      ? decision
      : sql`${decision}, reasons = ${verdict.reasons}::text[], note = ${verdict.note}, for_good = ${verdict.forGood},
          due_at = ${verdict.dueAt}`
  const decided = await moveReview(tx, review, verdict.to, { set, where: onOwnDesk(staffId, now) })
  if (decided === undefined) throw new Problem('review-decided')
  return decided
}

/** @throws Problem review-claimed */
export function requireOnOwnDesk(review: Review, staffId: string | null, now: Date): void {
  if (isClaimedByAnother(review, staffId, now)) throw new Problem('review-claimed')
}

export function onOwnDesk(staffId: string | null, now: Date): RawBuilder<unknown> {
  return sql`(claimed_until IS NULL OR claimed_until <= ${now} OR claimed_by = ${staffId})`
}

/**
 * Takes a photo out of review, or takes its approval back; `dueAt`: until when another one is waited for in any case.
 * @throws Problem review-decided when the review has moved since it was read, or is over
 */
export async function withdrawReview(
  tx: Tx,
  review: Review,
  { by, reason, dueAt = null }: { by: 'student' | 'centre'; reason: string | null; dueAt?: Date | null },
  now: Date,
): Promise<Review> {
  const set = sql`withdrawn_at = ${now}, withdrawn_by = ${by}, withdrawal_reason = ${reason}, due_at = ${dueAt}`
  const withdrawn = await moveReview(tx, review, 'withdrawn', { set })
  if (withdrawn === undefined) throw new Problem('review-decided')
  return withdrawn
}

/** Photos of the campaign that wait, the longest waiting first. */
export async function waitingPhotos(tx: Tx, campaignId: string): Promise<string[]> {
  const rows = await rowsOf<{ photoId: string }>(
    tx,
    sql`SELECT photo_id FROM review WHERE state = 'waiting' AND campaign_id = ${campaignId} AND photo_id IS NOT NULL
      ORDER BY submitted_at, id`,
  )
  return rows.map((row) => row.photoId)
}

/** The latest review of each photo. */
export async function reviewIdsOfPhotos(tx: Tx, photoIds: string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ photoId: string; id: string }>(
    tx,
    sql`SELECT DISTINCT ON (photo_id) photo_id, id FROM review WHERE photo_id = ANY(${photoIds})
      ORDER BY photo_id, submitted_at DESC, id`,
  )
  return new Map(rows.map(({ photoId, id }) => [photoId, id]))
}

/** A photo that may be printed and delivered, as long as its bytes have these hashes. */
export interface ApprovedPhoto {
  graduateId: string
  reviewId: string
  photoId: string
  finishedSha256: string
  masterSha256: string | null
  approvedAt: Date
}

export async function approvedPhotos(
  tx: Tx,
  of: { campaignId: string } | { graduateIds: string[] },
): Promise<ApprovedPhoto[]> {
  const wanted = 'campaignId' in of ? sql`campaign_id = ${of.campaignId}` : sql`graduate_id = ANY(${of.graduateIds})`
  return rowsOf<ApprovedPhoto>(
    tx,
    sql`SELECT graduate_id, id AS review_id, photo_id, finished_sha256, master_sha256, decided_at AS approved_at
      FROM review WHERE state = 'approved' AND photo_id IS NOT NULL AND ${wanted} ORDER BY graduate_id`,
  )
}

/** Lets the review stand for the bytes that its photo has now. False when it has moved, or stands for others already. */
export async function submitOtherBytes(tx: Tx, review: Review, staffId: string, now: Date): Promise<boolean> {
  const changed = await countOf(
    tx,
    sql`UPDATE review SET finished_sha256 = p.finished_sha256, master_sha256 = p.master_sha256, doubt = p.doubt
      FROM photo p WHERE p.id = review.photo_id AND review.id = ${review.id} AND review.state = 'waiting'
        AND review.finished_sha256 = ${review.finishedSha256} AND ${onOwnDesk(staffId, now)}`,
  )
  return changed === 1
}
