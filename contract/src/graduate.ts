import { type Static, Type } from 'typebox'
import { DocumentKind } from './account.ts'
import { ApprovalView } from './approval.ts'
import { GraduateStanding } from './collection.ts'
import { ConsentPurpose } from './consent.ts'
import { OrderKind, OrderLine, OrderState } from './order.ts'
import { Finding, PhotoGeometry, PhotoState } from './photo.ts'
import { type Stage, stages } from './progress.ts'
import { ReviewReason, ReviewState } from './review.ts'
import { StaffRole } from './staff.ts'

const instant = Type.String({ format: 'date-time' })
const maybe = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const id = Type.String({ maxLength: 60 })
const ids = Type.Array(id, { minItems: 1, maxItems: 5000 })

/** How far a graduate’s photo has come, whatever the order does. */
export type PhotoStage = Exclude<Stage, 'paid' | 'printed' | 'shipped'>
const isOfPhoto = (stage: Stage): stage is PhotoStage => !['paid', 'printed', 'shipped'].includes(stage)
export const photoStages: readonly PhotoStage[] = stages.filter(isOfPhoto)
export const PhotoStage = Type.Unsafe<PhotoStage>({ type: 'string', enum: [...photoStages] })

/** A line of the list of graduates. Names and numbers are masked; each whole one is uncovered for a reason. */
export const StaffGraduate = Type.Object({
  graduateId: Type.String(),
  maskedName: Type.String({ description: '林**' }),
  maskedStudentNumber: Type.String({ description: '2022****17' }),
  maskedNumber: Type.String({ description: 'of the identity document: its first three characters' }),
  documentKind: DocumentKind,
  college: Type.String(),
  major: Type.String(),
  className: Type.String(),
  level: Type.String(),
  photoStage: PhotoStage,
  /** Until when a rejected photo shall be replaced. */
  dueAt: maybe(instant),
  /** Of a finished picture. */
  photoId: maybe(Type.String()),
  /** Of the order that is neither cancelled nor given back. */
  orderState: maybe(OrderState),
  standing: GraduateStanding,
  /** The student says that something is wrong, and the school has not answered. */
  correctionDue: Type.Boolean(),
  /** Of the latest thing that happened. */
  updatedAt: instant,
})
export type StaffGraduate = Static<typeof StaffGraduate>

/** Graduates that somebody has to look after, or that are no part of the campaign any more. */
export const GraduateCare = Type.Union([
  Type.Literal('overdue', { description: 'the rejected photo was not replaced in time' }),
  Type.Literal('correction', { description: 'the student says that something is wrong' }),
  Type.Literal('unconfirmed', { description: 'stated by the student, to be confirmed by the school' }),
  Type.Literal('withdrawn', { description: 'withdrawn, or refused by the school' }),
])
export type GraduateCare = Static<typeof GraduateCare>

/** The state of an order to filter by; `none`: there is no order. */
export const GraduateOrder = Type.Union([Type.Literal('none'), OrderState])
export type GraduateOrder = Static<typeof GraduateOrder>

const filters = {
  /** Words that must all be there: of the name, its pinyin, initials, student number or order number. */
  search: Type.Optional(Type.String({ maxLength: 60 })),
  college: Type.Optional(Type.String({ maxLength: 100 })),
  className: Type.Optional(Type.String({ maxLength: 100 })),
  level: Type.Optional(Type.String({ maxLength: 100 })),
  stage: Type.Optional(PhotoStage),
  order: Type.Optional(GraduateOrder),
  /** Without it the withdrawn and refused ones are left out. */
  care: Type.Optional(GraduateCare),
}

