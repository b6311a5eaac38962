import { unread } from '@tucai/reader'
import { chinaDay } from '../platform/china-time.ts'
import type { Clock } from '../platform/clock.ts'
import { type WechatApi, WechatAway } from '../platform/wechat-api.ts'
import { type DocumentReader, DocumentReaderAway } from './document.ts'
import { readingOfCard } from './printed-card.ts'

/** The service takes pictures below 2 MB. */
const LARGEST_BYTES = 2_000_000

/** `cv/ocr/idcard` of WeChat reads identity cards; passports and large pictures, which it can't read, go to `others`. */
export function wechatReader(api: WechatApi, clock: Clock, others: DocumentReader): DocumentReader {
  return {
    async read(picture, kind) {
      if (kind === 'passport' || picture.length >= LARGEST_BYTES) return others.read(picture, kind)
      const card = await api.cardIn(picture).catch((error: unknown) => {
        throw error instanceof WechatAway ? new DocumentReaderAway(error.message) : error
      })
      const about = { crops: {}, provider: 'wechat' } as const
      // A picture of something else may still be a passport.
      if (card === null) return kind === undefined ? others.read(picture, kind) : { reading: notACard(), ...about }
      if (card.type === 'Back') return { reading: { ...unread('idcard'), warnings: ['card-back'] }, ...about }
      const { name = '', id = '', addr = '', gender = '', nationality = '' } = card
      // WeChat gives no birth date of its own: what the number says stands alone.
      const printed = { name, gender, nation: nationality, birth: '', address: addr, idNumber: id }
      return { reading: readingOfCard(printed, chinaDay(clock.now())), ...about }
    },
    warmUp: () => others.warmUp(),
    stop: () => others.stop(),
  }
}

const notACard = () => ({ ...unread('idcard'), warnings: ['not-a-document' as const] })
