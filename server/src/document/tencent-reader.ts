import { unread, type WarningCode } from '@tucai/reader'
import { chinaDay } from '../platform/china-time.ts'
import type { Clock } from '../platform/clock.ts'
import { type DocumentRead, type DocumentReader, DocumentReaderAway } from './document.ts'
import { readingOfCard } from './printed-card.ts'
import { type TencentKey, tencentHeaders } from './tencent-signature.ts'

export interface TencentSetting extends TencentKey {
  /** e.g. https://ocr.tencentcloudapi.com */
  apiUrl: string
  region: string
}

type Answer = { Error?: { Code?: string } } & Record<string, unknown>

const ANSWER_WITHIN_MS = 10_000
/** The service takes 10 MB of Base64. */
const LARGEST_BYTES = 7_500_000
/** Refusals that are about the picture, not about us or the service. */
const REFUSALS: Record<string, WarningCode> = {
  'FailedOperation.ImageNoIdCard': 'not-a-document',
  'FailedOperation.ImageNoText': 'not-a-document',
  'FailedOperation.OcrFailed': 'not-a-document',
  'FailedOperation.IdCardInfoIllegal': 'not-a-document',
  'FailedOperation.CardSideError': 'card-back',
  'FailedOperation.IdCardTooSmall': 'too-small',
  'FailedOperation.ImageBlur': 'blurred',
  'FailedOperation.ImageDecodeFailed': 'unreadable',
  'FailedOperation.EmptyImageError': 'unreadable',
  'FailedOperation.ImageSizeTooLarge': 'unreadable',
  'LimitExceeded.TooLargeFileError': 'unreadable',
}
/** Numbers of AdvancedInfo.WarnInfos. */
const WARNINGS: Record<string, WarningCode> = { '-9101': 'cropped', '-9103': 'screen', '-9107': 'glare' }

/** `IDCardOCR` of Tencent Cloud reads identity cards; passports, and pictures too large for it, go to `others`. */
export function tencentReader(setting: TencentSetting, clock: Clock, others: DocumentReader): DocumentReader {
  return {
    async read(picture, kind) {
      if (kind === 'passport' || picture.length > LARGEST_BYTES) return others.read(picture, kind)
      const answer = await ask(setting, clock, picture)
      const code = answer.Error?.Code
      const read = (reading: DocumentRead['reading']): DocumentRead => ({ reading, crops: {}, provider: 'tencent' })
      if (code === undefined) return read(readingOfCard(printedIn(answer), chinaDay(clock.now())))
      const warning = REFUSALS[code]
      if (warning === undefined) throw new DocumentReaderAway(`Tencent Cloud refused: ${code}`)
      // A picture of something else may still be a passport.
      if (kind === undefined && warning === 'not-a-document') return others.read(picture, kind)
      return read({ ...unread('idcard'), warnings: [warning] })
    },
    warmUp: () => others.warmUp(),
    stop: () => others.stop(),
  }
}

async function ask({ apiUrl, region, ...key }: TencentSetting, clock: Clock, picture: Uint8Array): Promise<Answer> {
  const body = JSON.stringify({
    ImageBase64: Buffer.from(picture).toString('base64'),
    CardSide: 'FRONT',
    Config: JSON.stringify({ CopyWarn: true, BorderCheckWarn: true, ReshootWarn: true, ReflectWarn: true }),
  })
  const call = { host: new URL(apiUrl).host, service: 'ocr', action: 'IDCardOCR', version: '2018-11-19', region, body }
  const headers = tencentHeaders(key, { ...call, timestamp: Math.floor(clock.now().getTime() / 1000) })
  try {
    const reply = await fetch(apiUrl, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    if (!reply.ok) throw new Error(`status ${reply.status}`)
    const { Response: answer } = (await reply.json()) as { Response?: Answer }
    if (answer === undefined) throw new Error('no Response')
    return answer
  } catch (error) {
    throw new DocumentReaderAway(`Tencent Cloud did not answer: ${(error as Error).message}`)
  }
}

function printedIn(answer: Answer) {
  const text = (name: string) => (typeof answer[name] === 'string' ? (answer[name] as string) : '')
  return {
    name: text('Name'),
    gender: text('Sex'),
    nation: text('Nation'),
    birth: text('Birth'),
    address: text('Address'),
    idNumber: text('IdNum'),
    warnings: warningsIn(text('AdvancedInfo')),
  }
}

function warningsIn(advanced: string): WarningCode[] {
  try {
    const { WarnInfos: numbers = [] } = JSON.parse(advanced) as { WarnInfos?: number[] }
    return numbers.flatMap((number) => WARNINGS[String(number)] ?? [])
  } catch {
    return []
  }
}
