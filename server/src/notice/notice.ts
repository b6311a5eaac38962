import { Type } from 'typebox'
import { defineJob } from '../platform/jobs.ts'

/** A mail to one person, in plain text. */
export interface Letter {
  to: string
  subject: string
  text: string
}

/** A text message with a one-time code; its words are a template that the operator has had approved. */
export interface CodeMessage {
  /** E.164 */
  phone: string
  code: string
}

/** What is due to somebody, on either way. */
export type Message = Letter | CodeMessage

/** Sends one message. */
export const noticeJob = defineJob('notice', Type.Object({ noticeId: Type.String() }), { retryLimit: 8 })

/** Carries letters away. */
export interface Postman {
  send(letter: Letter): Promise<void>
}

/** Carries codes to phones. */
export interface CodeSender {
  /** Whether messages to this phone (E.164) can be sent at all. */
  reaches(phone: string): boolean
  send(message: CodeMessage): Promise<void>
}
