import { type KeyObject, X509Certificate } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'
import { ProviderAway } from '../provider.ts'
import { openSealed } from './aead.ts'
import { type Fields, fieldsOf, Malformed, parseFields, textOf } from './fields.ts'
import type { WechatPaySetting } from './setting.ts'
import { judgeSignature } from './signing.ts'
import type { Exchange, RawAnswer } from './transport.ts'

/** The keys by which WeChat Pay signs: its public key, its certificates, or both while a merchant moves to the former. */
export interface PlatformKeys {
  /** Null: WeChat Pay has no such key. @throws ProviderAway when it could not be asked */
  keyOf(serial: string): Promise<KeyObject | null>
}

interface Certificate {
  key: KeyObject
  validFrom: Date
  validTo: Date
}

/** The documents ask for a look every 12 hours, so that a new certificate is known before it is used. */
const RENEWED_AFTER_MS = 12 * 3_600_000
/** Strangers may name as many serials as they like: we ask no more often than this. */
const ASKED_AGAIN_AFTER_MS = 60_000
const TRIED_AGAIN_AFTER_MS = 5_000

export function openPlatformKeys(setting: WechatPaySetting, clock: Clock, exchange: Exchange): PlatformKeys {
  let certificates = new Map<string, Certificate>()
  let renewedAtMs = Number.NEGATIVE_INFINITY
  let failedAtMs = Number.NEGATIVE_INFINITY
  let renewing: Promise<void> | undefined

  const known = (serial: string, now: Date): KeyObject | null => {
    const { key, validFrom, validTo } = certificates.get(serial) ?? {}
    return key && validFrom! <= now && now < validTo! ? key : null
  }

  async function renew(): Promise<void> {
    try {
      const path = '/v3/certificates'
      const answer = await exchange({ method: 'GET', path, label: 'certificates' })
      certificates = await certificatesIn(answer, setting, clock.now())
      renewedAtMs = clock.now().getTime()
    } catch (error) {
      failedAtMs = clock.now().getTime()
      if (error instanceof ProviderAway) throw error
      throw new ProviderAway(`WeChat Pay sent no certificates: ${(error as Error).message}`)
    }
  }

  return {
    async keyOf(serial) {
      const { publicKey } = setting
      if (serial === publicKey?.id) return publicKey.key
      // Nothing else can be the serial of a certificate, so nobody need be asked.
      if (!/^[0-9A-Fa-f]{8,64}$/.test(serial)) return null
      const nowMs = clock.now().getTime()
      const key = known(serial, clock.now())
      if (key !== null && nowMs - renewedAtMs < RENEWED_AFTER_MS) return key
      if (nowMs - renewedAtMs < ASKED_AGAIN_AFTER_MS) return null
      if (nowMs - failedAtMs < (key ? ASKED_AGAIN_AFTER_MS : TRIED_AGAIN_AFTER_MS)) return key ?? giveUp()
      try {
        // Whoever comes meanwhile waits for the same answer.
        renewing ??= renew().finally(() => {
          renewing = undefined
        })
        await renewing
      } catch (error) {
        if (key === null) throw error
        return key
      }
      return known(serial, clock.now())
    },
  }
}

function giveUp(): never {
  throw new ProviderAway('WeChat Pay did not tell its certificates a moment ago')
}

/**
 * The certificates of an answer. They are sealed with the merchant's own key, and the answer must be signed by one of
 * them or by the public key. A merchant who has the public key only is told by 404 that there are none.
 */
async function certificatesIn(answer: RawAnswer, setting: WechatPaySetting, now: Date) {
  const { publicKey, apiKey } = setting
  if (answer.status === 404 && publicKey) return new Map<string, Certificate>()
  if (answer.status !== 200) throw new Malformed(`status ${answer.status}`)
  const { data } = parseFields(answer.body)
  if (!Array.isArray(data)) throw new Malformed('no list')
  const certificates = new Map(data.map((entry: Fields) => certificateOf(entry, apiKey)))
  const keyOf = async (serial: string) =>
    serial === publicKey?.id ? publicKey.key : (certificates.get(serial)?.key ?? null)
  const verdict = await judgeSignature(answer, now, keyOf)
  if (verdict !== 'genuine') throw new Malformed(verdict)
  return certificates
}

function certificateOf(entry: Fields, apiKey: string): [string, Certificate] {
  const serial = textOf(entry, 'serial_no')
  const certificate = new X509Certificate(openSealed(apiKey, fieldsOf(entry, 'encrypt_certificate')))
  if (bare(certificate.serialNumber) !== bare(serial)) throw new Malformed('a certificate of another serial')
  const { publicKey: key, validFromDate: validFrom, validToDate: validTo } = certificate
  return [serial, { key, validFrom, validTo }]
}

function bare(serial: string): string {
  return serial.toUpperCase().replace(/^0+/, '')
}
