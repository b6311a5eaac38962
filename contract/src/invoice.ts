import { type Static, Type } from 'typebox'

/**
 * `asked` waits for finance; `exporting` is in an export whose file nobody has fetched yet, `exported` in one that was.
 * `reversed`: money went back after it was issued, and a red invoice takes it back.
 */
export const InvoiceState = Type.Union([
  Type.Literal('asked'),
  Type.Literal('exporting'),
  Type.Literal('exported'),
  Type.Literal('issued'),
  Type.Literal('refused'),
  Type.Literal('cancelled'),
  Type.Literal('reversed'),
])
export type InvoiceState = Static<typeof InvoiceState>

export const InvoiceTitleKind = Type.Union([Type.Literal('personal'), Type.Literal('company')])
export type InvoiceTitleKind = Static<typeof InvoiceTitleKind>

const text = (maxLength: number) => Type.String({ maxLength })

/** What an invoice is to say. A company has a tax number; what else is given appears on it. */
export const InvoiceAsk = Type.Object(
  {
    titleKind: InvoiceTitleKind,
    title: text(100),
    taxNumber: Type.Optional(text(40)),
    /** Where the finance system sends the electronic invoice. */
    mail: text(254),
    address: Type.Optional(text(100)),
    phone: Type.Optional(text(30)),
    bank: Type.Optional(text(100)),
    bankAccount: Type.Optional(text(40)),
  },
  { additionalProperties: false },
)
export type InvoiceAsk = Static<typeof InvoiceAsk>

const instant = Type.String({ format: 'date-time' })
const maybe = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const asked = {
  titleKind: InvoiceTitleKind,
  title: Type.String(),
  taxNumber: Type.String(),
  mail: Type.String(),
  address: Type.String(),
  phone: Type.String(),
  bank: Type.String(),
  bankAccount: Type.String(),
}

export const InvoiceView = Type.Object({
  invoiceId: Type.String(),
  orderId: Type.String(),
  /** Ours, of the request. */
  number: Type.String(),
  state: InvoiceState,
  ...asked,
  amountFen: Type.Integer(),
  /** The tax office's, once issued. */
  invoiceNumber: maybe(Type.String()),
  /** Of the electronic invoice, e.g. 26312000000000000001.pdf; null while there is none. */
  fileName: maybe(Type.String()),
  refusalReason: maybe(Type.String()),
  askedAt: instant,
  issuedAt: maybe(instant),
  endedAt: maybe(instant),
})
export type InvoiceView = Static<typeof InvoiceView>

/** What can be asked for on one order now, and what was. */
export const InvoiceOffer = Type.Object({
  /** What an invoice would be for: what was paid less what goes back; 0 when none can be asked for. */
  possibleFen: Type.Integer(),
  /** The newest first. */
  invoices: Type.Array(InvoiceView),
})
export type InvoiceOffer = Static<typeof InvoiceOffer>

/** A request as finance sees it. */
export const StaffInvoice = Type.Object({
  ...InvoiceView.properties,
  orderNumber: Type.String(),
  campaignTitle: Type.String(),
  schoolName: Type.String(),
  exportId: maybe(Type.String()),
  reversalNumber: maybe(Type.String()),
  /** Of the order now: where it differs after issuing, the invoice is to be reversed. */
  possibleFen: Type.Integer(),
})
export type StaffInvoice = Static<typeof StaffInvoice>

export const StaffInvoiceQuery = Type.Object({
  state: Type.Optional(InvoiceState),
  campaignId: Type.Optional(Type.String({ maxLength: 60 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, default: 0 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export type StaffInvoiceQuery = Static<typeof StaffInvoiceQuery>

export const StaffInvoicePage = Type.Object({
  total: Type.Integer(),
  /** In each state. */
  counts: Type.Record(Type.String(), Type.Integer()),
  invoices: Type.Array(StaffInvoice),
})
export type StaffInvoicePage = Static<typeof StaffInvoicePage>

/** Without a campaign: of all. */
export const InvoiceExportMake = Type.Object(
  { campaignId: Type.Optional(Type.String({ maxLength: 60 })) },
  { additionalProperties: false },
)
export type InvoiceExportMake = Static<typeof InvoiceExportMake>

export const InvoiceExportView = Type.Object({
  exportId: Type.String(),
  campaignId: maybe(Type.String()),
  madeAt: instant,
  invoiceCount: Type.Integer(),
})
export type InvoiceExportView = Static<typeof InvoiceExportView>

export const InvoiceExportFormat = Type.Object({
  format: Type.Optional(Type.Union([Type.Literal('xlsx'), Type.Literal('csv')], { default: 'xlsx' })),
})
export type InvoiceExportFormat = Static<typeof InvoiceExportFormat>

export const InvoiceRefuse = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 200 }) },
  { additionalProperties: false },
)
export type InvoiceRefuse = Static<typeof InvoiceRefuse>

export const InvoiceReverse = Type.Object(
  { reversalNumber: Type.String({ minLength: 1, maxLength: 40 }) },
  { additionalProperties: false },
)
export type InvoiceReverse = Static<typeof InvoiceReverse>

/** What came of a sheet of numbers: all of it, or nothing and why. */
export const InvoiceNumbersTaken = Type.Object({
  issuedCount: Type.Integer(),
  troubles: Type.Array(Type.Object({ row: Type.Integer(), zh: Type.String(), en: Type.String() })),
})
export type InvoiceNumbersTaken = Static<typeof InvoiceNumbersTaken>
