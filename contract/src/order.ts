import { type Static, Type } from 'typebox'

export const AddressInput = Type.Object(
  {
    recipient: Type.String({ maxLength: 100 }),
    phone: Type.String({ maxLength: 30 }),
    /** Six-digit code of the district (or of the city where it has no districts). */
    regionCode: Type.String({ maxLength: 6 }),
    detail: Type.String({ maxLength: 200 }),
  },
  { additionalProperties: false },
)
export type AddressInput = Static<typeof AddressInput>

export const AddressView = Type.Object({
  recipient: Type.String(),
  phone: Type.String(),
  regionCode: Type.String(),
  /** Province, city and district, as shown: 上海市 浦东新区. */
  region: Type.String(),
  detail: Type.String(),
})
export type AddressView = Static<typeof AddressView>

/** How prints reach the student. */
export const Delivery = Type.Union([Type.Literal('none'), Type.Literal('mail'), Type.Literal('station')])
export type Delivery = Static<typeof Delivery>

/** `keepAddress` stores the address as a usual one of the account. With prints, delivery by mail is meant unless said. */
export const PaperChoose = Type.Object(
  {
    paper: Type.Boolean(),
    printSets: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    delivery: Type.Optional(Type.Union([Type.Literal('mail'), Type.Literal('station')])),
    address: Type.Optional(AddressInput),
    keepAddress: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type PaperChoose = Static<typeof PaperChoose>

/** `done`: everything that was ordered has been handed over. `refunded`: everything that was paid went back. */
export const OrderState = Type.Union([
  Type.Literal('unpaid'),
  Type.Literal('paid'),
  Type.Literal('producing'),
  Type.Literal('shipped'),
  Type.Literal('done'),
  Type.Literal('cancelled'),
  Type.Literal('refunded'),
])
export type OrderState = Static<typeof OrderState>

export const OrderLine = Type.Object({
  kind: Type.Union([
    Type.Literal('collection'),
    Type.Literal('paper'),
    Type.Literal('mailing'),
    Type.Literal('station'),
    Type.Literal('retake'),
  ]),
  zh: Type.String(),
  en: Type.String(),
  quantity: Type.Integer(),
  /** Of all of them. */
  amountFen: Type.Integer(),
})
export type OrderLine = Static<typeof OrderLine>

/** `retake` pays for taking a rejected photo anew where the campaign charges for it. */
export const OrderKind = Type.Union([Type.Literal('collection'), Type.Literal('retake')])
export type OrderKind = Static<typeof OrderKind>

/** Why an order ended unpaid. */
export const CancelledReason = Type.Union([
  Type.Literal('student'),
  Type.Literal('changed'),
  Type.Literal('expired'),
  Type.Literal('campaign'),
  Type.Literal('withdrawn'),
])
export type CancelledReason = Static<typeof CancelledReason>

const instantOrNull = Type.Union([Type.String({ format: 'date-time' }), Type.Null()])

export const OrderView = Type.Object({
  orderId: Type.String(),
  number: Type.String(),
  graduateId: Type.String(),
  kind: OrderKind,
  state: OrderState,
  campaignTitle: Type.String(),
  name: Type.String(),
  schoolName: Type.String(),
  major: Type.String(),
  graduationYear: Type.Integer(),
  photoId: Type.Union([Type.String(), Type.Null()]),
  paper: Type.Boolean(),
  printSets: Type.Integer(),
  delivery: Delivery,
  /** Where prints are fetched; empty unless delivery is `station`. */
  station: Type.String(),
  address: Type.Union([AddressView, Type.Null()]),
  lines: Type.Array(OrderLine),
  /** Of the lines, what the school pays. */
  schoolFen: Type.Integer(),
  /** What the student pays: the lines less what the school pays. */
  totalFen: Type.Integer(),
  placedAt: Type.String({ format: 'date-time' }),
  /** When an unpaid order ends by itself. */
  expiresAt: instantOrNull,
  paidAt: instantOrNull,
  cancelledAt: instantOrNull,
  cancelledReason: Type.Union([CancelledReason, Type.Null()]),
  /** Every state the order has been in, the first one first. */
  moves: Type.Array(Type.Object({ state: OrderState, at: Type.String({ format: 'date-time' }) })),
})
export type OrderView = Static<typeof OrderView>

/**
 * How somebody pays: in the mini program, on a page inside WeChat, in another browser of a phone (H5), or at the
 * simulated cashier of the demonstration.
 */
export const PaymentWay = Type.Union([
  Type.Literal('weapp'),
  Type.Literal('wechat-page'),
  Type.Literal('h5'),
  Type.Literal('simulated'),
])
export type PaymentWay = Static<typeof PaymentWay>

/** `wechatCode`: of wx.login, or of the official account's page; where no WeChat is bound it says who pays. */
export const PaymentStart = Type.Object(
  { way: PaymentWay, wechatCode: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)
export type PaymentStart = Static<typeof PaymentStart>

/** Where the payer goes next. */
export const Cashier = Type.Union([
  Type.Object({ kind: Type.Literal('simulated'), tradeNumber: Type.String(), amountFen: Type.Integer() }),
  /** Given as they stand to `wx.requestPayment`, or with `appId` to `getBrandWCPayRequest`. */
  Type.Object({
    kind: Type.Literal('wechat'),
    appId: Type.String(),
    timeStamp: Type.String(),
    nonceStr: Type.String(),
    package: Type.String(),
    signType: Type.Literal('RSA'),
    paySign: Type.String(),
  }),
  /** A page of WeChat that opens its app; it comes back to the order. */
  Type.Object({ kind: Type.Literal('wechat-h5'), url: Type.String() }),
])
export type Cashier = Static<typeof Cashier>

/** An order of 0 fen is paid at once and needs no cashier. */
export const PaymentStarted = Type.Object({ orderState: OrderState, cashier: Type.Union([Cashier, Type.Null()]) })
export type PaymentStarted = Static<typeof PaymentStarted>

/** How the order stands once the provider was asked, which it is at most every two seconds. */
export const PaymentChecked = Type.Object({ orderState: OrderState })
export type PaymentChecked = Static<typeof PaymentChecked>