export const StaffGraduateQuery = Type.Object(
  {
    ...filters,
    sort: Type.Optional(
      Type.Union([
        Type.Literal('updated'),
        Type.Literal('name'),
        Type.Literal('studentNumber'),
        Type.Literal('college'),
        Type.Literal('className'),
      ]),
    ),
    descending: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
    offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  { additionalProperties: false },
)
export type StaffGraduateQuery = Static<typeof StaffGraduateQuery>

export const StaffGraduatePage = Type.Object({ total: Type.Integer(), graduates: Type.Array(StaffGraduate) })
export type StaffGraduatePage = Static<typeof StaffGraduatePage>

const Facet = Type.Object({ name: Type.String(), count: Type.Integer() })

/** What the list can be narrowed to, and how many each leaves. */
export const GraduateFacets = Type.Object({
  total: Type.Integer(),
  stages: Type.Record(Type.String(), Type.Integer(), { description: 'by PhotoStage' }),
  cares: Type.Record(Type.String(), Type.Integer(), { description: 'by GraduateCare' }),
  colleges: Type.Array(Facet),
  classes: Type.Array(Facet),
  levels: Type.Array(Facet),
})
export type GraduateFacets = Static<typeof GraduateFacets>

/** One take of the graduate. */
export const GraduateTake = Type.Object({
  photoId: Type.String(),
  takenAt: instant,
  state: PhotoState,
  source: Type.Union([Type.Literal('camera'), Type.Literal('file')]),
  standard: Type.String(),
  findings: Type.Array(Finding),
  geometry: maybe(PhotoGeometry),
  finishedSha256: maybe(Type.String()),
  finishedBytes: maybe(Type.Integer()),
  /** The take that the student confirmed last. */
  present: Type.Boolean(),
  /** Whether the untouched picture is still kept. */
  originalKept: Type.Boolean(),
  /** Of its submission. */
  review: maybe(
    Type.Object({
      reviewId: Type.String(),
      /** Which submission of the graduate it was, from 1. */
      attempt: Type.Integer(),
      state: ReviewState,
      submittedAt: instant,
      decidedAt: maybe(instant),
      reasons: Type.Array(ReviewReason),
      note: maybe(Type.String()),
      dueAt: maybe(instant),
      forGood: Type.Boolean(),
    }),
  ),
})
export type GraduateTake = Static<typeof GraduateTake>

export const GraduateOrderView = Type.Object({
  orderId: Type.String(),
  number: Type.String(),
  kind: OrderKind,
  state: OrderState,
  lines: Type.Array(OrderLine),
  totalFen: Type.Integer(),
  schoolFen: Type.Integer(),
  placedAt: instant,
  paidAt: maybe(instant),
  /** Where it is sent to, down to the district. */
  region: maybe(Type.String()),
  /** Fetched at the school. */
  byStation: Type.Boolean(),
})
export type GraduateOrderView = Static<typeof GraduateOrderView>

/** Everything about one enrolment, names and numbers masked. */
export const StaffGraduateDetail = Type.Object({
  ...StaffGraduate.properties,
  campaignId: Type.String(),
  campaignTitle: Type.String(),
  schoolName: Type.String(),
  gender: Type.String(),
  studyYears: Type.String(),
  graduationYear: Type.Integer(),
  addedAt: instant,
  /** Null before the student registered. */
  maskedPhone: maybe(Type.String()),
  maskedMail: maybe(Type.String()),
  /** Whether the number can still be corrected: nothing has begun. */
  numberOpen: Type.Boolean(),
  informationConfirmedAt: maybe(instant),
  /** What the student says is wrong, the latest first. */
  corrections: Type.Array(Type.Object({ text: Type.String(), sentAt: instant, settledAt: maybe(instant) })),
  /** All enrolments of the person that the reader may see, this one included. */
  enrolments: Type.Array(
    Type.Object({
      graduateId: Type.String(),
      campaignId: Type.String(),
      campaignTitle: Type.String(),
      schoolName: Type.String(),
      major: Type.String(),
      level: Type.String(),
      graduationYear: Type.Integer(),
      photoStage: PhotoStage,
    }),
  ),
  /** Null for schools: agreements are between the student and the centre. */
  consents: maybe(
    Type.Array(
      Type.Object({
        purpose: ConsentPurpose,
        version: Type.String(),
        givenAt: instant,
        withdrawnAt: maybe(instant),
      }),
    ),
  ),
  takes: Type.Array(GraduateTake),
  orders: Type.Array(GraduateOrderView),
})
export type StaffGraduateDetail = Static<typeof StaffGraduateDetail>

/** Something that happened to an enrolment (`work`), or that somebody looked at it (`look`). */
export const GraduateEvent = Type.Object({
  at: instant,
  kind: Type.Union([Type.Literal('work'), Type.Literal('look')]),
  code: Type.String({ description: 'what happened, e.g. photo-submitted, order-paid, graduate-uncovered' }),
  /** Null: the program itself. */
  by: maybe(
    Type.Object({
      kind: Type.Union([Type.Literal('student'), Type.Literal('staff')]),
      login: maybe(Type.String()),
      role: maybe(StaffRole),
    }),
  ),
  /** How often in a row. */
  times: Type.Integer(),
  /** A count, an amount in fen, the number of an order or parcel, a field and a reason: whatever the words need. */
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer()])),
})
export type GraduateEvent = Static<typeof GraduateEvent>

