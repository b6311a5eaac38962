import { type Static, Type } from 'typebox'

/** What a client must know before anyone has signed in. */
export const AppInfo = Type.Object({
  mode: Type.Union([Type.Literal('demo'), Type.Literal('production')]),
  centreName: Type.String({ description: 'e.g. 上海图像信息采集中心' }),
  wordmark: Type.String({ description: 'the logo’s letters, e.g. SPAC' }),
  servicePhone: Type.String(),
  serviceHours: Type.String(),
  privacyNotice: Type.Object({
    version: Type.String(),
    zh: Type.Array(Type.String(), { description: 'paragraphs' }),
    en: Type.Array(Type.String()),
  }),
})
export type AppInfo = Static<typeof AppInfo>
