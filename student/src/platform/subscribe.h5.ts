import type { NoticeAnswers } from '@tucai/contract'

/** Only WeChat has messages to subscribe to. */
export const canSubscribe = false

export async function askSubscription(_templateIds: string[]): Promise<NoticeAnswers['answers']> {
  return []
}
