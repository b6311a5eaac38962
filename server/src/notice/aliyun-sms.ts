import { randomBytes } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import { type AliyunKey, signAliyun } from './aliyun-signature.ts'
import type { CodeSender } from './notice.ts'

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

/** Codes by Alibaba Cloud’s SMS (SendSms of 2017-05-25). */
export function aliyunCodeSender(setting: AliyunSmsSetting, clock: Clock): CodeSender {
  const isMainland = (phone: string) => phone.startsWith('+86')
  return {
    reaches: (phone) => isMainland(phone) || setting.templateAbroad !== undefined,
    async send({ phone, code }) {
      const parameters = {
        PhoneNumbers: phone.replace(isMainland(phone) ? '+86' : '+', ''),
        SignName: setting.signName,
        TemplateCode: isMainland(phone) ? setting.template : (setting.templateAbroad ?? ''),
        TemplateParam: JSON.stringify({ code }),
      }
      const { query, headers } = signAliyun(
        {
          method: 'POST',
          host: new URL(setting.apiUrl).host,
          action: 'SendSms',
          version: '2017-05-25',
          parameters,
          date: `${clock.now().toISOString().slice(0, 19)}Z`,
          nonce: randomBytes(16).toString('hex'),
        },
        setting,
      )
      const { host: _, ...sent } = headers
      const reply = await fetch(`${new URL(setting.apiUrl).origin}/?${query}`, {
        method: 'POST',
        headers: sent,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      })
      const answer = (await reply.json()) as { Code?: string; RequestId?: string }
      // The provider's words may repeat the phone: only its code and the request's id are told.
      if (answer.Code !== 'OK') throw new Error(`the code was not sent: ${answer.Code} (request ${answer.RequestId})`)
    },
  }
}
