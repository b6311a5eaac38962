import { type Static, Type } from 'typebox'

export const DocumentKind = Type.Union([Type.Literal('idcard'), Type.Literal('passport')])
export type DocumentKind = Static<typeof DocumentKind>

export const Gender = Type.Union([Type.Literal('男'), Type.Literal('女')])
export type Gender = Static<typeof Gender>

const shortText = (maxLength: number) => Type.String({ maxLength })

export const AccountRegister = Type.Object(
  {
    consentId: shortText(60),
    kind: DocumentKind,
    number: shortText(40),
    phone: shortText(30),
    name: shortText(100),
    mail: shortText(254),
    gender: Gender,
  },
  { additionalProperties: false },
)
export type AccountRegister = Static<typeof AccountRegister>

/** The same for a new and for a known number. The device token is also set as a cookie; only a mini program reads it here. */
export const AccountRegistered = Type.Object({ deviceToken: Type.Optional(Type.String()) })
export type AccountRegistered = Static<typeof AccountRegistered>

export const SessionStart = Type.Object(
  {
    number: shortText(40),
    password: shortText(200),
    deviceToken: Type.Optional(shortText(100)),
  },
  { additionalProperties: false },
)
export type SessionStart = Static<typeof SessionStart>

/**
 * Either signed in, or a one-time code is asked for because the default password was used on a device that did not
 * register the account. `demoCode` is present in demo mode only. `token` only for clients without cookies.
 */
export const SessionStarted = Type.Union([
  Type.Object({
    state: Type.Literal('signed-in'),
    passwordIsDefault: Type.Boolean(),
    token: Type.Optional(Type.String()),
    deviceToken: Type.Optional(Type.String()),
  }),
  Type.Object({
    state: Type.Literal('code-required'),
    challengeId: Type.String(),
    demoCode: Type.Optional(Type.String()),
  }),
])
export type SessionStarted = Static<typeof SessionStarted>

export const SessionConfirm = Type.Object(
  { challengeId: shortText(60), code: shortText(12), deviceToken: Type.Optional(shortText(100)) },
  { additionalProperties: false },
)
export type SessionConfirm = Static<typeof SessionConfirm>

export const AccountView = Type.Object({
  accountId: Type.String(),
  kind: DocumentKind,
  maskedNumber: Type.String({ description: 'first three characters, then asterisks' }),
  name: Type.String(),
  gender: Gender,
  phone: Type.String({ description: 'E.164' }),
  mail: Type.String(),
  passwordIsDefault: Type.Boolean(),
})
export type AccountView = Static<typeof AccountView>

export const AccountNumber = Type.Object({ number: Type.String() })
export type AccountNumber = Static<typeof AccountNumber>

export const PasswordChange = Type.Object(
  { present: shortText(200), next: shortText(200) },
  { additionalProperties: false },
)
export type PasswordChange = Static<typeof PasswordChange>
