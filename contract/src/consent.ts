import { type Static, Type } from 'typebox'

/** Agreement to one purpose in one version of its text, given before there is an account. */
export const ConsentGive = Type.Object(
  { purpose: Type.Literal('privacy'), version: Type.String({ maxLength: 40 }) },
  { additionalProperties: false },
)
export type ConsentGive = Static<typeof ConsentGive>

export const ConsentGiven = Type.Object({ consentId: Type.String() })
export type ConsentGiven = Static<typeof ConsentGiven>