export const UncoverField = Type.Union([
  Type.Literal('name'),
  Type.Literal('studentNumber'),
  Type.Literal('number'),
  Type.Literal('phone'),
  Type.Literal('mail'),
])
export type UncoverField = Static<typeof UncoverField>

export const UncoverReason = Type.Union([
  Type.Literal('identity-call'),
  Type.Literal('roster-correction'),
  Type.Literal('refund-check'),
  Type.Literal('other'),
])
export type UncoverReason = Static<typeof UncoverReason>

/** Asks for one whole value; `other` needs a note. */
export const GraduateUncover = Type.Object(
  { field: UncoverField, reason: UncoverReason, note: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)
export type GraduateUncover = Static<typeof GraduateUncover>

/** Shown until `until`, then masked again. */
export const GraduateUncovered = Type.Object({ value: Type.String(), until: instant })
export type GraduateUncovered = Static<typeof GraduateUncovered>

/** What the school corrects; what is left out stays as it is. */
export const GraduateCorrect = Type.Object(
  {
    name: Type.Optional(text(100)),
    gender: Type.Optional(Type.Union([Type.Literal('男'), Type.Literal('女')])),
    number: Type.Optional(text(40)),
    documentKind: Type.Optional(DocumentKind),
    studentNumber: Type.Optional(text(30)),
    college: Type.Optional(Type.String({ maxLength: 100 })),
    major: Type.Optional(Type.String({ maxLength: 100 })),
    className: Type.Optional(Type.String({ maxLength: 100 })),
    level: Type.Optional(Type.String({ maxLength: 100 })),
    studyYears: Type.Optional(Type.String({ maxLength: 10 })),
    graduationYear: Type.Optional(Type.Integer({ minimum: 2000, maximum: 2100 })),
  },
  { additionalProperties: false },
)
export type GraduateCorrect = Static<typeof GraduateCorrect>

/** Takes graduates out of the campaign, or puts them back into it. */
export const GraduatesWithdraw = Type.Object(
  { graduateIds: ids, withdrawn: Type.Boolean() },
  { additionalProperties: false },
)
export type GraduatesWithdraw = Static<typeof GraduatesWithdraw>

/** Whom it concerns, and whom it leaves alone and why. */
export const WithdrawalPreview = Type.Object({
  included: Type.Integer(),
  excepted: Type.Array(
    Type.Object({
      reason: Type.Union([
        Type.Literal('paid'),
        Type.Literal('already'),
        Type.Literal('unconfirmed'),
        Type.Literal('refused'),
        Type.Literal('number-taken'),
      ]),
      count: Type.Integer(),
    }),
  ),
})
export type WithdrawalPreview = Static<typeof WithdrawalPreview>

/** Those who were moved: the same ids take it back. */
export const GraduatesWithdrawn = Type.Object({ graduateIds: Type.Array(Type.String()) })
export type GraduatesWithdrawn = Static<typeof GraduatesWithdrawn>

/** Asks for a list of graduates as a sheet: named ones, or all that the filters leave. Somebody else has to approve it. */
export const GraduateExportAsk = Type.Object(
  { ...filters, graduateIds: Type.Optional(ids), purpose: text(200) },
  { additionalProperties: false },
)
export type GraduateExportAsk = Static<typeof GraduateExportAsk>

/** `approval` says whether it can be fetched, and by whom: the one who asked. */
export const GraduateExportView = Type.Object({ exportId: Type.String(), approval: ApprovalView })
export type GraduateExportView = Static<typeof GraduateExportView>

export const GraduateExportFormat = Type.Object(
  { format: Type.Optional(Type.Union([Type.Literal('xlsx'), Type.Literal('csv')])) },
  { additionalProperties: false },
)
export type GraduateExportFormat = Static<typeof GraduateExportFormat>
