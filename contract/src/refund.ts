import { type Static, Type } from 'typebox'

/** `asked` waits for a person, `approved` for the provider, `sent` for the provider's word; `failed` for a person again. */
export const RefundState = Type.Union([
  Type.Literal('asked'),
  Type.Literal('approved'),
  Type.Literal('sent'),
  Type.Literal('done'),
  Type.Literal('failed'),
  Type.Literal('refused'),
])
export type RefundState = Static<typeof RefundState>

/** Why money goes back: the student or staff asked, the photo was rejected for good, the campaign was cancelled, or it came too late. */
export const RefundKind = Type.Union([
  Type.Literal('student'),
  Type.Literal('staff'),
  Type.Literal('rejected'),
  Type.Literal('campaign'),
  Type.Literal('late'),
])
export type RefundKind = Static<typeof RefundKind>

const instant = Type.String({ format: 'date-time' })

/** A refund as its student sees it. */
export const RefundView = Type.Object({
  refundId: Type.String(),
  orderId: Type.String(),
  number: Type.String(),
  kind: RefundKind,
  state: RefundState,
  amountFen: Type.Integer(),
  askedAt: instant,
  endedAt: Type.Union([instant, Type.Null()]),
})
export type RefundView = Static<typeof RefundView>

/** What can be given back on one order now, and by whom. */
export const RefundOffer = Type.Object({
  /** What the student may have back by asking; 0 when the rule allows nothing. */
  possibleFen: Type.Integer(),
  /** Why not, when it is 0. */
  reason: Type.Union([Type.Object({ zh: Type.String(), en: Type.String() }), Type.Null()]),
  refunds: Type.Array(RefundView),
})
export type RefundOffer = Static<typeof RefundOffer>

export const RefundAsk = Type.Object({ reason: Type.String({ maxLength: 200 }) }, { additionalProperties: false })
export type RefundAsk = Static<typeof RefundAsk>

/** A refund as finance sees it. */
export const StaffRefund = Type.Object({
  ...RefundView.properties,
  orderNumber: Type.String(),
  tradeNumber: Type.String(),
  paidFen: Type.Integer(),
  reason: Type.String(),
  /** Id of the account or of the member of staff, or `rule`. */
  askedBy: Type.String(),
  askedByLogin: Type.Union([Type.String(), Type.Null()]),
  decidedBy: Type.Union([Type.String(), Type.Null()]),
  decidedByLogin: Type.Union([Type.String(), Type.Null()]),
  decidedAt: Type.Union([instant, Type.Null()]),
  /** What the provider said when it did not go through. */
  trouble: Type.Union([Type.String(), Type.Null()]),
  /** Waits for a second person. */
  needsSecond: Type.Boolean(),
})
export type StaffRefund = Static<typeof StaffRefund>

export const StaffRefundAsk = Type.Object(
  {
    amountFen: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
    reason: Type.String({ minLength: 1, maxLength: 200 }),
    /** The same key means the same refund, however often it is sent. */
    key: Type.String({ minLength: 8, maxLength: 60 }),
  },
  { additionalProperties: false },
)
export type StaffRefundAsk = Static<typeof StaffRefundAsk>

export const StaffRefundQuery = Type.Object({
  state: Type.Optional(RefundState),
  campaignId: Type.Optional(Type.String({ maxLength: 60 })),
  orderId: Type.Optional(Type.String({ maxLength: 60 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type StaffRefundQuery = Static<typeof StaffRefundQuery>

export const StaffRefundPage = Type.Object({
  total: Type.Integer(),
  /** Of one order, above this whoever asks can't be the one who approves. */
  aloneUpToFen: Type.Integer(),
  refunds: Type.Array(StaffRefund),
})
export type StaffRefundPage = Static<typeof StaffRefundPage>
