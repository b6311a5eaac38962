import type { CodeChannel } from '@tucai/contract'
import type { Clock } from '../platform/clock.ts'
import { type AliyunSmsSetting, aliyunCodeSender } from './aliyun-sms.ts'
import type { CodeSender, Postman } from './notice.ts'
import { missingPostman, smtpPostman, terminalCodeSender, terminalPostman } from './postman.ts'

interface Needs {
  config: { mode: 'demo' | 'production'; smtpUrl?: string; mailFrom: string; sms?: AliyunSmsSetting }
  clock: Clock
  /** Shows whoever started the program a few lines. */
  tell(text: string): void
}

/** Who carries messages away. */
export interface Carriers {
  postman: Postman
  /** None where no provider is configured: then no code is ever addressed to a phone. */
  codeSender: CodeSender | undefined
  /** The ways on which one-time codes can go out, the usual one first. */
  ways: { channels: CodeChannel[]; reaches(phone: string): boolean }
}

/** The carriers that are configured; the demonstration shows in the terminal what it has no carrier for. */
export function openCarriers({ config, clock, tell }: Needs): Carriers {
  const isDemo = config.mode === 'demo'
  const codeSender = config.sms ? aliyunCodeSender(config.sms, clock) : isDemo ? terminalCodeSender(tell) : undefined
  const fallback = isDemo ? terminalPostman(tell) : missingPostman()
  const postman = config.smtpUrl === undefined ? fallback : smtpPostman(config.smtpUrl, config.mailFrom)
  const channels: CodeChannel[] = codeSender ? ['sms'] : []
  // Without any carrier letters still wait for a mail server to be configured.
  if (isDemo || config.smtpUrl !== undefined || channels.length === 0) channels.push('mail')
  return { postman, codeSender, ways: { channels, reaches: (phone) => codeSender?.reaches(phone) ?? false } }
}
