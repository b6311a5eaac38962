import { randomBytes } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import { surelyUnsent, surelyUntaken } from '../platform/unsent.ts'
import { type AliyunKey, signAliyun } from './aliyun-signature.ts'
import { accepted, type Carried, type CodeSender, notCarried, type TextMessage, type TextSender } from './notice.ts'

export interface AliyunSmsSetting extends AliyunKey {
  /** Where the product answers, e.g. https://dysmsapi.aliyuncs.com */
  apiUrl: string
  signName: string
  /** Approved template for mainland phones, with the variable `code`. */
  template: string
  /** Approved template for phones elsewhere; without it they are not reached. */
  templateAbroad?: string | undefined
}

const ANSWER_WITHIN_MS = 10_000
/** No later try will do: the phone’s number is wrong or blocked, or the template does not take this message. */
const REFUSED = new Set([
  'isv.MOBILE_NUMBER_ILLEGAL',
  'isv.BLACK_KEY_CONTROL_LIMIT',
  'isv.DOMESTIC_NUMBER_NOT_SUPPORTED',
  'isv.SMS_TEMPLATE_ILLEGAL',
  'isv.SMS_SIGNATURE_ILLEGAL',
  'isv.SMS_CONTENT_ILLEGAL',
  'isv.TEMPLATE_MISSING_PARAMETERS',
  'isv.TEMPLATE_PARAMS_ILLEGAL',
  'isv.INVALID_PARAMETERS',
  'isv.PARAM_LENGTH_LIMIT',
])

export const isMainland = (phone: string) => phone.startsWith('+86')

/** Codes by the approved template of each half of the world. */
export function aliyunCodeSender(setting: AliyunSmsSetting, clock: Clock): CodeSender {
  const sender = aliyunTextSender(setting, clock)
  return {
    reaches: (phone) => isMainland(phone) || setting.templateAbroad !== undefined,
    send({ phone, code, key }) {
      const template = isMainland(phone) ? setting.template : (setting.templateAbroad ?? '')
      return sender.send({ phone, template, parameters: { code }, key })
    },
  }
}

/** Text messages by Alibaba Cloud’s SMS (SendSms of 2017-05-25). `key` comes back in its reports; it does not tell copies by it. */
export function aliyunTextSender(setting: AliyunSmsSetting, clock: Clock): TextSender {
  return {
    async send(message) {
      let isUntaken = false
      try {
        const reply = await post(setting, message, clock.now())
        isUntaken = surelyUntaken(reply.status) && reply.status >= 429
        const answer = (await reply.json()) as { Code?: string; BizId?: string; RequestId?: string }
        return outcomeOf(answer, reply.status)
      } catch (error) {
        const isUnsent = isUntaken || surelyUnsent(error)
        return notCarried(isUnsent ? 'away' : 'unknown', (error as Error).name)
      }
    },
  }
}

/** The provider’s words may repeat the phone: only its code is told. */
function outcomeOf({ Code: code, BizId: id }: { Code?: string; BizId?: string }, status: number): Carried {
  if (code === 'OK') return accepted(id ?? null)
  if (code === undefined) return notCarried(surelyUntaken(status) ? 'away' : 'unknown', `status ${status}`)
  // Anything else is a limit that ends, or the account’s (key, balance), which the operator mends.
  return notCarried(REFUSED.has(code) ? 'refused' : 'away', code)
}

function post(setting: AliyunSmsSetting, message: TextMessage & { key: string }, now: Date): Promise<Response> {
  const { phone, template, parameters, key } = message
  const { query, headers } = signAliyun(
    {
      method: 'POST',
      host: new URL(setting.apiUrl).host,
      action: 'SendSms',
      version: '2017-05-25',
      parameters: {
        PhoneNumbers: phone.replace(isMainland(phone) ? '+86' : '+', ''),
        SignName: setting.signName,
        TemplateCode: template,
        TemplateParam: JSON.stringify(parameters),
        OutId: key,
      },
      date: `${now.toISOString().slice(0, 19)}Z`,
      nonce: randomBytes(16).toString('hex'),
    },
    setting,
  )
  const { host: _, ...sent } = headers
  return fetch(`${new URL(setting.apiUrl).origin}/?${query}`, {
    method: 'POST',
    headers: sent,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  })
}
