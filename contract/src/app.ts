import { type Static, Type } from 'typebox'
import { CodeChannel } from './account.ts'
import { PaymentWay } from './order.ts'

const Notice = Type.Object({
  version: Type.String(),
  zh: Type.Array(Type.String(), { description: 'paragraphs' }),
  en: Type.Array(Type.String()),
})

/** What a client must know before anyone has signed in. */
export const AppInfo = Type.Object({
  mode: Type.Union([Type.Literal('demo'), Type.Literal('production')]),
  centreName: Type.String({ description: 'e.g. 上海图像信息采集中心' }),
  wordmark: Type.String({ description: 'the logo’s letters, e.g. SPAC' }),
  servicePhone: Type.String(),
  serviceHours: Type.String(),
  /** How one-time codes can be sent, the usual way first. */
  codeChannels: Type.Array(CodeChannel),
  /** Whether WeChat signs in and gives the phone number. */
  wechat: Type.Boolean(),
  /** How orders can be paid here; none: paying is not possible yet. */
  payWays: Type.Array(PaymentWay),
  /** The official account's app id, for asking on a page inside WeChat who pays; empty where there is none. */
  wechatPageAppId: Type.String(),
  privacyNotice: Notice,
  /** Agreed to, for the purpose `document`, before a picture of a document is sent. */
  documentNotice: Notice,
})
export type AppInfo = Static<typeof AppInfo>
