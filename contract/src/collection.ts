import { type Static, Type } from 'typebox'
import { DeliveryResult } from './delivery.ts'
import { Fees, PayWhen } from './fee.ts'
import { AddressView, Delivery, OrderView } from './order.ts'
import { PhotoView } from './photo.ts'
import { ReviewState, ReviewView } from './review.ts'

/** The step of 线上采集 that is next. `done` once the order is paid. */
export const CollectionStep = Type.Union([
  Type.Literal('information'),
  Type.Literal('photo'),
  Type.Literal('confirm'),
  Type.Literal('paper'),
  Type.Literal('order'),
  Type.Literal('done'),
])
export type CollectionStep = Static<typeof CollectionStep>

/** By what a campaign knows its graduates: the school’s roster, the CHSI collection code (采集码), or both. */
export const IdentityMode = Type.Union([Type.Literal('roster'), Type.Literal('code'), Type.Literal('hybrid')])
export type IdentityMode = Static<typeof IdentityMode>

/** A campaign that is open, for whoever is on no roster. */
export const OpenCampaign = Type.Object({
  campaignId: Type.String(),
  title: Type.String(),
  schoolName: Type.String(),
  identityMode: IdentityMode,
})
export type OpenCampaign = Static<typeof OpenCampaign>

const stated = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** What a student states of an enrolment that the school did not submit. */
export const GraduateState = Type.Object(
  {
    campaignId: stated(60),
    college: stated(100),
    major: stated(100),
    className: stated(100),
    studentNumber: stated(40),
    level: stated(40),
    studyYears: stated(10),
    graduationYear: Type.Integer({ minimum: 2000, maximum: 2100 }),
  },
  { additionalProperties: false },
)
export type GraduateState = Static<typeof GraduateState>

export const GraduateStated = Type.Object({ graduateId: Type.String() })
export type GraduateStated = Static<typeof GraduateStated>

/** Confirmed when the school submitted it; what the student stated waits for the school; withdrawn is who left its roster. */
export const GraduateStanding = Type.Union([
  Type.Literal('confirmed'),
  Type.Literal('unconfirmed'),
  Type.Literal('refused'),
  Type.Literal('withdrawn'),
])
export type GraduateStanding = Static<typeof GraduateStanding>

/** Whether an enrolment needs a collection code before its photo, and whether it is there. */
export const CodeState = Type.Union([Type.Literal('not-asked'), Type.Literal('missing'), Type.Literal('accepted')])
export type CodeState = Static<typeof CodeState>

/** What the school submitted, or what the student stated; read-only for the student. */
export const GraduateView = Type.Object({
  graduateId: Type.String(),
  name: Type.String(),
  gender: Type.String(),
  maskedNumber: Type.String(),
  schoolName: Type.String(),
  college: Type.String(),
  major: Type.String(),
  className: Type.String(),
  studentNumber: Type.String(),
  level: Type.String({ description: '层次, e.g. 本科' }),
  studyYears: Type.String({ description: '学制, e.g. 4' }),
  graduationYear: Type.Integer(),
  standing: GraduateStanding,
})
export type GraduateView = Static<typeof GraduateView>

/** When photos can be handed in: between two instants, on each day between two minutes of China’s clock. */
export const CampaignWindow = Type.Object({
  opensAt: Type.String({ format: 'date-time' }),
  closesAt: Type.String({ format: 'date-time' }),
  /** Minutes since midnight; 0 and 1440: the whole day. */
  dailyFromMinutes: Type.Integer({ minimum: 0, maximum: 1439 }),
  dailyUntilMinutes: Type.Integer({ minimum: 1, maximum: 1440 }),
  /** Also on Saturdays and Sundays. */
  weekends: Type.Boolean(),
})
export type CampaignWindow = Static<typeof CampaignWindow>

