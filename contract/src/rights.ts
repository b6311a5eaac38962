import { type Static, Type } from 'typebox'

const moment = Type.String({ format: 'date-time' })

/** A copy of my data: being prepared, ready for the session that asked for it until `expiresAt`, or failed. */
export const DataExportView = Type.Object({
  exportId: Type.String(),
  state: Type.Union([Type.Literal('preparing'), Type.Literal('ready'), Type.Literal('failed')]),
  bytes: Type.Union([Type.Integer(), Type.Null()]),
  askedAt: moment,
  expiresAt: moment,
})
export type DataExportView = Static<typeof DataExportView>

/** The newest copy that this session asked for, or none. */
export const DataExportNewest = Type.Object({ newest: Type.Union([DataExportView, Type.Null()]) })
export type DataExportNewest = Static<typeof DataExportNewest>

/** Something that deletion removes, or keeps and why. `until` is known for what ends on a day. */
export const ErasureItem = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  until: Type.Union([moment, Type.Null()]),
})
export type ErasureItem = Static<typeof ErasureItem>

/** What deletion would do now. Where something paid for is not finished the account stays open. */
export const ErasureView = Type.Object({
  closes: Type.Boolean(),
  removed: Type.Array(ErasureItem),
  kept: Type.Array(ErasureItem),
  askedAt: Type.Union([moment, Type.Null()]),
})
export type ErasureView = Static<typeof ErasureView>

/** `numberEnding`: the last four characters of the own number, so that nobody deletes by accident. */
export const ErasureAsk = Type.Object({ numberEnding: Type.String({ maxLength: 10 }) }, { additionalProperties: false })
export type ErasureAsk = Static<typeof ErasureAsk>
