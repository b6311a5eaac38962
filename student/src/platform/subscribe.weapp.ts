import Taro from '@tarojs/taro'
import type { NoticeAnswers } from '@tucai/contract'

export const canSubscribe = true

const known = ['accept', 'reject', 'ban', 'filter'] as const

/** Asks whether messages are welcome; only within a tap. What WeChat answers of each template, nothing when it doesn't ask. */
export async function askSubscription(templateIds: string[]): Promise<NoticeAnswers['answers']> {
  // Taro's types ask for fields of Alipay.
  const asked = { tmplIds: templateIds } as Parameters<typeof Taro.requestSubscribeMessage>[0]
  const given = await Taro.requestSubscribeMessage(asked).then(
    (answer) => answer as unknown as Record<string, string>,
    () => ({}) as Record<string, string>,
  )
  return templateIds.flatMap((templateId) => {
    const answer = known.find((name) => name === given[templateId])
    return answer === undefined ? [] : [{ templateId, answer }]
  })
}
