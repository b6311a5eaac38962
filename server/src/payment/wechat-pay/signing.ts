import { type KeyObject, sign, verify } from 'node:crypto'

/** The merchant towards WeChat Pay: number, serial of its API certificate and the key that belongs to it. */
export interface Merchant {
  merchantId: string
  serial: string
  privateKey: KeyObject
}

export interface SignedRequest {
  method: 'GET' | 'POST'
  /** With its query, as sent. */
  path: string
  /** As sent; empty for GET. */
  body: string
  atSeconds: number
  nonce: string
}

/** RSA (PKCS #1 v1.5) with SHA-256 over the lines, each ended by a line feed, the last one too; in Base64. */
export function signLines(key: KeyObject, lines: (string | number)[]): string {
  return sign('sha256', Buffer.from(`${lines.join('\n')}\n`), key).toString('base64')
}

/**
 * The header Authorization of a request.
 * @see https://pay.weixin.qq.com/doc/v3/merchant/4012365336
 */
export function authorizationOf({ merchantId, serial, privateKey }: Merchant, request: SignedRequest): string {
  const { method, path, body, atSeconds, nonce } = request
  const signature = signLines(privateKey, [method, path, atSeconds, nonce, body])
  const fields = { mchid: merchantId, nonce_str: nonce, signature, timestamp: atSeconds, serial_no: serial }
  const listed = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${listed.join(',')}`
}

/** Reads one header; undefined when it is missing or was sent more than once. */
export type HeaderReader = (name: string) => string | undefined

/** `unsigned`: no signature at all. `out-of-time`: signed too long ago. `unknown-key`: nobody we know. */
export type Verdict = 'genuine' | 'unsigned' | 'out-of-time' | 'unknown-key' | 'forged'

const WINDOW_SECONDS = 300

/**
 * Whether WeChat Pay has signed these bytes within five minutes. Its probes, whose signature begins with
 * WECHATPAY/SIGNTEST/, are forged like any other.
 * @see https://pay.weixin.qq.com/doc/v3/partner/4013059030
 */
export async function judgeSignature(
  { header, body }: { header: HeaderReader; body: Buffer },
  now: Date,
  keyOf: (serial: string) => Promise<KeyObject | null>,
): Promise<Verdict> {
  const [serial, signature, timestamp, nonce] = ['serial', 'signature', 'timestamp', 'nonce'].map((name) =>
    header(`wechatpay-${name}`),
  )
  if (!serial || !signature || !timestamp || !nonce) return 'unsigned'
  if ((header('wechatpay-signature-type') ?? SIGNATURE_TYPE) !== SIGNATURE_TYPE) return 'forged'
  if (!/^[1-9]\d{9}$/.test(timestamp)) return 'out-of-time'
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > WINDOW_SECONDS) return 'out-of-time'
  // Node reads Base64 leniently; what isn't its one right form was not sent by WeChat Pay.
  const bytes = Buffer.from(signature, 'base64')
  if (bytes.toString('base64') !== signature) return 'forged'
  const key = await keyOf(serial)
  if (key === null) return 'unknown-key'
  const signed = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return verify('sha256', signed, key, bytes) ? 'genuine' : 'forged'
}

const SIGNATURE_TYPE = 'WECHATPAY2-SHA256-RSA2048'
