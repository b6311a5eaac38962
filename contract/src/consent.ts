import { type Static, Type } from 'typebox'

/** privacy: the notice before the number is entered. document: reading a picture of an identity document, once. */
export const ConsentPurpose = Type.Union([Type.Literal('privacy'), Type.Literal('document')])
export type ConsentPurpose = Static<typeof ConsentPurpose>

/** Agreement to one purpose in one version of its text, given before there is an account. */
export const ConsentGive = Type.Object(
  { purpose: ConsentPurpose, version: Type.String({ maxLength: 40 }) },
  { additionalProperties: false },
)
export type ConsentGive = Static<typeof ConsentGive>

export const ConsentGiven = Type.Object({ consentId: Type.String() })
export type ConsentGiven = Static<typeof ConsentGiven>
