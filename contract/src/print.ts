import { type Static, type TSchema, Type } from 'typebox'

const oneOf = <const T extends string>(...values: T[]) =>
  Type.Unsafe<T>(Type.Union(values.map((value) => Type.Literal(value))))

export const PrintPaper = oneOf('5in', '6in', '7in', 'A6', 'A5', 'A4')
export type PrintPaper = Static<typeof PrintPaper>

/** Width and height in mm. */
export const PrintSize = oneOf('22x32', '25x35', '33x48', '35x45', '35x49', '35x53')
export type PrintSize = Static<typeof PrintSize>

/** `per-student`: the sizes of one student share sheets, and nobody shares one. `per-size`: each sheet holds one size, and is filled. */
export const PrintMode = oneOf('per-student', 'per-size')
export type PrintMode = Static<typeof PrintMode>

/** What may stand in a line under each photo, besides plain text. */
export const captionWords = ['name', 'studentNumber', 'className', 'college', 'major', 'schoolName'] as const
export type CaptionWord = (typeof captionWords)[number]

/** How the prints of a campaign lie on paper. */
export const PrintLayout = Type.Object(
  {
    paper: PrintPaper,
    mode: PrintMode,
    /** One set: so many prints of each size. */
    prints: Type.Array(
      Type.Object(
        { size: PrintSize, count: Type.Integer({ minimum: 1, maximum: 40 }) },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 4 },
    ),
    /** Under each photo, or once on the sheet’s edge outside of what is cut; the edge has room for a student’s own sheets only. */
    captionAt: oneOf('photo', 'edge'),
    /** Lines of the caption, e.g. `{name} {studentNumber}`. */
    lines: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 3 }),
    /** The digits of the order’s number as Code 128. */
    barcode: Type.Boolean(),
    gapMm: Type.Number({ minimum: 0, maximum: 10 }),
    marginMm: Type.Number({ minimum: 0, maximum: 20 }),
  },
  { additionalProperties: false },
)
export type PrintLayout = Static<typeof PrintLayout>

export const PrintDelivery = oneOf('mail', 'station')

/** Which orders a batch takes; all that are due when nothing is said. */
export const PrintChoose = Type.Object(
  {
    college: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    delivery: Type.Optional(PrintDelivery),
    mostOrders: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
  },
  { additionalProperties: false },
)
export type PrintChoose = Static<typeof PrintChoose>

export const PrintBatchState = oneOf('preparing', 'ready', 'printed', 'cancelled', 'failed')
export type PrintBatchState = Static<typeof PrintBatchState>
export const PrintItemState = oneOf('waiting', 'ready', 'printed', 'stopped', 'cancelled')
export type PrintItemState = Static<typeof PrintItemState>
export const PrintKind = oneOf('first', 'reprint')
export type PrintKind = Static<typeof PrintKind>

export const PrintStopCode = oneOf(
  'missing-character',
  'text-too-long',
  'barcode-too-long',
  'master-missing',
  'master-changed',
  'master-coarse',
  'master-unreadable',
  'approval-gone',
  'order-moved',
  'not-printed',
)
export type PrintStopCode = Static<typeof PrintStopCode>

/** Why the prints of one student were not made, in words that say what to do. */
export const PrintStop = Type.Object({
  code: PrintStopCode,
  /** The character with its number, the text that is too long, the resolution, or the operator’s note. */
  detail: Type.String(),
  zh: Type.String(),
  en: Type.String(),
})
export type PrintStop = Static<typeof PrintStop>

const instant = Type.String({ format: 'date-time' })
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const PrintBatchView = Type.Object({
  batchId: Type.String(),
  number: Type.String(),
  campaignId: Type.String(),
  campaignTitle: Type.String(),
  schoolName: Type.String(),
  kind: PrintKind,
  state: PrintBatchState,
  college: orNull(Type.String()),
  delivery: orNull(PrintDelivery),
  reason: orNull(Type.String()),
  layout: PrintLayout,
  orders: Type.Integer(),
  stopped: Type.Integer(),
  printed: Type.Integer(),
  /** Pages before the first sheet, and sheets, of the PDF. */
  coverPages: Type.Integer(),
  sheets: Type.Integer(),
  /** The PDF can be downloaded. */
  hasPdf: Type.Boolean(),
  madeAt: instant,
  readyAt: orNull(instant),
  printedAt: orNull(instant),
})
export type PrintBatchView = Static<typeof PrintBatchView>

