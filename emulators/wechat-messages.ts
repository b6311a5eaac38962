/**
 * Subscribe messages of a mini program: one for each time the user accepted the template.
 * Source: developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html.
 */

/** A message that reached somebody’s phone. */
export interface SubscribeMessage {
  openId: string
  templateId: string
  page: string | undefined
  data: Record<string, string>
}

export interface MessageDesk {
  readonly messages: SubscribeMessage[]
  /** The templates of the mini program: id and its fields, e.g. `{ 'template-1': ['thing1', 'time2'] }`. */
  templates: Record<string, string[]>
  /** What the user’s tick in `wx.requestSubscribeMessage` gives: so many messages of the template more. */
  accept(openId: string, templateId: string, times?: number): void
  /** Which openids there are; by default every one that looks like one. */
  knows: (openId: string) => boolean
  send(body: string): object
}

/** What each kind of field may hold. */
const forms: Record<string, RegExp> = {
  thing: /^[^\r\n]{1,20}$/su,
  number: /^\d{1,32}(\.\d+)?$/,
  letter: /^[A-Za-z]{1,32}$/,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: /^(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d\d-\d\d)?\s?(\d{1,2}:\d\d(:\d\d)?)?$/,
  date: /^(\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d\d-\d\d)(\s\d{1,2}:\d\d(:\d\d)?)?$/,
  amount: /^[¥￥$]?\d{1,10}(\.\d+)?元?$/,
  phone_number: /^[+\d\s-]{1,17}$/,
  name: /^([^\x20-\x7e]{1,10}|[\x20-\x7e]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
}

export function openMessageDesk(): MessageDesk {
  const messages: SubscribeMessage[] = []
  const accepted = new Map<string, number>()
  const keyOf = (openId: string, templateId: string) => `${openId} ${templateId}`
  const desk: MessageDesk = {
    messages,
    templates: {},
    knows: (openId) => /^[A-Za-z0-9_-]{1,128}$/.test(openId),
    accept(openId, templateId, times = 1) {
      const key = keyOf(openId, templateId)
      accepted.set(key, (accepted.get(key) ?? 0) + times)
    },
    send(body) {
      const { touser, template_id: templateId, page, data } = JSON.parse(body)
      if (typeof touser !== 'string' || !desk.knows(touser)) return { errcode: 40003, errmsg: 'invalid openid' }
      const fields = desk.templates[templateId]
      if (!fields) return { errcode: 40037, errmsg: 'invalid template_id' }
      const wrong = wrongField(fields, data ?? {})
      if (wrong !== undefined) return { errcode: 47003, errmsg: `argument invalid! data.${wrong}.value invalid` }
      const key = keyOf(touser, templateId)
      const left = accepted.get(key) ?? 0
      if (left === 0) return { errcode: 43101, errmsg: 'user refuse to accept the msg' }
      accepted.set(key, left - 1)
      const values = Object.fromEntries(fields.map((field) => [field, String(data[field].value)]))
      messages.push({ openId: touser, templateId, page, data: values })
      return { errcode: 0, errmsg: 'ok', msgid: messages.length }
    },
  }
  return desk
}

function wrongField(fields: string[], data: Record<string, { value?: unknown }>): string | undefined {
  return fields.find((field) => {
    const form = forms[field.replace(/\d+$/, '')]
    const value = data[field]?.value
    return value === undefined || value === '' || (form !== undefined && !form.test(String(value)))
  })
}
