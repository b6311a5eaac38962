import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { type Listening, listen, type Received } from './listening.ts'

/** A text message that was accepted. */
export interface Sms {
  phone: string
  signName: string
  template: string
  parameters: Record<string, string>
  /** The sender’s own mark, which comes back in reports. */
  outId: string
}

/** Alibaba Cloud’s SMS: takes SendSms when its signature (ACS3-HMAC-SHA256) is right, as the service would. */
export interface SmsEmulator extends Listening {
  messages: Sms[]
  /** The codes of what was refused. */
  refused: string[]
}

export interface SmsAccount {
  accessKeyId: string
  accessKeySecret: string
  signName: string
  templates: string[]
}

const SIGNED_WITHIN_MS = 15 * 60_000
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export async function openSmsEmulator(account: SmsAccount, port = 0, now = () => new Date()): Promise<SmsEmulator> {
  const messages: Sms[] = []
  const refused: string[] = []
  const nonces = new Set<string>()
  const listening = await listen((request) => {
    const problem = problemOfRequest(request, account, nonces, now())
    if (problem !== undefined) {
      refused.push(problem)
      return { Code: problem, Message: problem, RequestId: 'emulator' }
    }
    messages.push(messageOf(request.url.searchParams))
    return { Code: 'OK', Message: 'OK', BizId: String(messages.length), RequestId: 'emulator' }
  }, port)
  return { ...listening, messages, refused }
}

function messageOf(query: URLSearchParams): Sms {
  const read = (name: string) => query.get(name) ?? ''
  const parameters = JSON.parse(read('TemplateParam')) as Record<string, string>
  return {
    ...{ phone: read('PhoneNumbers'), signName: read('SignName'), template: read('TemplateCode') },
    ...{ parameters, outId: read('OutId') },
  }
}

function problemOfRequest(request: Received, account: SmsAccount, nonces: Set<string>, now: Date): string | undefined {
  const { headers, url } = request
  const nonce = String(headers['x-acs-signature-nonce'] ?? '')
  const signedAt = Date.parse(String(headers['x-acs-date'] ?? ''))
  if (headers['x-acs-action'] !== 'SendSms' || headers['x-acs-version'] !== '2017-05-25')
    return 'InvalidAction.NotFound'
  if (!(Math.abs(now.getTime() - signedAt) < SIGNED_WITHIN_MS)) return 'InvalidTimeStamp.Expired'
  if (nonce === '' || nonces.has(nonce)) return 'SignatureNonceUsed'
  if (headers['x-acs-content-sha256'] !== sha256(request.body)) return 'InvalidContentSha256'
  if (!isSigned(request, account)) return 'SignatureDoesNotMatch'
  nonces.add(nonce)
  if (url.searchParams.get('SignName') !== account.signName) return 'isv.SMS_SIGNATURE_ILLEGAL'
  if (!account.templates.includes(url.searchParams.get('TemplateCode') ?? '')) return 'isv.SMS_TEMPLATE_ILLEGAL'
  if (!/^\d{8,15}$/.test(url.searchParams.get('PhoneNumbers') ?? '')) return 'isv.MOBILE_NUMBER_ILLEGAL'
  return undefined
}

/** The signature worked out anew from what arrived. */
function isSigned({ method, url, headers, body }: Received, account: SmsAccount): boolean {
  const form = /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/
  const [, keyId, names, signature] = form.exec(headers.authorization ?? '') ?? []
  if (keyId !== account.accessKeyId || names === undefined || signature === undefined) return false
  const mustBeSigned = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-acs-'))]
  if (!mustBeSigned.every((name) => names.split(';').includes(name))) return false
  const query = [...url.search.slice(1).split('&')].sort().join('&')
  const lines = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`)
  const canonical = [method, url.pathname, query, lines.join(''), names, sha256(body)].join('\n')
  const expected = createHmac('sha256', account.accessKeySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest()
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}
