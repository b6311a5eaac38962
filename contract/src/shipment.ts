import { type Static, Type } from 'typebox'
import { AddressInput } from './order.ts'

const oneOf = <const T extends string>(...values: T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))))
const id = Type.String({ maxLength: 60 })
const instant = Type.String({ format: 'date-time' })
const orNull = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])
const paging = {
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}

/**
 * One mailed order with prints. `labelled`: its address is on paper or at the courier. `returned`: it came back and may be
 * labelled and sent again. `cancelled`: its order was given back before it left.
 */
export const ParcelState = oneOf('waiting', 'labelled', 'shipped', 'delivered', 'returned', 'cancelled')
export type ParcelState = Static<typeof ParcelState>

/** What goes to a school’s station in one box. */
export const BundleState = oneOf('open', 'sent', 'received')
export type BundleState = Static<typeof BundleState>

/** `code` is our short name of a courier. */
export const CourierCode = Type.String({ pattern: '^[a-z]{2,12}$' })

export const CourierView = Type.Object({
  code: CourierCode,
  zh: Type.String(),
  en: Type.String(),
  /** Whether its own columns are known; others get the usual ones. */
  hasLayout: Type.Boolean(),
})
export type CourierView = Static<typeof CourierView>

export const LabelSheetView = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  /** Labels on one sheet. */
  labels: Type.Integer(),
})

/** What the packing room chooses from. */
export const PackingChoices = Type.Object({
  couriers: Type.Array(CourierView),
  labelSheets: Type.Array(LabelSheetView),
  /** Whether the sender, whom labels need, is set. */
  senderKnown: Type.Boolean(),
})
export type PackingChoices = Static<typeof PackingChoices>

const courier = Type.Object({ code: CourierCode, zh: Type.String(), en: Type.String() })

export const ParcelMove = Type.Object({
  state: ParcelState,
  at: instant,
  courier: Type.Union([courier, Type.Null()]),
  trackingNumber: orNull(Type.String()),
})

export type ParcelMove = Static<typeof ParcelMove>

/** The way of an order’s prints, as its student sees it. `null`: there is no such way, or it has not begun. */
export const ParcelView = Type.Object({
  parcel: Type.Union([
    Type.Object({
      state: ParcelState,
      courier: Type.Union([courier, Type.Null()]),
      trackingNumber: orNull(Type.String()),
      moves: Type.Array(ParcelMove),
    }),
    Type.Null(),
  ]),
  bundle: Type.Union([
    Type.Object({
      state: BundleState,
      station: Type.String(),
      sentAt: orNull(instant),
      receivedAt: orNull(instant),
    }),
    Type.Null(),
  ]),
})
export type ParcelView = Static<typeof ParcelView>

/** Why a parcel must not leave now: its order is being given back, or was. */
export const ShippingObstacle = oneOf('refunding', 'refunded', 'not-produced')
export type ShippingObstacle = Static<typeof ShippingObstacle>

/** What WeChat was told of a delivery. `refused`: it won’t take it, and a person has to look. `unneeded`: it does not ask. */
export const ShippingReportState = oneOf('due', 'accepted', 'refused', 'unneeded')
export type ShippingReportState = Static<typeof ShippingReportState>

/** A parcel in the packing room: the recipient covered, the address to the district, no phone. */
export const StaffParcel = Type.Object({
  parcelId: Type.String(),
  orderId: Type.String(),
  orderNumber: Type.String(),
  campaignId: Type.String(),
  schoolName: Type.String(),
  state: ParcelState,
  recipient: Type.String({ description: '林**' }),
  region: Type.String(),
  printSets: Type.Integer(),
  courier: Type.Union([courier, Type.Null()]),
  trackingNumber: orNull(Type.String()),
  obstacle: Type.Union([ShippingObstacle, Type.Null()]),
  timesSent: Type.Integer(),
  /** On its way for longer than parcels take. */
  overdue: Type.Boolean(),
  madeAt: instant,
  shippedAt: orNull(instant),
  note: Type.String(),
})
export type StaffParcel = Static<typeof StaffParcel>

