/**
 * Signatures and encryption of WeChat Pay’s API v3: SHA256 with RSA in base64, AEAD_AES_256_GCM under the APIv3 key.
 * Source: pay.weixin.qq.com/docs/merchant/development/interface-rules (signature generation, verification, decryption).
 */
import { createCipheriv, createDecipheriv, type KeyObject, randomBytes, sign, verify } from 'node:crypto'

/** Five lines, each ended: what a merchant signs of a request. `url` is the path with its query. */
export function requestMessage(method: string, url: string, timestamp: string, nonce: string, body: string): string {
  return lines(method, url, timestamp, nonce, body)
}

/** Three lines, each ended: what WeChat Pay signs of an answer or a notice. */
export function answerMessage(timestamp: string, nonce: string, body: string): string {
  return lines(timestamp, nonce, body)
}

/** Four lines, each ended: what a merchant signs so that the payer’s phone may start a payment. */
export function payMessage(appId: string, timestamp: string, nonce: string, prepay: string): string {
  return lines(appId, timestamp, nonce, prepay)
}

const lines = (...parts: string[]) => parts.map((part) => `${part}\n`).join('')

export function signText(message: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(message), key).toString('base64')
}

export function isSigned(message: string, signature: string, key: KeyObject): boolean {
  return verify('sha256', Buffer.from(message), key, Buffer.from(signature, 'base64'))
}

export interface Authorization {
  mchid: string
  nonce: string
  signature: string
  timestamp: string
  serial: string
}

/** The parts of `WECHATPAY2-SHA256-RSA2048 mchid="…",nonce_str="…",…` in any order, or what is wrong with it. */
export function readAuthorization(header: string | undefined): Authorization | string {
  if (!header) return 'Http头缺少Authorization'
  const [scheme, rest] = header.split(/ (.*)/s, 2)
  if (scheme !== 'WECHATPAY2-SHA256-RSA2048') return 'Http头Authorization认证类型不正确'
  const fields = new Map([...(rest ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const [mchid, nonce, signature, timestamp, serial] = names.map((name) => fields.get(name))
  if (!mchid || !nonce || !signature || !timestamp || !serial)
    return `Http头Authorization值格式错误，缺少${names.find((name) => !fields.get(name))}`
  return { mchid, nonce, signature, timestamp, serial }
}

const names = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no']

export interface Sealed {
  algorithm: 'AEAD_AES_256_GCM'
  ciphertext: string
  nonce: string
  associated_data: string
}

/** `key`: the 32 bytes of the APIv3 key; the nonce is 12 characters, the tag follows the ciphertext. */
export function seal(
  text: string,
  key: string,
  associatedData: string,
  nonce = randomBytes(6).toString('hex'),
): Sealed {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associatedData))
  const parts = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  const ciphertext = Buffer.concat(parts).toString('base64')
  return { algorithm: 'AEAD_AES_256_GCM', ciphertext, nonce, associated_data: associatedData }
}

export function unseal({ ciphertext, nonce, associated_data }: Sealed, key: string): string {
  const bytes = Buffer.from(ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce))
  decipher.setAAD(Buffer.from(associated_data))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString()
}
