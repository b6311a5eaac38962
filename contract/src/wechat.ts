import { type Static, Type } from 'typebox'

const shortText = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** What `wx.login` gave. */
export const WechatIdentify = Type.Object({ code: shortText(200) }, { additionalProperties: false })
export type WechatIdentify = Static<typeof WechatIdentify>

/** Proof of a WeChat identity for half an hour, and whether an account is bound to it. */
export const WechatIdentified = Type.Object({ wechatTicket: Type.String(), bound: Type.Boolean() })
export type WechatIdentified = Static<typeof WechatIdentified>

export const WechatSignIn = Type.Object(
  { wechatTicket: shortText(100), deviceToken: Type.Optional(Type.String({ maxLength: 100 })) },
  { additionalProperties: false },
)
export type WechatSignIn = Static<typeof WechatSignIn>

export const WechatBind = Type.Object({ wechatTicket: shortText(100) }, { additionalProperties: false })
export type WechatBind = Static<typeof WechatBind>

/** What the button `getPhoneNumber` gave. */
export const WechatPhoneAsk = Type.Object(
  { wechatTicket: shortText(100), code: shortText(200) },
  { additionalProperties: false },
)
export type WechatPhoneAsk = Static<typeof WechatPhoneAsk>

export const WechatPhone = Type.Object({ phone: Type.String({ description: 'E.164' }) })
export type WechatPhone = Static<typeof WechatPhone>
