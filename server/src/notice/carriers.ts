import type { CodeChannel } from '@tucai/contract'
import type { Clock } from '../platform/clock.ts'
import type { WechatApi } from '../platform/wechat-api.ts'
import { type AliyunSmsSetting, aliyunCodeSender, aliyunTextSender } from './aliyun-sms.ts'
import type { CodeSender, Postman, TextSender } from './notice.ts'
import { missingPostman, smtpPostman, terminalCodeSender, terminalPostman } from './postman.ts'
import type { SmsTemplates, WechatTemplates } from './templates.ts'

/** The settings of messages to people. */
export interface NoticeSetting {
  smtpUrl?: string
  mailFrom: string
  /** Who sends text messages; without it codes and notices go by mail. */
  sms?: AliyunSmsSetting
  /** Kinds without a template are not sent on that way. */
  wechatTemplates: WechatTemplates
  smsTemplates: SmsTemplates
}

interface Needs {
  config: NoticeSetting & { mode: 'demo' | 'production' }
  clock: Clock
  /** Shows whoever started the program a few lines. */
  tell(text: string): void
}

/** Who carries messages away. */
export interface Carriers {
  postman: Postman
  /** None where no provider is configured: then no code is ever addressed to a phone. */
  codeSender: CodeSender | undefined
  textSender: TextSender | undefined
  wechat: Pick<WechatApi, 'sendSubscribeMessage'> | undefined
  templates: { wechat: WechatTemplates; sms: SmsTemplates }
  /** The ways on which one-time codes can go out, the usual one first. */
  ways: { channels: CodeChannel[]; reaches(phone: string): boolean }
}

/** The carriers that are configured; the demonstration shows in the terminal what it has no carrier for. */
export function openCarriers({ config, clock, tell }: Needs, wechat: WechatApi | undefined): Carriers {
  const { sms, smtpUrl, mailFrom, wechatTemplates, smsTemplates } = config
  const isDemo = config.mode === 'demo'
  const codeSender = sms ? aliyunCodeSender(sms, clock) : isDemo ? terminalCodeSender(tell) : undefined
  const textSender = sms && aliyunTextSender(sms, clock)
  const fallback = isDemo ? terminalPostman(tell) : missingPostman()
  const postman = smtpUrl === undefined ? fallback : smtpPostman(smtpUrl, mailFrom)
  const channels: CodeChannel[] = codeSender ? ['sms'] : []
  // Without any carrier letters still wait for a mail server to be configured.
  if (isDemo || smtpUrl !== undefined || channels.length === 0) channels.push('mail')
  return {
    ...{ postman, codeSender, textSender, wechat },
    templates: { wechat: wechatTemplates, sms: smsTemplates },
    ways: { channels, reaches: (phone) => codeSender?.reaches(phone) ?? false },
  }
}
