import { type Static, Type } from 'typebox'

/** What students are told about their orders, photos and parcels. */
export const NoticeKind = Type.Union([
  Type.Literal('order-paid'),
  Type.Literal('order-expired'),
  Type.Literal('refund-asked'),
  Type.Literal('refund-done'),
  Type.Literal('refund-failed'),
  Type.Literal('review-rejected'),
  Type.Literal('review-approved'),
  Type.Literal('prints-shipped'),
  Type.Literal('prints-at-station'),
  Type.Literal('parcel-returned'),
  Type.Literal('invoice-issued'),
  Type.Literal('campaign-reminder'),
  Type.Literal('campaign-changed'),
])
export type NoticeKind = Static<typeof NoticeKind>

/** due: still to be carried. sent: somebody accepted it. failed: no way led to the person. dropped: nobody is to be told. */
export const NoticeState = Type.Union([
  Type.Literal('due'),
  Type.Literal('sent'),
  Type.Literal('failed'),
  Type.Literal('dropped'),
])
export type NoticeState = Static<typeof NoticeState>

export const NoticeChannel = Type.Union([Type.Literal('wechat'), Type.Literal('sms'), Type.Literal('mail')])
export type NoticeChannel = Static<typeof NoticeChannel>

/** When the mini program may ask whether messages are welcome: in the tap that pays, or that hands the photo in. */
export const NoticeOccasion = Type.Union([Type.Literal('paid'), Type.Literal('submitted')])
export type NoticeOccasion = Static<typeof NoticeOccasion>

export const NoticeTemplateQuery = Type.Object({ occasion: NoticeOccasion }, { additionalProperties: false })
export type NoticeTemplateQuery = Static<typeof NoticeTemplateQuery>

/** For wx.requestSubscribeMessage, which takes three at most. */
export const NoticeTemplates = Type.Object({ templateIds: Type.Array(Type.String(), { maxItems: 3 }) })
export type NoticeTemplates = Static<typeof NoticeTemplates>

/** What WeChat told the mini program about each template, and the language its screens are in. */
export const NoticeAnswers = Type.Object(
  {
    answers: Type.Array(
      Type.Object(
        {
          templateId: Type.String({ minLength: 1, maxLength: 100 }),
          answer: Type.Union([
            Type.Literal('accept'),
            Type.Literal('reject'),
            Type.Literal('ban'),
            Type.Literal('filter'),
          ]),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 3 },
    ),
    language: Type.Union([Type.Literal('zh'), Type.Literal('en')]),
  },
  { additionalProperties: false },
)
export type NoticeAnswers = Static<typeof NoticeAnswers>

const id = Type.String({ maxLength: 60 })
const moment = Type.String({ format: 'date-time' })
const orNull = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])

export const StaffNoticeQuery = Type.Object(
  {
    kind: Type.Optional(Type.String({ maxLength: 40 })),
    state: Type.Optional(NoticeState),
    campaignId: Type.Optional(id),
    identityId: Type.Optional(id),
    /** Notices to the person of this enrolment. */
    graduateId: Type.Optional(id),
    offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  },
  { additionalProperties: false },
)
export type StaffNoticeQuery = Static<typeof StaffNoticeQuery>

export const StaffNotice = Type.Object({
  noticeId: Type.String(),
  /** A `NoticeKind`, or a message about the account: registration, sign-in, password … */
  kind: Type.String(),
  state: NoticeState,
  /** Why it failed or was dropped. */
  reason: orNull(Type.String()),
  identityId: orNull(Type.String()),
  campaignId: orNull(Type.String()),
  madeAt: moment,
  sentAt: orNull(moment),
  nextTryAt: orNull(moment),
  /** Whether it can be tried again: it failed and its words are still kept. */
  retriable: Type.Boolean(),
  attempts: Type.Array(
    Type.Object({
      channel: NoticeChannel,
      recipient: Type.String({ description: 'masked: 138******78, l***@…' }),
      startedAt: moment,
      endedAt: orNull(moment),
      outcome: Type.Union([
        Type.Literal('accepted'),
        Type.Literal('refused'),
        Type.Literal('away'),
        Type.Literal('unknown'),
        Type.Null(),
      ]),
      reason: orNull(Type.String()),
      providerMessage: orNull(Type.String()),
    }),
  ),
})
export type StaffNotice = Static<typeof StaffNotice>

export const StaffNoticePage = Type.Object({
  total: Type.Integer(),
  /** In each state, of all kinds. */
  counts: Type.Record(Type.String(), Type.Integer()),
  notices: Type.Array(StaffNotice),
})
export type StaffNoticePage = Static<typeof StaffNoticePage>
