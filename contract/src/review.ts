import { type Static, Type } from 'typebox'
import { Finding, PhotoGeometry, PhotoMeasured } from './photo.ts'
import { type RejectCode, rejectCodes } from './review-reasons.ts'

/** A submitted photo: waiting → approved | rejected | withdrawn; the centre may take an approval back: → withdrawn. */
export const ReviewState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('approved'),
  Type.Literal('rejected'),
  Type.Literal('withdrawn'),
])
export type ReviewState = Static<typeof ReviewState>

const instant = Type.String({ format: 'date-time' })
const maybe = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One reason, in words that say what to change. */
export const ReviewReason = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })
export type ReviewReason = Static<typeof ReviewReason>

/** What the student is told of the review of the own photo. */
export const ReviewView = Type.Object({
  reviewId: Type.String(),
  photoId: maybe(Type.String()),
  state: ReviewState,
  submittedAt: instant,
  decidedAt: maybe(instant),
  reasons: Type.Array(ReviewReason),
  note: maybe(Type.String()),
  /** Rejected once and for all: no other photo is asked for. */
  forGood: Type.Boolean(),
  /** Until when a rejected photo shall be replaced. */
  dueAt: maybe(instant),
  /** Why the centre took an approval back. */
  withdrawalReason: maybe(Type.String()),
})
export type ReviewView = Static<typeof ReviewView>

/** A line of the list. Reviewers are shown the surname only, administrators the name. */
export const StaffReviewLine = Type.Object({
  reviewId: Type.String(),
  photoId: maybe(Type.String()),
  state: ReviewState,
  name: Type.String(),
  schoolName: Type.String(),
  campaignId: Type.String(),
  campaignTitle: Type.String(),
  submittedAt: instant,
  decidedAt: maybe(instant),
  /** Login of who decided. */
  decidedBy: maybe(Type.String()),
  /** Login of who has it on the desk just now. */
  claimedBy: maybe(Type.String()),
  claimedUntil: maybe(instant),
  /** How doubtful the machine found it, 0 to 99. */
  doubt: Type.Integer(),
  /** Drawn for a second reviewer. */
  secondLook: Type.Boolean(),
  /** An administrator decides. */
  forLeader: Type.Boolean(),
})
export type StaffReviewLine = Static<typeof StaffReviewLine>

/** What one reviewer said of a photo that two look at; shown to administrators alone. */
export const ReviewLook = Type.Object({
  by: Type.String(),
  verdict: Type.Union([Type.Literal('approved'), Type.Literal('rejected')]),
  reasons: Type.Array(ReviewReason),
  note: maybe(Type.String()),
  at: instant,
})
export type ReviewLook = Static<typeof ReviewLook>

export const StaffReview = Type.Object({
  ...StaffReviewLine.properties,
  source: Type.Union([Type.Literal('camera'), Type.Literal('file'), Type.Null()]),
  standard: maybe(Type.String()),
  takenAt: maybe(instant),
  gender: Type.String(),
  level: Type.String(),
  college: Type.String(),
  /** Its first four and last two characters. */
  maskedStudentNumber: Type.String(),
  /** Which submission of this student it is, from 1. */
  attempt: Type.Integer(),
  /** Until when the student would replace it if it were rejected now. */
  dueIfRejected: instant,
  /** How many photos the student could hand in after this one was rejected: with 0, it is rejected for good. */
  submissionsLeft: maybe(Type.Integer()),
  /** Missing for photos that were developed before these numbers were kept. */
  measured: maybe(PhotoMeasured),
  looks: Type.Array(ReviewLook),
  leaderNote: maybe(Type.String()),
  findings: Type.Array(Finding),
  geometry: maybe(PhotoGeometry),
  reasons: Type.Array(ReviewReason),
  note: maybe(Type.String()),
  forGood: Type.Boolean(),
  dueAt: maybe(instant),
  withdrawnAt: maybe(instant),
  withdrawalReason: maybe(Type.String()),
})
export type StaffReview = Static<typeof StaffReview>