export const StaffParcelDetail = Type.Object({
  ...StaffParcel.properties,
  moves: Type.Array(ParcelMove),
  reports: Type.Array(
    Type.Object({
      state: ShippingReportState,
      code: Type.Union([Type.Integer(), Type.Null()]),
      madeAt: instant,
      endedAt: orNull(instant),
    }),
  ),
})
export type StaffParcelDetail = Static<typeof StaffParcelDetail>

/** What the packing room looks at together. `trouble`: came back, overdue, or must not leave. */
export const ParcelGroup = oneOf('to-send', 'under-way', 'trouble', 'arrived')
export type ParcelGroup = Static<typeof ParcelGroup>

export const StaffParcelQuery = Type.Object(
  {
    campaignId: Type.Optional(id),
    state: Type.Optional(ParcelState),
    group: Type.Optional(ParcelGroup),
    /** Number of an order, with or without its dashes, or of a parcel at its courier. */
    search: Type.Optional(Type.String({ maxLength: 60 })),
    ...paging,
  },
  { additionalProperties: false },
)
export type StaffParcelQuery = Static<typeof StaffParcelQuery>

export const StaffParcelPage = Type.Object({
  total: Type.Integer(),
  /** Of the campaign in each state and each group, whatever was asked for. */
  counts: Type.Record(Type.String(), Type.Integer()),
  parcels: Type.Array(StaffParcel),
})
export type StaffParcelPage = Static<typeof StaffParcelPage>

/** How many printed orders are to be sent by mail and have no parcel, or wait for a bundle. */
export const PackingDue = Type.Object({ parcels: Type.Integer(), bundled: Type.Integer() })
export type PackingDue = Static<typeof PackingDue>

export const Made = Type.Object({ count: Type.Integer() })

/** Which parcels: those named, or all of the campaign that wait (with `again` also those labelled before). */
const chosen = {
  campaignId: id,
  parcelIds: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 1000 })),
  again: Type.Optional(Type.Boolean()),
}

