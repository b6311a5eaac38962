import type { NoticeChannel } from '@tucai/contract'
import { type WechatApi, WechatAway } from '../platform/wechat-api.ts'
import { isMainland } from './aliyun-sms.ts'
import type { Carriers } from './carriers.ts'
import type { Language } from './field.ts'
import { letterOf } from './letter.ts'
import { maskMail, maskPhone } from './mask.ts'
import { accepted, type Carried, type Content, type NoticeData, notCarried, type Recipient } from './notice.ts'
import { fillSms, fillWechat, pageOf, type SmsTemplate } from './templates.ts'

/** One way to one person, ready to be taken. */
export interface Way {
  channel: NoticeChannel
  recipientMasked: string
  /** `key` is the same each time the notice is sent. */
  carry(key: string): Promise<Carried>
}

/** The one way of a message that names its recipient itself. */
export function wayOfMessage(message: Exclude<Content, NoticeData | null>, carriers: Carriers): Way {
  if ('to' in message) {
    const recipientMasked = maskMail(message.to)
    return { channel: 'mail', recipientMasked, carry: (key) => carriers.postman.send({ ...message, key }) }
  }
  return {
    channel: 'sms',
    recipientMasked: maskPhone(message.phone),
    carry: async (key) =>
      carriers.codeSender?.send({ ...message, key }) ?? notCarried('away', 'TUCAI_SMS_ACCESS_KEY_ID'),
  }
}

/**
 * The ways that lead to a recipient now, the best first: WeChat where it is bound and the template was not declined, then
 * a text message where a template is set up, then mail. `declined` holds the templates whose messages are not wanted.
 */
export function waysTo(notice: NoticeData, recipient: Recipient, declined: Set<string>, carriers: Carriers): Way[] {
  const ways = [
    wechatWay(notice, recipient, declined, carriers),
    smsWay(notice, recipient, carriers),
    mailWay(notice, recipient, carriers),
  ]
  return ways.filter((way) => way !== undefined)
}

function wechatWay(
  notice: NoticeData,
  { openId, language }: Recipient,
  declined: Set<string>,
  { wechat, templates }: Carriers,
): Way | undefined {
  const template = templates.wechat[notice.kind]
  if (!wechat || !template || openId === null || declined.has(template.id)) return undefined
  const spoken = language ?? 'zh'
  const data = fillWechat(template, notice, spoken)
  if (data === null) return undefined
  const message = { openId, templateId: template.id, page: pageOf(notice), language: spoken, data }
  return { channel: 'wechat', recipientMasked: `${openId.slice(0, 3)}***`, carry: () => subscribe(wechat, message) }
}

async function subscribe(
  wechat: Pick<WechatApi, 'sendSubscribeMessage'>,
  message: Parameters<WechatApi['sendSubscribeMessage']>[0],
): Promise<Carried> {
  try {
    const outcome = await wechat.sendSubscribeMessage(message)
    if (outcome.kind === 'accepted') return accepted(outcome.messageId)
    return notCarried(outcome.kind, String(outcome.code))
  } catch (error) {
    if (!(error instanceof WechatAway)) throw error
    return notCarried(error.mayHaveArrived ? 'unknown' : 'away', 'no-answer')
  }
}

function smsWay(
  notice: NoticeData,
  { phone, language }: Recipient,
  { textSender, templates }: Carriers,
): Way | undefined {
  const template = templates.sms[notice.kind]
  const chosen = template && chooseSms(template, phone, language)
  if (!textSender || !template || !chosen) return undefined
  const parameters = fillSms(template, notice, chosen.language)
  return {
    channel: 'sms',
    recipientMasked: maskPhone(phone),
    carry: (key) => textSender.send({ phone, template: chosen.template, parameters, key }),
  }
}

/** The template for a phone, and the language that its variables are in; none where the phone can’t be reached. */
function chooseSms(
  { mainland, english, abroad }: SmsTemplate,
  phone: string,
  language: Language | null,
): { template: string; language: Language } | undefined {
  if (!isMainland(phone)) return abroad === undefined ? undefined : { template: abroad, language: language ?? 'en' }
  if (language === 'en' && english !== undefined) return { template: english, language: 'en' }
  return { template: mainland, language: 'zh' }
}

function mailWay(notice: NoticeData, { mail, language }: Recipient, { postman }: Carriers): Way {
  const letter = letterOf(notice, mail, language)
  return { channel: 'mail', recipientMasked: maskMail(mail), carry: (key) => postman.send({ ...letter, key }) }
}
