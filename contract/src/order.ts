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

/** `keepAddress` stores it as the usual address of the account. */
export const PaperChoose = Type.Object(
  {
    paper: Type.Boolean(),
    address: Type.Optional(AddressInput),
    keepAddress: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type PaperChoose = Static<typeof PaperChoose>

export const OrderState = Type.Union([Type.Literal('unpaid'), Type.Literal('paid'), Type.Literal('cancelled')])
export type OrderState = Static<typeof OrderState>

export const OrderLine = Type.Object({
  kind: Type.Union([Type.Literal('collection'), Type.Literal('paper')]),
  zh: Type.String(),
  en: Type.String(),
  amountFen: Type.Integer(),
})
export type OrderLine = Static<typeof OrderLine>

export const OrderView = Type.Object({
  orderId: Type.String(),
  number: Type.String(),
  graduateId: Type.String(),
  state: OrderState,
  campaignTitle: Type.String(),
  name: Type.String(),
  schoolName: Type.String(),
  major: Type.String(),
  graduationYear: Type.Integer(),
  photoId: Type.Union([Type.String(), Type.Null()]),
  paper: Type.Boolean(),
  address: Type.Union([AddressView, Type.Null()]),
  lines: Type.Array(OrderLine),
  totalFen: Type.Integer(),
  placedAt: Type.String({ format: 'date-time' }),
  paidAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  cancelledAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
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
