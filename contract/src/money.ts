import { type Static, Type } from 'typebox'
import { OrderKind, OrderLine, OrderState, PaymentWay } from './order.ts'

const instant = Type.String({ format: 'date-time' })
const instantOrNull = Type.Union([instant, Type.Null()])
const paging = {
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}

/** An order as finance and the centre see it: no address, no document number. */
export const StaffOrder = Type.Object({
  orderId: Type.String(),
  number: Type.String(),
  kind: OrderKind,
  state: OrderState,
  graduateId: Type.String(),
  name: Type.String({ description: '林**' }),
  studentNumber: Type.String({ description: '2022****17' }),
  printSets: Type.Integer(),
  delivery: Type.String(),
  totalFen: Type.Integer(),
  schoolFen: Type.Integer(),
  refundedFen: Type.Integer(),
  /** Whether a refund is on its way. */
  refunding: Type.Boolean(),
  placedAt: instant,
  paidAt: instantOrNull,
})
export type StaffOrder = Static<typeof StaffOrder>

const day = Type.String({ pattern: '^[12]\\d{3}-', format: 'date', description: '2026-11-25, in China' })
const amountFen = Type.Integer({ minimum: 0, maximum: 10_000_000 })

/** `refund-waiting`: a refund of the order waits for a person. */
const orderFilter = {
  state: Type.Optional(Type.Union([OrderState, Type.Literal('refund-waiting')])),
  /** Number of an order, at the provider or of a student, or a name. */
  search: Type.Optional(Type.String({ maxLength: 60 })),
  /** Paid on one of these days, both included. */
  paidFrom: Type.Optional(day),
  paidUntil: Type.Optional(day),
  prints: Type.Optional(Type.Union([Type.Literal('yes'), Type.Literal('no')])),
  leastFen: Type.Optional(amountFen),
  mostFen: Type.Optional(amountFen),
}
export const StaffOrderQuery = Type.Object({ ...orderFilter, ...paging })
export type StaffOrderQuery = Static<typeof StaffOrderQuery>

export const SheetFormatQuery = { format: Type.Optional(Type.Union([Type.Literal('xlsx'), Type.Literal('csv')])) }
export const StaffOrderFileQuery = Type.Object({ ...orderFilter, ...SheetFormatQuery })
export type StaffOrderFilter = Omit<StaffOrderQuery, 'offset' | 'limit'>

export const StaffOrderPage = Type.Object({
  total: Type.Integer(),
  /** Of all that fit the filter. */
  totalFen: Type.Integer(),
  /** Of the campaign in each state, and `all` and `refund-waiting`. */
  counts: Type.Record(Type.String(), Type.Integer()),
  /** Of the campaign and this day in China. */
  today: Type.Object({ orders: Type.Integer(), paidFen: Type.Integer(), refundedFen: Type.Integer() }),
  orders: Type.Array(StaffOrder),
})
export type StaffOrderPage = Static<typeof StaffOrderPage>

/** One attempt to pay. `late`: money came that the order no longer wanted, and goes back. */
export const StaffPayment = Type.Object({
  paymentId: Type.String(),
  provider: Type.String(),
  way: PaymentWay,
  tradeNumber: Type.String(),
  providerTransaction: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union([
    Type.Literal('open'),
    Type.Literal('closing'),
    Type.Literal('closed'),
    Type.Literal('paid'),
    Type.Literal('late'),
  ]),
  amountFen: Type.Integer(),
  refundedFen: Type.Integer(),
  startedAt: instant,
  endedAt: instantOrNull,
})
export type StaffPayment = Static<typeof StaffPayment>

export const StaffOrderDetail = Type.Object({
  ...StaffOrder.properties,
  lines: Type.Array(OrderLine),
  moves: Type.Array(Type.Object({ state: OrderState, at: instant })),
  payments: Type.Array(StaffPayment),
})
export type StaffOrderDetail = Static<typeof StaffOrderDetail>

/** Something about money that a person has to look at. */
export const PaymentAlarm = Type.Object({
  alarmId: Type.String(),
  kind: Type.String(),
  tradeNumber: Type.String(),
  providerTransaction: Type.Union([Type.String(), Type.Null()]),
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Integer(), Type.Null()])),
  raisedAt: instant,
  settledAt: instantOrNull,
  note: Type.Union([Type.String(), Type.Null()]),
})
export type PaymentAlarm = Static<typeof PaymentAlarm>

/**
 * Ours against the provider's bill of one day in China: `own…` is what we know of what belongs in the bill, the others
 * are the bill's. A day is closed once every difference is settled; from then on it is not compared anew.
 */
export const ReconciliationView = Type.Object({
  reconciliationId: Type.String(),
  provider: Type.String(),
  day: Type.String({ description: '2026-11-25' }),
  paymentCount: Type.Integer(),
  paidFen: Type.Integer(),
  refundCount: Type.Integer(),
  refundedFen: Type.Integer(),
  ownPaidFen: Type.Integer(),
  ownRefundedFen: Type.Integer(),
  differenceCount: Type.Integer(),
  openDifferenceCount: Type.Integer(),
  madeAt: instant,
  closedAt: instantOrNull,
  /** Login of whoever closed it. */
  closedBy: Type.Union([Type.String(), Type.Null()]),
  /** Who wants it opened again and why, while a second person has not agreed. */
  reopening: Type.Union([
    Type.Object({ askedBy: Type.String(), askedById: Type.String(), reason: Type.String() }),
    Type.Null(),
  ]),
})
export type ReconciliationView = Static<typeof ReconciliationView>

export const DifferenceView = Type.Object({
  differenceId: Type.String(),
  kind: Type.Union([Type.Literal('only-theirs'), Type.Literal('only-ours'), Type.Literal('amount')]),
  what: Type.Union([Type.Literal('payment'), Type.Literal('refund')]),
  tradeNumber: Type.String(),
  refundNumber: Type.Union([Type.String(), Type.Null()]),
  /** Of the payment, where we know it. */
  orderNumber: Type.Union([Type.String(), Type.Null()]),
  oursFen: Type.Union([Type.Integer(), Type.Null()]),
  theirsFen: Type.Union([Type.Integer(), Type.Null()]),
  settledAt: instantOrNull,
  /** Login. */
  settledBy: Type.Union([Type.String(), Type.Null()]),
  note: Type.Union([Type.String(), Type.Null()]),
})
export type DifferenceView = Static<typeof DifferenceView>

export const ReconciliationDetail = Type.Object({
  ...ReconciliationView.properties,
  differences: Type.Array(DifferenceView),
})
export type ReconciliationDetail = Static<typeof ReconciliationDetail>

/** A person says what was done about something. */
export const Settled = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 300 }) },
  { additionalProperties: false },
)
export type Settled = Static<typeof Settled>

/** The bill of this day is fetched and compared, anew where it was before. */
export const ReconciliationMake = Type.Object({ day }, { additionalProperties: false })
export type ReconciliationMake = Static<typeof ReconciliationMake>

export const ReconciliationMonthQuery = Type.Object({
  month: Type.String({ pattern: '^\\d{4}-\\d{2}$' }),
  ...SheetFormatQuery,
})

export const ReconciliationReopen = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
)
export type ReconciliationReopen = Static<typeof ReconciliationReopen>