export const PrintItemView = Type.Object({
  orderId: Type.String(),
  orderNumber: Type.String(),
  /** From 1, in the order of the sheets. */
  sequence: Type.Integer(),
  studentNumber: Type.String(),
  name: Type.String(),
  college: Type.String(),
  className: Type.String(),
  sets: Type.Integer(),
  /** Numbers of the sheets with this student, as they stand on the sheets’ edges. */
  sheets: Type.String(),
  state: PrintItemState,
  stop: orNull(PrintStop),
  /** How often this order was printed again. */
  reprints: Type.Integer(),
})
export type PrintItemView = Static<typeof PrintItemView>

export const PrintBatchDetail = Type.Object({ batch: PrintBatchView, items: Type.Array(PrintItemView) })
export type PrintBatchDetail = Static<typeof PrintBatchDetail>

/** Paid orders with prints that no batch takes yet. */
export const PrintExcluded = Type.Object({
  reason: oneOf('photo-not-approved', 'refund-open'),
  orders: Type.Integer(),
  /** The first of them. */
  orderNumbers: Type.Array(Type.String()),
})
export type PrintExcluded = Static<typeof PrintExcluded>

export const PrintPreview = Type.Object({
  orders: Type.Integer(),
  sets: Type.Integer(),
  sheets: Type.Integer(),
  colleges: Type.Array(Type.Object({ college: Type.String(), orders: Type.Integer() })),
  excluded: Type.Array(PrintExcluded),
  /** Orders among them that an earlier batch stopped, and why. */
  stoppedBefore: Type.Array(Type.Object({ orderNumber: Type.String(), name: Type.String(), stop: PrintStop })),
})
export type PrintPreview = Static<typeof PrintPreview>

/** The whole batch was printed, except for these orders. */
export const PrintDone = Type.Object(
  {
    except: Type.Array(
      Type.Object(
        { orderId: Type.String({ maxLength: 60 }), note: Type.String({ minLength: 1, maxLength: 200 }) },
        { additionalProperties: false },
      ),
      { maxItems: 5000 },
    ),
  },
  { additionalProperties: false },
)
export type PrintDone = Static<typeof PrintDone>

/** Orders by their numbers, as typed or scanned from the barcode. */
export const PrintAgain = Type.Object(
  {
    orderNumbers: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 500 }),
    reason: Type.String({ minLength: 2, maxLength: 200 }),
  },
  { additionalProperties: false },
)
export type PrintAgain = Static<typeof PrintAgain>

const box = { leftMm: Type.Number(), topMm: Type.Number(), widthMm: Type.Number(), heightMm: Type.Number() }

/** One sheet of a batch as it lies on paper. The sheet’s name stands on its edge. */
export const PrintSheet = Type.Object({
  /** From 1, and of how many. */
  sheet: Type.Integer(),
  sheets: Type.Integer(),
  name: Type.String(),
  paper: Type.Object({ widthMm: Type.Number(), heightMm: Type.Number() }),
  places: Type.Array(
    Type.Object({
      ...box,
      orderId: Type.String(),
      /** The photo lies on its side, with its top at the left. */
      turned: Type.Boolean(),
      /** Room for the caption below the photo, or right of one that lies on its side. */
      captionMm: Type.Number(),
    }),
  ),
  /** The strips beside the photos: left and right when `turned`, else above and below. */
  edges: Type.Object({
    turned: Type.Boolean(),
    depthMm: Type.Number(),
    fromMm: Type.Number(),
    lengthMm: Type.Number(),
    farMm: Type.Number(),
  }),
  people: Type.Array(
    Type.Object({
      orderId: Type.String(),
      orderNumber: Type.String(),
      lines: Type.Array(Type.String()),
      /** What the barcode says; empty where there is none. */
      barcode: Type.String(),
      /** The photo’s bytes are the approved ones and can be shown. */
      hasPhoto: Type.Boolean(),
      /** Of the finished photo as it was approved; empty when the approval is gone. */
      sha256: Type.String(),
    }),
  ),
})
export type PrintSheet = Static<typeof PrintSheet>
