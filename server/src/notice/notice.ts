import type { NoticeChannel, NoticeKind, NoticeState } from '@tucai/contract'
import { Type } from 'typebox'
import type { Tx } from '../platform/db.ts'
import { defineJob } from '../platform/jobs.ts'
import type { Language, Words } from './field.ts'

/** What every notice about a campaign holds. */
interface OfCampaign {
  campaignId: string
  campaignTitle: string
}

/** What every notice about an order holds. */
interface OfOrder extends OfCampaign {
  orderId: string
  orderNumber: string
}

interface DataOf {
  'order-paid': OfOrder & { amountFen: number; paidAt: Date }
  'order-expired': OfOrder
  'refund-asked': OfOrder & { amountFen: number }
  'refund-done': OfOrder & { amountFen: number }
  'refund-failed': OfOrder & { amountFen: number }
  /** `reasons` as the table of reject codes words them; `dueAt` null: no day is set. `forGood`: no other photo is taken. */
  'review-rejected': OfCampaign & { graduateId: string; reasons: Words[]; forGood: boolean; dueAt: Date | null }
  'review-approved': OfCampaign & { graduateId: string }
  /** `courier` is its Chinese name. */
  'prints-shipped': OfOrder & { courier: string; trackingNumber: string }
  /** `hours`: when the station hands out, in the school’s words, e.g. 工作日 9:00–17:00. */
  'prints-at-station': OfOrder & { station: string; hours: string }
  'parcel-returned': OfOrder & { courier: string; trackingNumber: string }
  'invoice-issued': OfOrder & { amountFen: number; invoiceNumber: string }
  'campaign-reminder': OfCampaign & { graduateId: string; closesAt: Date }
  /** `openHours`: when it is open on each day. */
  'campaign-changed': OfCampaign & { graduateId: string; opensAt: Date; closesAt: Date; openHours: Words }
}

/**
 * What a student is told. Money is in fen; instants are UTC and their names end in At. It names neither the person nor the
 * document: whoever reads over a shoulder learns nothing of them.
 */
export type NoticeData<K extends NoticeKind = NoticeKind> = { [One in K]: { kind: One; data: DataOf[One] } }[K]

/**
 * Adds a notice to the outbox, in the caller’s transaction: it is told exactly if that commits. A person is told one kind
 * with one `key` (an order’s id, say) once, however often it is asked for, within 90 days; null: each time. Whom it reaches,
 * and by which way, is found when it is carried; somebody without an account is told nothing.
 */
export type Tell = (tx: Tx, identityId: string, notice: NoticeData & { key: string | null }) => Promise<void>

/**
 * Notices that a student gets only while the agreement to messages about progress stands. All others are needed to carry
 * out what was ordered, ask for a step, or are a receipt, and are always sent.
 */
export const needsConsent: Record<NoticeKind, boolean> = {
  'order-paid': false,
  'order-expired': true,
  'refund-asked': false,
  'refund-done': false,
  'refund-failed': false,
  'review-rejected': false,
  'review-approved': true,
  'prints-shipped': false,
  'prints-at-station': false,
  'parcel-returned': false,
  'invoice-issued': false,
  'campaign-reminder': true,
  'campaign-changed': false,
}

/** Where a notice may go from each state. */
export const noticeMoves: Record<NoticeState, NoticeState[]> = {
  due: ['sent', 'failed', 'dropped'],
  // A member of staff has it tried again.
  failed: ['due'],
  sent: [],
  dropped: [],
}

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

/** What is said to the owner of an account, on either way. */
export type Message = Letter | CodeMessage

/** What a notice says: a message with its recipient, or something that many ways lead to. Null: nobody is to be told. */
export type Content = Message | NoticeData | null

/** How somebody can be reached now. */
export interface Recipient {
  mail: string
  /** E.164 */
  phone: string
  openId: string | null
  /** Null: not known; then mails are in both, and templates in Chinese. */
  language: Language | null
  /** Whether the agreement to messages about progress stands. */
  wantsProgress: boolean
}

/** Who is behind an identity; undefined without an account. */
export type FindRecipient = (tx: Tx, identityId: string) => Promise<Recipient | undefined>

/**
 * What came of one try. accepted: the provider has it. refused: this way does not lead to the person. away: it was surely
 * not sent and may be tried again. unknown: it may have been sent.
 */
export type Outcome = 'accepted' | 'refused' | 'away' | 'unknown'

export interface Carried {
  outcome: Outcome
  /** A word or a provider’s code, nothing personal. */
  reason: string | null
  providerMessage: string | null
}

export const accepted = (providerMessage: string | null): Carried => ({
  outcome: 'accepted',
  reason: null,
  providerMessage,
})
export const notCarried = (outcome: Exclude<Outcome, 'accepted'>, reason: string): Carried => ({
  outcome,
  reason,
  providerMessage: null,
})

export interface Attempt {
  channel: NoticeChannel
  outcome: Outcome
  endedAt: Date
}

/** What a provider is sent; `key` is the same each time a notice is sent, for providers that tell copies by it. */
type Keyed<T> = T & { key: string }

/** Carries letters away. */
export interface Postman {
  send(letter: Keyed<Letter>): Promise<Carried>
}

/** Carries codes to phones. */
export interface CodeSender {
  /** Whether messages to this phone (E.164) can be sent at all. */
  reaches(phone: string): boolean
  send(message: Keyed<CodeMessage>): Promise<Carried>
}

/** A text message by a template; `phone` is E.164. */
export interface TextMessage {
  phone: string
  template: string
  parameters: Record<string, string>
}

/** Carries text messages. */
export interface TextSender {
  send(message: Keyed<TextMessage>): Promise<Carried>
}

/** Carries one notice. */
export const noticeJob = defineJob('notice', Type.Object({ noticeId: Type.String() }), { retryLimit: 3 })

/** Finds notices that are due and that no job carries, e.g. after a crash, and has them carried. */
export const noticeSweepJob = defineJob('notice-sweep', Type.Object({}))

export { maskMail, maskPhone } from './mask.ts'
