import { type Static, Type } from 'typebox'

/** Who pays: the student, the school everything, or the school the collection and the student the prints. */
export const Payer = Type.Union([Type.Literal('student'), Type.Literal('school'), Type.Literal('school-collection')])
export type Payer = Static<typeof Payer>

export const PayWhen = Type.Union([Type.Literal('after-photo'), Type.Literal('before-photo')])
export type PayWhen = Static<typeof PayWhen>

/** Until when a student may have the whole fee back by asking: until the photo is approved, or until prints are made. */
export const RefundRule = Type.Union([
  Type.Literal('until-review'),
  Type.Literal('until-production'),
  Type.Literal('never'),
])
export type RefundRule = Static<typeof RefundRule>

const fen = Type.Integer({ minimum: 0, maximum: 10_000_000 })
const instant = Type.String({ format: 'date-time' })

/** What a campaign charges, in fen. */
export const Fees = Type.Object(
  {
    collectionFeeFen: fen,
    paperFeeFen: Type.Integer({ minimum: 0, maximum: 10_000_000, description: 'one set of prints' }),
    printSetsMost: Type.Integer({ minimum: 1, maximum: 20 }),
    /** Null: prints are not sent by mail. */
    mailingFeeFen: Type.Union([fen, Type.Null()]),
    /** Null: prints can't be fetched at the school. Both null: there are no prints. */
    stationFeeFen: Type.Union([fen, Type.Null()]),
    /** Where and when prints are fetched. */
    station: Type.String({ maxLength: 200 }),
    /** After how many rejections taking the photo anew costs `retakeFeeFen`; null: never. */
    freeRetakes: Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]),
    retakeFeeFen: fen,
    /** Orders placed in them have no fee for the collection. */
    freeWindows: Type.Array(Type.Object({ from: instant, until: instant }, { additionalProperties: false }), {
      maxItems: 20,
    }),
    payer: Payer,
    payWhen: PayWhen,
    refundRule: RefundRule,
    /** Minutes until an order that nobody pays ends by itself. */
    orderLifeMinutes: Type.Integer({ minimum: 5, maximum: 43_200 }),
  },
  { additionalProperties: false },
)
export type Fees = Static<typeof Fees>
