import { Type } from 'typebox'
import { defineJob } from '../platform/jobs.ts'

/** A mail to one person, in plain text. */
export interface Letter {
  to: string
  subject: string
  text: string
}

/** Sends one letter. */
export const noticeJob = defineJob('notice', Type.Object({ noticeId: Type.String() }), { retryLimit: 8 })

/** Carries letters away. */
export interface Postman {
  send(letter: Letter): Promise<void>
}
