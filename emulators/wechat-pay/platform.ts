/**
 * The platform’s own keys: certificates that are downloaded (certificate mode), a key with an id (public-key mode), or
 * both while a merchant moves from the one to the other: then the key signs the answers of requests that name it.
 * Source: pay.weixin.qq.com/docs/merchant/development/interface-rules/signature-verification.html, /v3/certificates.
 */
import { generateKeyPairSync, type KeyObject, randomBytes, randomInt } from 'node:crypto'
import { makeCertificate, type PlatformCertificate } from './certificates.ts'
import { Refusal } from './refusal.ts'
import { answerMessage, seal, signText } from './signing.ts'
import { chinaTime } from './time.ts'

export type KeyMode = 'certificate' | 'public-key' | 'moving'

export interface Platform {
  /** What the merchant downloads from the merchants’ page; not in certificate mode. */
  publicKey?: { id: string; pem: string }
  /** While a merchant moves: whether notices are signed with the key already. */
  noticesByKey: boolean
  /** Signs a body; the headers of an answer or a notice. `wanted`: the serial that the merchant’s request names. */
  sign(body: string, at: Date, wanted?: string): SignedHeaders
  signNotice(body: string, at: Date): SignedHeaders
  /** The answer of `GET /v3/certificates`. */
  certificatesFor(apiKey: string): object
  /** Certificates that the merchant can download now, in PEM. */
  certificates(): { serial: string; pem: string }[]
  /** Publishes a second certificate beside the one in use. */
  addCertificate(at: Date): string
  /** Signs with the newest certificate from now on. */
  useNewestCertificate(): void
  /** Withdraws every certificate that is not in use. */
  retireCertificates(): void
}

export interface SignedHeaders {
  'Wechatpay-Timestamp': string
  'Wechatpay-Nonce': string
  'Wechatpay-Serial': string
  'Wechatpay-Signature': string
  'Wechatpay-Signature-Type': string
}

interface Signer {
  serial: string
  privateKey: KeyObject
}

export const newKeyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

export function openPlatform(mode: KeyMode, now: Date): Platform {
  const key = mode === 'certificate' ? undefined : newPublicKey()
  let published = mode === 'public-key' ? [] : [makeCertificate(newKeyPair().privateKey, now)]
  let inUse: PlatformCertificate | undefined = published[0]
  const platform: Platform = {
    ...(key && { publicKey: { id: key.serial, pem: key.pem } }),
    noticesByKey: false,
    sign: (body, at, wanted) => headersOf(body, at, key && (!inUse || wanted === key.serial) ? key : inUse!),
    signNotice: (body, at) => platform.sign(body, at, platform.noticesByKey ? key?.serial : undefined),
    certificatesFor(apiKey) {
      if (published.length === 0)
        throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥')
      return { data: published.map((one) => listed(one, apiKey)) }
    },
    certificates: () => published.map(({ serial, pem }) => ({ serial, pem })),
    addCertificate(at) {
      if (!inUse) throw new Error('there are no certificates in public-key mode')
      const added = makeCertificate(newKeyPair().privateKey, at)
      published = [...published, added]
      return added.serial
    },
    useNewestCertificate() {
      inUse = published.at(-1)
    },
    retireCertificates() {
      published = published.filter((one) => one === inUse)
    },
  }
  return platform
}

function newPublicKey() {
  const { privateKey, publicKey } = newKeyPair()
  const serial = `PUB_KEY_ID_0${randomInt(1e9, 1e10)}${String(randomInt(1e12)).padStart(23, '0')}`
  return { serial, privateKey, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() }
}

function listed({ serial, pem, effectiveAt, expiresAt }: PlatformCertificate, apiKey: string) {
  return {
    serial_no: serial,
    effective_time: chinaTime(effectiveAt),
    expire_time: chinaTime(expiresAt),
    encrypt_certificate: seal(pem, apiKey, 'certificate'),
  }
}

function headersOf(body: string, at: Date, { serial, privateKey }: Signer): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const nonce = randomBytes(16).toString('hex')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': signText(answerMessage(timestamp, nonce, body), privateKey),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** What the provider sends now and then to learn whether a merchant verifies signatures at all. */
export function probing(headers: SignedHeaders): SignedHeaders {
  return { ...headers, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature'].slice(19)}` }
}
