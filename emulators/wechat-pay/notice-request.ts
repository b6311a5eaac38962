import { randomBytes } from 'node:crypto'
import type { Merchant } from './book.ts'
import type { NoticeFault, NoticePart } from './faults.ts'
import { overlay } from './payments.ts'
import { type Platform, probing, type SignedHeaders } from './platform.ts'
import { seal } from './signing.ts'
import { chinaTime } from './time.ts'

const TEN_MINUTES_MS = 600_000

/** What is to be told. */
export interface Telling {
  event: 'TRANSACTION.SUCCESS' | 'REFUND.SUCCESS' | 'REFUND.ABNORMAL' | 'REFUND.CLOSED'
  summary: string
  originalType: 'transaction' | 'refund'
  resource: Record<string, unknown>
  /** `out_trade_no` or `out_refund_no`. */
  number: string
  notifyUrl: string
  merchant: Merchant
}

/** What keeps its identity through all attempts. */
export interface Identified extends Telling {
  id: string
  createdAt: Date
}

/** A notice as it goes over the wire. */
export interface NoticeRequest {
  url: string
  headers: Record<string, string>
  body: string
}

/** Encrypts and signs a notice, with what goes wrong on the way. */
export function buildRequest(notice: Identified, platform: Platform, now: Date, faults: NoticeFault[]): NoticeRequest {
  const forged = faults.filter(({ kind }) => kind === 'forge') as Extract<NoticeFault, { kind: 'forge' }>[]
  const parts = faults.flatMap((fault) => (fault.kind === 'tamper' ? [fault.part] : []))
  const resource = forged.reduce((told, { over }) => overlay(told, over), notice.resource)
  const key = parts.includes('key') ? randomBytes(16).toString('hex') : notice.merchant.apiKey
  const sealed = seal(JSON.stringify(resource), key, notice.originalType)
  if (parts.includes('associated-data')) sealed.associated_data = 'certificate'
  const body = JSON.stringify({
    id: notice.id,
    create_time: chinaTime(notice.createdAt),
    resource_type: 'encrypt-resource',
    event_type: notice.event,
    summary: notice.summary,
    resource: { original_type: notice.originalType, ...sealed },
  })
  const signedAt = parts.includes('age') ? new Date(now.getTime() - TEN_MINUTES_MS) : now
  const signed = platform.signNotice(body, signedAt)
  const headers = faults.some(({ kind }) => kind === 'signtest') ? probing(signed) : signed
  return {
    url: notice.notifyUrl,
    headers: {
      'Content-Type': 'application/json',
      Accept: '*/*',
      'User-Agent': 'Mozilla/4.0',
      Pragma: 'no-cache',
      'Request-ID': randomBytes(16).toString('hex').toUpperCase(),
      ...parts.reduce(tampered, headers),
    },
    body: parts.includes('body') ? otherBody(body) : body,
  }
}

function tampered(headers: SignedHeaders, part: NoticePart): SignedHeaders {
  switch (part) {
    case 'signature':
      return { ...headers, 'Wechatpay-Signature': otherLetter(headers['Wechatpay-Signature'], 40) }
    case 'timestamp':
      return { ...headers, 'Wechatpay-Timestamp': String(Number(headers['Wechatpay-Timestamp']) + 1) }
    case 'nonce':
      return { ...headers, 'Wechatpay-Nonce': randomBytes(16).toString('hex') }
    case 'serial':
      return { ...headers, 'Wechatpay-Serial': randomBytes(20).toString('hex').toUpperCase() }
    default:
      return headers
  }
}

/** The body with one character of its ciphertext changed. */
function otherBody(body: string): string {
  return otherLetter(body, body.indexOf('"ciphertext":"') + 30)
}

const otherLetter = (text: string, at: number) =>
  `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`
