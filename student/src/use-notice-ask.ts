import type { NoticeOccasion } from '@tucai/contract'
import { useEffect, useRef } from 'react'
import { call } from './call.ts'
import { languageNow } from './language.ts'
import { askSubscription, canSubscribe } from './platform/subscribe'

/**
 * Asks in a tap whether messages are welcome. The templates are fetched before, as WeChat asks within the tap alone;
 * without them, or whatever the answer, what the tap is for goes on.
 */
export function useNoticeAsk(occasion: NoticeOccasion): () => Promise<void> {
  const templateIds = useRef<string[]>([])
  useEffect(() => {
    if (!canSubscribe) return
    call('noticeTemplates', { query: { occasion } }).then(
      (given) => {
        templateIds.current = given.templateIds
      },
      () => undefined,
    )
  }, [occasion])
  return async () => {
    if (templateIds.current.length === 0) return
    const answers = await askSubscription(templateIds.current)
    if (answers.length === 0) return
    const language = languageNow() === 'en' ? 'en' : 'zh'
    call('noticeAnswer', { body: { answers, language } }).catch(() => undefined)
  }
}
