import { type Static, Type } from 'typebox'
import { Finding, PhotoGeometry } from './photo.ts'
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
})
export type StaffReviewLine = Static<typeof StaffReviewLine>

export const StaffReview = Type.Object({
  ...StaffReviewLine.properties,
  source: Type.Union([Type.Literal('camera'), Type.Literal('file'), Type.Null()]),
  standard: maybe(Type.String()),
  takenAt: maybe(instant),
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
    count: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, default: 1 })),
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

export const ReviewTakeBack = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)
export type ReviewTakeBack = Static<typeof ReviewTakeBack>

const words = Type.Object({ zh: Type.String(), en: Type.String() })
/** A reason to choose from: what is wrong, and what the student changes. */
export const RejectReason = Type.Object({ code: Type.String(), fault: words, change: words })
export type RejectReason = Static<typeof RejectReason>
