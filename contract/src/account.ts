import { type Static, Type } from 'typebox'

/** 身份证, 港澳台居民居住证, 回乡证, 台胞证, 外国人永久居留身份证, 护照 */
export const DocumentKind = Type.Union([
  Type.Literal('idcard'),
  Type.Literal('residence-permit'),
  Type.Literal('home-return-permit'),
  Type.Literal('taiwan-permit'),
  Type.Literal('permanent-residence'),
  Type.Literal('passport'),
])
export type DocumentKind = Static<typeof DocumentKind>

export const Gender = Type.Union([Type.Literal('男'), Type.Literal('女')])
export type Gender = Static<typeof Gender>

const shortText = (maxLength: number) => Type.String({ maxLength })
const moment = Type.String({ format: 'date-time' })
const wechatTicket = Type.Optional(shortText(100))
const deviceToken = Type.Optional(shortText(100))

/** How a one-time code reaches its owner. A phone that can't be reached is sent a mail instead. */
export const CodeChannel = Type.Union([Type.Literal('sms'), Type.Literal('mail')])
export type CodeChannel = Static<typeof CodeChannel>
const channel = Type.Optional(CodeChannel)

export const AccountRegister = Type.Object(
  {
    consentId: shortText(60),
    kind: DocumentKind,
    number: shortText(40),
    phone: shortText(30),
    name: shortText(100),
    mail: shortText(254),
    gender: Gender,
    /** The WeChat identity that registers: it signs in from now on. */
    wechatTicket,
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
    deviceToken,
    wechatTicket,
    channel,
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

/** The same for every number. The code goes out only when somebody registered the number. */
export const CodeAsked = Type.Object({ challengeId: Type.String(), demoCode: Type.Optional(Type.String()) })
export type CodeAsked = Static<typeof CodeAsked>

/** The same challenge once more, with a new code. */
export const CodeResend = Type.Object({ challengeId: shortText(60), channel }, { additionalProperties: false })
export type CodeResend = Static<typeof CodeResend>

export const SessionConfirm = Type.Object(
  { challengeId: shortText(60), code: shortText(12), deviceToken },
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
  wechatBound: Type.Boolean(),
})
export type AccountView = Static<typeof AccountView>

export const AccountNumber = Type.Object({ number: Type.String() })
export type AccountNumber = Static<typeof AccountNumber>

export const PasswordChange = Type.Object(
  { present: shortText(200), next: shortText(200) },
  { additionalProperties: false },
)
export type PasswordChange = Static<typeof PasswordChange>

/** The session goes on under a new token, which only a client without cookies reads here. */
export const SessionRenewed = Type.Object({ token: Type.Optional(Type.String()) })
export type SessionRenewed = Static<typeof SessionRenewed>

export const PasswordForget = Type.Object({ number: shortText(40), channel }, { additionalProperties: false })
export type PasswordForget = Static<typeof PasswordForget>

/** A new own password, which also signs in. */
export const PasswordReset = Type.Object(
  { challengeId: shortText(60), code: shortText(12), next: shortText(200), deviceToken },
  { additionalProperties: false },
)
export type PasswordReset = Static<typeof PasswordReset>

/** A device that the account trusts, with the sessions that run on it. */
export const DeviceView = Type.Object({
  deviceId: Type.String(),
  label: Type.String({ description: 'system and program, e.g. iPhone · 微信小程序; empty when it said nothing' }),
  isThis: Type.Boolean(),
  trustedAt: moment,
  sessions: Type.Array(
    Type.Object({ sessionId: Type.String(), isThis: Type.Boolean(), startedAt: moment, seenAt: moment }),
  ),
})
export type DeviceView = Static<typeof DeviceView>
