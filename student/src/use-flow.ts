import type { CollectionStep, CollectionView } from '@tucai/contract'
import { call } from './call.ts'
import { restart, swap, usePageParams } from './go.ts'
import { isReached, pageOf } from './steps.ts'
import { useAnswer } from './use-answer.ts'

/**
 * The collection that a screen of the flow belongs to, asked anew whenever the screen opens, so that a reload lands on
 * the right state. A screen that is not reached yet, or lies behind once everything is paid, gives way to the right one.
 */
export function useFlow(screenStep: CollectionStep) {
  const { graduateId } = usePageParams()
  const { answer, setAnswer, trouble, load } = useAnswer<CollectionView>(async () => {
    if (graduateId === undefined) {
      restart('home')
      return null
    }
    const view = await call('collectionShow', { params: { graduateId } })
    if (view.step !== 'done' && isReached(screenStep, view.step)) return view
    swap(pageOf(view.step), { graduateId })
    return null
  })
  return { graduateId: graduateId ?? '', view: answer, setView: setAnswer, trouble, load }
}
