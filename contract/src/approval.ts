import { type Static, Type } from 'typebox'

/** What needs a second person before it leaves the house. */
export const ApprovalKind = Type.Union([Type.Literal('graduates-export'), Type.Literal('delivery-download')])
export type ApprovalKind = Static<typeof ApprovalKind>

/** `lapsed`: nobody decided in time, or the approved file was not fetched in time. */
export const ApprovalState = Type.Union([
  Type.Literal('asked'),
  Type.Literal('approved'),
  Type.Literal('refused'),
  Type.Literal('withdrawn'),
  Type.Literal('lapsed'),
])
export type ApprovalState = Static<typeof ApprovalState>

const instant = Type.String({ format: 'date-time' })

export const ApprovalView = Type.Object({
  approvalId: Type.String(),
  kind: ApprovalKind,
  /** The one thing it opens, e.g. the id of an export. */
  subject: Type.String(),
  title: Type.String({ description: 'what it is about, without personal data' }),
  personCount: Type.Integer(),
  reason: Type.String(),
  schoolName: Type.Union([Type.String(), Type.Null()]),
  state: ApprovalState,
  askedBy: Type.String({ description: 'a login' }),
  askedAt: instant,
  /** Until then it can be decided, or once approved, used. */
  endsAt: instant,
  decidedBy: Type.Union([Type.String(), Type.Null()]),
  decidedAt: Type.Union([instant, Type.Null()]),
  /** The reader asked for it, and so can't decide it. */
  own: Type.Boolean(),
})
export type ApprovalView = Static<typeof ApprovalView>

export const ApprovalQuery = Type.Object({
  /** Only those that wait for somebody. */
  waiting: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
})
export type ApprovalQuery = Static<typeof ApprovalQuery>

export const ApprovalDecide = Type.Object({ approve: Type.Boolean() }, { additionalProperties: false })
export type ApprovalDecide = Static<typeof ApprovalDecide>
