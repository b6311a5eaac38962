import { type Static, Type } from 'typebox'

/**
 * privacy: the notice before the number is entered. document: reading a picture of an identity document, once.
 * photo: taking and developing the photo. delivery: giving it to the school and CHSI. mailing: the address to the
 * courier. notices: messages about progress, which nobody needs.
 */
export const ConsentPurpose = Type.Union([
  Type.Literal('privacy'),
  Type.Literal('document'),
  Type.Literal('photo'),
  Type.Literal('delivery'),
  Type.Literal('mailing'),
  Type.Literal('notices'),
])
export type ConsentPurpose = Static<typeof ConsentPurpose>

const version = Type.String({ maxLength: 40 })

/** Agreement to one purpose in one version of its text, given before there is an account. */
export const ConsentGive = Type.Object(
  { purpose: Type.Union([Type.Literal('privacy'), Type.Literal('document')]), version },
  { additionalProperties: false },
)
export type ConsentGive = Static<typeof ConsentGive>

export const ConsentGiven = Type.Object({ consentId: Type.String() })
export type ConsentGiven = Static<typeof ConsentGiven>

/** Agreement of a signed-in student to the present text. */
export const ConsentAgree = Type.Object({ purpose: ConsentPurpose, version }, { additionalProperties: false })
export type ConsentAgree = Static<typeof ConsentAgree>

export const ConsentWithdraw = Type.Object({ purpose: ConsentPurpose }, { additionalProperties: false })
export type ConsentWithdraw = Static<typeof ConsentWithdraw>

const words = Type.Object({ zh: Type.String(), en: Type.String() })
const moment = Type.String({ format: 'date-time' })

/** One purpose as the student sees it: its text, what its end means, and what was agreed to. */
export const ConsentView = Type.Object({
  purpose: ConsentPurpose,
  title: words,
  version: Type.String({ description: 'of the present text' }),
  zh: Type.Array(Type.String(), { description: 'paragraphs' }),
  en: Type.Array(Type.String()),
  /** What withdrawing means, said before it is done. */
  consequence: words,
  /** The newest agreement; `stands` when it is to the present text and was not withdrawn. */
  given: Type.Union([
    Type.Object({
      version: Type.String(),
      givenAt: moment,
      withdrawnAt: Type.Union([moment, Type.Null()]),
      stands: Type.Boolean(),
    }),
    Type.Null(),
  ]),
})
export type ConsentView = Static<typeof ConsentView>