/** `paused`: between its days, but not at this hour, or not at the weekend. */
export const Opening = Type.Union([
  Type.Literal('not-yet'),
  Type.Literal('open'),
  Type.Literal('paused'),
  Type.Literal('closed'),
  Type.Literal('cancelled'),
])
export type Opening = Static<typeof Opening>

export const CampaignView = Type.Object({
  campaignId: Type.String(),
  title: Type.String(),
  open: Type.Boolean(),
  opening: Opening,
  ...CampaignWindow.properties,
  identityMode: IdentityMode,
  fileAllowed: Type.Boolean(),
  frontCameraAllowed: Type.Boolean(),
  /** How often a photo may be handed in; null: as often as wanted. */
  submissionsMost: Type.Union([Type.Integer(), Type.Null()]),
  replaceWithinDays: Type.Integer(),
  electronicFeeFen: Type.Integer(),
  paperFeeFen: Type.Integer({ description: 'total with one set of prints, delivered the cheapest way' }),
  /** Whether there are prints at all. */
  paperOffered: Type.Boolean(),
  fees: Fees,
  /** What the campaign's refund rule means, in words. */
  refundRule: Type.Object({ zh: Type.String(), en: Type.String() }),
})
export type CampaignView = Static<typeof CampaignView>

/** One enrolment of the student in one campaign, as the main screen and the list of enrolments show it. */
export const CollectionSummary = Type.Object({
  graduateId: Type.String(),
  schoolName: Type.String(),
  campaignTitle: Type.String(),
  major: Type.String(),
  level: Type.String(),
  graduationYear: Type.Integer(),
  standing: GraduateStanding,
  open: Type.Boolean(),
  opening: Opening,
  window: CampaignWindow,
  /** Whether paper and order come before the photo or after it. */
  payWhen: PayWhen,
  paperOffered: Type.Boolean(),
  step: CollectionStep,
  completedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  photoId: Type.Union([Type.String(), Type.Null()]),
  reviewState: Type.Union([ReviewState, Type.Null()]),
})
export type CollectionSummary = Static<typeof CollectionSummary>

/** An approved photo that CHSI was given: when, and what was said of it there. */
export const HandedToChsi = Type.Object({
  at: Type.String({ format: 'date-time' }),
  result: Type.Union([DeliveryResult, Type.Null()]),
})
export type HandedToChsi = Static<typeof HandedToChsi>

export const CollectionView = Type.Object({
  step: CollectionStep,
  codeState: CodeState,
  graduate: GraduateView,
  campaign: CampaignView,
  phone: Type.String(),
  mail: Type.String(),
  informationConfirmedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  /** The take that is being looked at: the confirmed one, or the newest. */
  photo: Type.Union([PhotoView, Type.Null()]),
  photoConfirmedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  paper: Type.Union([Type.Boolean(), Type.Null()]),
  printSets: Type.Integer(),
  delivery: Delivery,
  address: Type.Union([AddressView, Type.Null()]),
  /** The open or paid order, never a cancelled one. */
  order: Type.Union([OrderView, Type.Null()]),
  reviewState: Type.Union([ReviewState, Type.Null()]),
  /** How often a photo may still be handed in; null: as often as wanted. */
  submissionsLeft: Type.Union([Type.Integer(), Type.Null()]),
  /** The submission that waits or is approved, otherwise the latest one. */
  review: Type.Union([ReviewView, Type.Null()]),
  /** Null until the approved photo has been delivered. */
  handedToChsi: Type.Union([HandedToChsi, Type.Null()]),
  correctionSentAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
})
export type CollectionView = Static<typeof CollectionView>

export const InformationConfirm = Type.Object(
  { phone: Type.String({ maxLength: 30 }), mail: Type.String({ maxLength: 254 }) },
  { additionalProperties: false },
)
export type InformationConfirm = Static<typeof InformationConfirm>

export const CorrectionSend = Type.Object(
  { text: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
)
export type CorrectionSend = Static<typeof CorrectionSend>
