import type { CallWechat } from './wechat-calls.ts'

/** One message to somebody who accepted its template in the mini program. */
export interface SubscribeMessage {
  openId: string
  templateId: string
  /** What a tap on it opens, with its query. */
  page: string
  language: 'zh' | 'en'
  data: Record<string, { value: string }>
}

/** `refused` holds WeChat’s code: this person does not get this message this way. */
export type SubscribeOutcome =
  | { kind: 'accepted'; messageId: string | null }
  | { kind: 'refused'; code: number }
  | { kind: 'away'; code: number }

/** System busy, two messages to one person at once, the day’s or minute’s quota, a token that is not taken again. */
const LATER = new Set([-1, 43108, 45009, 45011, 40001, 40014, 42001])

/** @throws WechatAway */
export async function sendSubscribeMessage(call: CallWechat, message: SubscribeMessage): Promise<SubscribeOutcome> {
  const answer = await call('/cgi-bin/message/subscribe/send', {
    touser: message.openId,
    template_id: message.templateId,
    page: message.page,
    miniprogram_state: 'formal',
    lang: message.language === 'en' ? 'en_US' : 'zh_CN',
    data: message.data,
  })
  const code = Number(answer.errcode ?? 0)
  if (LATER.has(code)) return { kind: 'away', code }
  if (code !== 0) return { kind: 'refused', code }
  return { kind: 'accepted', messageId: answer.msgid === undefined ? null : String(answer.msgid) }
}
