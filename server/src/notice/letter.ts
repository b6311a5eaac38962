import type { Language, Words } from './field.ts'
import type { Letter, NoticeData } from './notice.ts'
import { tellings } from './words.ts'

/** A notice as a mail: both languages in one letter, the reader’s own first. */
export function letterOf(notice: NoticeData, to: string, language: Language | null): Letter {
  const telling = tellings[notice.kind] as { subject: Words; words(data: object): Words }
  const order: Language[] = language === 'en' ? ['en', 'zh'] : ['zh', 'en']
  const words = telling.words(notice.data)
  return {
    to,
    subject: order.map((one) => telling.subject[one]).join(' / '),
    text: order.map((one) => words[one]).join('\n\n'),
  }
}