export const StaffReviewQuery = Type.Object({
  campaignId: Type.Optional(Type.String({ maxLength: 60 })),
  state: Type.Optional(ReviewState),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type StaffReviewQuery = Static<typeof StaffReviewQuery>

export const StaffReviewPage = Type.Object({ total: Type.Integer(), reviews: Type.Array(StaffReviewLine) })
export type StaffReviewPage = Static<typeof StaffReviewPage>

/** Asks for reviews on one's desk: those that are there already, and new ones until there are `count`. */
export const ReviewClaim = Type.Object(
  {
    campaignId: Type.Optional(Type.String({ maxLength: 60 })),
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 1 })),
    /** The leader's queue is for administrators. */
    queue: Type.Optional(Type.Union([Type.Literal('waiting'), Type.Literal('leader')], { default: 'waiting' })),
    order: Type.Optional(Type.Union([Type.Literal('doubt'), Type.Literal('oldest')], { default: 'doubt' })),
  },
  { additionalProperties: false },
)
export type ReviewClaim = Static<typeof ReviewClaim>

const note = Type.String({ maxLength: 500 })

export const ReviewReject = Type.Object(
  {
    reasons: Type.Array(Type.Unsafe<RejectCode>({ type: 'string', enum: rejectCodes }), {
      minItems: 1,
      maxItems: 12,
      uniqueItems: true,
    }),
    note: Type.Optional(note),
    forGood: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type ReviewReject = Static<typeof ReviewReject>

/** Left to an administrator, with a word why. */
export const ReviewRefer = Type.Object({ note: Type.Optional(note) }, { additionalProperties: false })
export type ReviewRefer = Static<typeof ReviewRefer>

/** Another cut of the same original: shift and scale, in its upright pixels. The height follows from the standard. */
export const ReviewRecrop = Type.Object(
  {
    leftPx: Type.Number({ minimum: -20_000, maximum: 20_000 }),
    topPx: Type.Number({ minimum: -20_000, maximum: 20_000 }),
    widthPx: Type.Number({ minimum: 50, maximum: 20_000 }),
  },
  { additionalProperties: false },
)
export type ReviewRecrop = Static<typeof ReviewRecrop>

const reviewerFigures = {
  /** Today in China. */
  todayCount: Type.Integer(),
  todayRejectedCount: Type.Integer(),
  /** Between two verdicts, over the latest fifty; null before there are any. */
  medianSeconds: maybe(Type.Number()),
}

/** The desk's own numbers: what waits in the campaign, and how the reviewer who asks gets on. */
export const ReviewFigures = Type.Object({
  waitingCount: Type.Integer(),
  leaderCount: Type.Integer(),
  secondLookPercent: Type.Integer(),
  ...reviewerFigures,
})
export type ReviewFigures = Static<typeof ReviewFigures>

export const ReviewerView = Type.Object({
  staffId: Type.String(),
  login: Type.String(),
  approvedCount: Type.Integer(),
  rejectedCount: Type.Integer(),
  /** Approvals that the centre took back later. */
  takenBackCount: Type.Integer(),
  /** Photos that two looked at and that are decided, and how many of them were decided as this reviewer said. */
  secondLookCount: Type.Integer(),
  agreedCount: Type.Integer(),
  ...reviewerFigures,
})
export type ReviewerView = Static<typeof ReviewerView>

export const ReviewSample = Type.Object(
  { percent: Type.Integer({ minimum: 0, maximum: 100 }) },
  { additionalProperties: false },
)
export type ReviewSample = Static<typeof ReviewSample>

export const ReviewTakeBack = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)
export type ReviewTakeBack = Static<typeof ReviewTakeBack>

const words = Type.Object({ zh: Type.String(), en: Type.String() })
/** A reason to choose from: what is wrong, and what the student changes. */
export const RejectReason = Type.Object({ code: Type.String(), fault: words, change: words })
export type RejectReason = Static<typeof RejectReason>
