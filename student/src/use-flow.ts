import type { CollectionView } from '@tucai/contract'
import { call } from './call.ts'
import { courseNow } from './course.ts'
import { restart, swap, usePageParams } from './go.ts'
import { isPaid } from './order-look.ts'
import { courseOf, isReached, pageOfView, type Step, waitsForCode } from './steps.ts'
import { useAnswer } from './use-answer.ts'

/**
 * The collection that a screen of the flow belongs to, asked anew whenever the screen opens, so that a reload lands on
 * the right state. A screen that is not reached yet, or lies behind once everything is paid, gives way to the right one;
 * so do the screens of the photo while the collection code is missing, but for the one that asks for it.
 */
export function useFlow(screenStep: Step, { asksForCode = false } = {}) {
  const { graduateId } = usePageParams()
  const { answer, setAnswer, trouble, load } = useAnswer<CollectionView>(async () => {
    if (graduateId === undefined) {
      restart('home')
      return null
    }
    const view = await call('collectionShow', { params: { graduateId } })
    courseNow.set(courseOf(view))
    const isHere = isReached(screenStep, view.step, courseOf(view), view.order !== null && isPaid(view.order))
    if (isHere && (asksForCode || !waitsForCode(screenStep, view))) return view
    swap(isHere ? 'collection-code' : pageOfView(view), { graduateId })
    return null
  })
  return { graduateId: graduateId ?? '', view: answer, setView: setAnswer, trouble, load }
}