export const LabelAsk = Type.Object(
  {
    ...chosen,
    sheet: Type.String({ maxLength: 20 }),
    /** The first free place of a sheet that was begun, from 1. */
    firstPlace: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { additionalProperties: false },
)
export type LabelAsk = Static<typeof LabelAsk>

export const SheetFormat = oneOf('csv', 'xlsx')
export const CourierExportAsk = Type.Object(
  { ...chosen, courier: CourierCode, format: SheetFormat },
  { additionalProperties: false },
)
export type CourierExportAsk = Static<typeof CourierExportAsk>

export const ParcelShip = Type.Object(
  { courier: CourierCode, trackingNumber: Type.String({ maxLength: 60 }) },
  { additionalProperties: false },
)
export type ParcelShip = Static<typeof ParcelShip>

export const ParcelReturn = Type.Object(
  { note: Type.Optional(Type.String({ maxLength: 200 })) },
  { additionalProperties: false },
)
export type ParcelReturn = Static<typeof ParcelReturn>

/** Why somebody wants to see a whole address; `other` needs a note. */
export const ParcelAddressAsk = Type.Object(
  {
    reason: oneOf('identity-call', 'roster-correction', 'refund-check', 'other'),
    note: Type.Optional(Type.String({ maxLength: 200 })),
  },
  { additionalProperties: false },
)
export type ParcelAddressAsk = Static<typeof ParcelAddressAsk>

/** A parcel that came back goes out again, to another address where one is given. */
export const ParcelResend = Type.Object({ address: Type.Optional(AddressInput) }, { additionalProperties: false })
export type ParcelResend = Static<typeof ParcelResend>

/** Something about one row of a file with tracking numbers. `cell` is empty where a whole row or the file is meant. */
export const TrackingRemark = Type.Object({
  row: Type.Integer({ description: 'counts from 1, the heading included' }),
  cell: Type.String({ description: 'C7' }),
  column: Type.String(),
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
})
export type TrackingRemark = Static<typeof TrackingRemark>

/** What a file with tracking numbers did, or would do. */
export const TrackingImported = Type.Object({
  dryRun: Type.Boolean(),
  /** Whether anything was stored. */
  stored: Type.Boolean(),
  shipped: Type.Integer(),
  /** Rows that say what is known already. */
  unchanged: Type.Integer(),
  problems: Type.Array(TrackingRemark, { maxItems: 500 }),
  problemCount: Type.Integer(),
  /** Rows that are taken all the same. */
  warnings: Type.Array(TrackingRemark, { maxItems: 500 }),
  ignoredColumns: Type.Array(Type.String()),
})
export type TrackingImported = Static<typeof TrackingImported>

export const BundleMake = Type.Object(
  {
    /** One bundle for each college, or one for all; at most `most` orders in one. */
    by: oneOf('college', 'campaign'),
    most: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  { additionalProperties: false },
)
export type BundleMake = Static<typeof BundleMake>

export const StaffBundle = Type.Object({
  bundleId: Type.String(),
  number: Type.String(),
  campaignId: Type.String(),
  schoolName: Type.String(),
  station: Type.String(),
  /** Empty where several are in it. */
  college: Type.String(),
  state: BundleState,
  orderCount: Type.Integer(),
  setCount: Type.Integer(),
  /** Orders in it that must not leave. */
  obstacleCount: Type.Integer(),
  note: Type.String(),
  madeAt: instant,
  sentAt: orNull(instant),
  receivedAt: orNull(instant),
})
export type StaffBundle = Static<typeof StaffBundle>

export const StaffBundleQuery = Type.Object(
  { state: Type.Optional(BundleState), ...paging },
  { additionalProperties: false },
)
export const StaffBundlePage = Type.Object({ total: Type.Integer(), bundles: Type.Array(StaffBundle) })

export const StaffBundleDetail = Type.Object({
  ...StaffBundle.properties,
  items: Type.Array(
    Type.Object({
      orderId: Type.String(),
      orderNumber: Type.String(),
      college: Type.String(),
      className: Type.String(),
      studentNumber: Type.String(),
      name: Type.String(),
      printSets: Type.Integer(),
      obstacle: Type.Union([ShippingObstacle, Type.Null()]),
    }),
  ),
})
export type StaffBundleDetail = Static<typeof StaffBundleDetail>

export const HandOverQuery = Type.Object(
  { format: Type.Optional(oneOf('pdf', 'xlsx')) },
  { additionalProperties: false },
)

export const BundleSend = Type.Object(
  {
    /** Orders that were taken out of the box first. */
    without: Type.Optional(Type.Array(id, { maxItems: 1000 })),
    /** Who carries it, or the number at the courier. */
    note: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
)
export type BundleSend = Static<typeof BundleSend>

export const StaffShippingReportQuery = Type.Object(
  { state: Type.Optional(ShippingReportState), ...paging },
  { additionalProperties: false },
)
export type StaffShippingReportQuery = Static<typeof StaffShippingReportQuery>

export const StaffShippingReport = Type.Object({
  orderId: Type.String(),
  orderNumber: Type.String(),
  kind: oneOf('courier', 'pick-up', 'electronic'),
  state: ShippingReportState,
  /** WeChat’s code of the refusal. */
  code: Type.Union([Type.Integer(), Type.Null()]),
  /** What to do about it. */
  zh: Type.String(),
  en: Type.String(),
  madeAt: instant,
  endedAt: orNull(instant),
})
export type StaffShippingReport = Static<typeof StaffShippingReport>

export const StaffShippingReportPage = Type.Object({
  total: Type.Integer(),
  reports: Type.Array(StaffShippingReport),
})
export type StaffShippingReportPage = Static<typeof StaffShippingReportPage>
