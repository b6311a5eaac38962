import { type Static, Type } from 'typebox'

/** The two layouts that are read: the identity card, with the residence permits that look like it, and the passport. */
export const ReadableKind = Type.Union([Type.Literal('idcard'), Type.Literal('passport')])
export type ReadableKind = Static<typeof ReadableKind>

/** Something the student should look at: a doubt about one field, or a warning about the whole picture. */
export const DocumentRemark = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })
export type DocumentRemark = Static<typeof DocumentRemark>

/**
 * One field as it was read. Without a value the student types it; with flags the student is asked to compare it with
 * the crop character by character. `doubtfulAt` are the places of characters (code points, from 0) that the reader
 * could not know. `crop` is a small JPEG as a data URL, kept nowhere; null where no place in the picture belongs to it.
 */
export const DocumentField = Type.Object({
  value: Type.Union([Type.String(), Type.Null()]),
  confidence: Type.Number({ minimum: 0, maximum: 1 }),
  source: Type.String({ description: 'printed, number (taken from the identity number) or mrz' }),
  flags: Type.Array(DocumentRemark),
  doubtfulAt: Type.Array(Type.Integer()),
  crop: Type.Union([Type.String(), Type.Null()]),
})
export type DocumentField = Static<typeof DocumentField>

/** Birth and expiry are YYYYMMDD, gender is 男 or 女, nationality is the three letters of ICAO 9303. */
export const DocumentFields = Type.Partial(
  Type.Object({
    name: DocumentField,
    gender: DocumentField,
    nation: DocumentField,
    birth: DocumentField,
    address: DocumentField,
    idNumber: DocumentField,
    surname: DocumentField,
    givenNames: DocumentField,
    passportNumber: DocumentField,
    nationality: DocumentField,
    expiry: DocumentField,
  }),
)
export type DocumentFields = Static<typeof DocumentFields>

/** What one picture of a document says; nothing of it is stored. `kind` is null when the picture is no such document. */
export const DocumentReading = Type.Object({
  kind: Type.Union([ReadableKind, Type.Null()]),
  fields: DocumentFields,
  mrz: Type.Union([Type.Array(Type.String()), Type.Null()], { description: 'the two machine-readable lines' }),
  warnings: Type.Array(DocumentRemark),
  provider: Type.String({ description: 'embedded, wechat or tencent' }),
})
export type DocumentReading = Static<typeof DocumentReading>
