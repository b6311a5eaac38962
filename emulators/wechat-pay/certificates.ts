/** X.509 certificates of the platform, written in DER (ITU-T X.690, RFC 5280), good for five years as the provider’s are. */
import { createPublicKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto'

export interface PlatformCertificate {
  /** 40 hexadecimal digits, upper case. */
  serial: string
  pem: string
  effectiveAt: Date
  expiresAt: Date
  privateKey: KeyObject
}

const SHA256_WITH_RSA = '300d06092a864886f70d01010b0500'
const COMMON_NAME = '0603550403'
const ORGANIZATION = '060355040a'

export function makeCertificate(privateKey: KeyObject, effectiveAt: Date): PlatformCertificate {
  const serialBytes = randomBytes(20)
  // A first bit that is not set keeps the number positive; a first byte that is not nought keeps all 40 digits.
  serialBytes[0] = (serialBytes[0]! & 0x7f) | 0x40
  const from = new Date(Math.floor(effectiveAt.getTime() / 1000) * 1000)
  const expiresAt = new Date(from)
  expiresAt.setUTCFullYear(expiresAt.getUTCFullYear() + 5)
  const spki = createPublicKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({
    type: 'spki',
    format: 'der',
  })
  const algorithm = Buffer.from(SHA256_WITH_RSA, 'hex')
  const toBeSigned = node(
    0x30,
    node(0xa0, node(0x02, Buffer.of(2))),
    node(0x02, serialBytes),
    algorithm,
    name('Emulated CA', 'tucai'),
    node(0x30, time(from), time(expiresAt)),
    name('Emulated payment platform', 'tucai'),
    spki,
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const der = node(0x30, toBeSigned, algorithm, node(0x03, Buffer.of(0), signature))
  const serial = serialBytes.toString('hex').toUpperCase()
  return { serial, pem: new X509Certificate(der).toString(), effectiveAt: from, expiresAt, privateKey }
}

/** One node of DER: tag, length, content. */
function node(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  if (bytes.length < 0x80) return Buffer.concat([Buffer.of(tag, bytes.length), bytes])
  const length = bytes.length < 0x100 ? [0x81, bytes.length] : [0x82, bytes.length >> 8, bytes.length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...length), bytes])
}

function name(common: string, organization: string): Buffer {
  const part = (id: string, text: string) =>
    node(0x31, node(0x30, Buffer.from(id, 'hex'), node(0x0c, Buffer.from(text))))
  return node(0x30, part(ORGANIZATION, organization), part(COMMON_NAME, common))
}

/** GeneralizedTime from 2050 on, UTCTime before. */
function time(at: Date): Buffer {
  const digits = at.toISOString().slice(0, 19).replace(/\D/g, '')
  return at.getUTCFullYear() < 2050
    ? node(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : node(0x18, Buffer.from(`${digits}Z`))
}
