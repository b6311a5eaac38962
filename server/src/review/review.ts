import {
  Problem,
  type RejectCode,
  type ReviewReason,
  type ReviewState,
  type ReviewView,
  rejectReasons,
} from '@tucai/contract'
import { chinaDayNumber, chinaDayStart } from '../platform/china-time.ts'
import type { Tx } from '../platform/db.ts'

/** One submission of one finished photo, and what a person of the centre said of it. */
export interface Review {
  id: string
  graduateId: string
  identityId: string
  schoolId: string
  campaignId: string
  /** Null once the photo’s time is over. */
  photoId: string | null
  originalSha256: string
  /** Of the bytes that were submitted; an approval holds for these alone. */
  finishedSha256: string
  masterSha256: string | null
  state: ReviewState
  submittedAt: Date
  claimedBy: string | null
  claimedUntil: Date | null
  decidedAt: Date | null
  /** Null for a decision at the command line. */
  decidedBy: string | null
  reasons: RejectCode[]
  note: string | null
  forGood: boolean
  dueAt: Date | null
  withdrawnAt: Date | null
  withdrawnBy: 'student' | 'centre' | null
  withdrawalReason: string | null
  /** Drawn for a second reviewer. */
  secondLookAt: Date | null
  /** An administrator decides. */
  forLeaderAt: Date | null
}

/** What one reviewer said of a photo that two look at. */
export interface Look {
  staffId: string
  verdict: 'approved' | 'rejected'
}

/**
 * Whoever stands above reviews hears of decisions, in the transaction that makes them: what is thrown takes the decision
 * back. Decisions of the centre run as the system; a student’s own withdrawal runs as that student.
 */
export interface ReviewEvents {
  approved(tx: Tx, review: Review): Promise<void>
  rejected(tx: Tx, review: Review): Promise<void>
  /** By the student while it was waiting, or by the centre, who may also take back an approval. */
  withdrawn(tx: Tx, review: Review): Promise<void>
}

export interface Rejection {
  reasons: RejectCode[]
  note: string | null
  forGood: boolean
}

const moves: Record<ReviewState, readonly ReviewState[]> = {
  waiting: ['approved', 'rejected', 'withdrawn'],
  approved: ['withdrawn'],
  rejected: [],
  withdrawn: [],
}

/** @throws Problem review-decided for a move that the table does not hold */
export function requireReviewMove(from: ReviewState, to: ReviewState): void {
  if (!moves[from].includes(to)) throw new Problem('review-decided')
}

/** Who decides: a reviewer, or somebody whose word is the last. */
export interface Judge {
  /** Null at the command line. */
  staffId: string | null
  isLeader: boolean
}

/** @throws Problem review-for-leader or review-looked-at when this judge has no say in it any more */
export function requireSay(review: Pick<Review, 'forLeaderAt'>, looks: readonly Look[], judge: Judge): void {
  if (judge.isLeader) return
  if (review.forLeaderAt !== null) throw new Problem('review-for-leader')
  if (looks.some((look) => look.staffId === judge.staffId)) throw new Problem('review-looked-at')
}

/**
 * What becomes of a verdict: it decides, it is kept until a second reviewer has looked without knowing of it, or, where
 * two disagree, an administrator decides. `isDrawn`: chance wants a second look at this one.
 */
export function courseOf(
  review: Pick<Review, 'secondLookAt'>,
  looks: readonly Look[],
  verdict: Look['verdict'],
  { isLeader, isDrawn }: Pick<Judge, 'isLeader'> & { isDrawn: boolean },
): 'decides' | 'second-look' | 'leader' {
  if (isLeader) return 'decides'
  if (review.secondLookAt === null) return isDrawn ? 'second-look' : 'decides'
  return looks.every((look) => look.verdict === verdict) ? 'decides' : 'leader'
}

/** How long a photo stays on a reviewer’s desk. */
export const CLAIM_MINUTES = 5

export function isClaimedByAnother(
  review: Pick<Review, 'claimedBy' | 'claimedUntil'>,
  staffId: string | null,
  now: Date,
): boolean {
  return review.claimedUntil !== null && review.claimedUntil > now && review.claimedBy !== staffId
}

/** A reason that is none of the listed ones needs words. @throws Problem review-note-missing */
export function requireNote({ reasons, note }: Pick<Rejection, 'reasons' | 'note'>): void {
  if (reasons.includes('OTHER') && note === null) throw new Problem('review-note-missing', { field: 'note' })
}

/** The last second of the day in China that comes `days` days after the present one. */
export function endOfChinaDay(now: Date, days: number): Date {
  return new Date(chinaDayStart(chinaDayNumber(now) + days + 1).getTime() - 1000)
}

/** The words of reasons, as the student reads them. */
export function reasonWords(codes: readonly RejectCode[]): ReviewReason[] {
  return codes.map((code) => {
    const { fault, change } = rejectReasons[code]
    return { code, zh: `${fault.zh}：${change.zh}`, en: `${fault.en}. ${change.en}` }
  })
}

export function reviewView(review: Review): ReviewView {
  const { id, photoId, state, note, forGood, withdrawalReason } = review
  return {
    ...{ reviewId: id, photoId, state, note, forGood, withdrawalReason },
    submittedAt: review.submittedAt.toISOString(),
    decidedAt: review.decidedAt?.toISOString() ?? null,
    reasons: reasonWords(review.reasons),
    dueAt: review.dueAt?.toISOString() ?? null,
  }
}
