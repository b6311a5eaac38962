/**
 * The platform’s own keys: certificates that are downloaded (certificate mode) or a key with an id (public-key mode).
 * Source: pay.weixin.qq.com/docs/merchant/development/interface-rules/signature-verification.html, /v3/certificates.
 */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, randomInt } from 'node:crypto'
import { makeCertificate, type PlatformCertificate } from './certificates.ts'
import { Refusal } from './refusal.ts'
import { answerMessage, seal, signText } from './signing.ts'
import { chinaTime } from './time.ts'

export type KeyMode = 'certificate' | 'public-key'

export interface Platform {
  readonly mode: KeyMode
  /** In public-key mode: what the merchant downloads from the merchants’ page. */
  publicKey?: { id: string; pem: string }
  /** Signs a body; the headers of an answer or a notice. */
  sign(body: string, at: Date): SignedHeaders
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

export const newKeyPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

export function openPlatform(mode: KeyMode, now: Date): Platform {
  const { privateKey } = newKeyPair()
  if (mode === 'public-key') {
    const id = `PUB_KEY_ID_0${randomInt(1e9, 1e10)}${String(randomInt(1e12)).padStart(23, '0')}`
    const publicPem = createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
      type: 'spki',
      format: 'pem',
    })
    return {
      mode,
      publicKey: { id, pem: publicPem.toString() },
      sign: (body, at) => headersOf(body, at, id, privateKey),
      certificatesFor() {
        throw new Refusal(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥')
      },
      certificates: () => [],
      ...onlyCertificates,
    }
  }
  let published: PlatformCertificate[] = [makeCertificate(privateKey, now)]
  let inUse = published[0]!
  return {
    mode,
    sign: (body, at) => headersOf(body, at, inUse.serial, inUse.privateKey),
    certificatesFor: (apiKey) => ({ data: published.map((one) => listed(one, apiKey)) }),
    certificates: () => published.map(({ serial, pem }) => ({ serial, pem })),
    addCertificate(at) {
      const added = makeCertificate(newKeyPair().privateKey, at)
      published = [...published, added]
      return added.serial
    },
    useNewestCertificate() {
      inUse = published.at(-1)!
    },
    retireCertificates() {
      published = [inUse]
    },
  }
}

const notInThisMode = (): never => {
  throw new Error('there are no certificates in public-key mode')
}
const onlyCertificates = {
  addCertificate: notInThisMode,
  useNewestCertificate: notInThisMode,
  retireCertificates: notInThisMode,
}

function listed({ serial, pem, effectiveAt, expiresAt }: PlatformCertificate, apiKey: string) {
  return {
    serial_no: serial,
    effective_time: chinaTime(effectiveAt),
    expire_time: chinaTime(expiresAt),
    encrypt_certificate: seal(pem, apiKey, 'certificate'),
  }
}

function headersOf(body: string, at: Date, serial: string, key: KeyObject): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const nonce = randomBytes(16).toString('hex')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': signText(answerMessage(timestamp, nonce, body), key),
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** What the provider sends now and then to learn whether a merchant verifies signatures at all. */
export function probing(headers: SignedHeaders): SignedHeaders {
  return { ...headers, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature'].slice(19)}` }
}
