import type { DeliveryView } from '@tucai/contract'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

/** How far a delivery is: what was said of it once it is out, before that what it waits for. */
export function DeliveryTag({ delivery: { state, approval, results, photos } }: { delivery: DeliveryView }) {
  const { words } = useSpeech()
  const say = words.delivery
  if (state === 'preparing')
    return (
      <Tag tone="blue" icon="clock">
        {say.states.preparing}
      </Tag>
    )
  if (state === 'failed')
    return (
      <Tag tone="red" icon="crossed">
        {say.states.failed}
      </Tag>
    )
  if (state === 'cancelled') return <Tag icon="crossed">{say.states.cancelled}</Tag>
  if (state === 'ready') {
    if (approval === 'approved')
      return (
        <Tag tone="green" icon="download">
          {say.states.approved}
        </Tag>
      )
    if (approval === 'waiting')
      return (
        <Tag tone="amber" icon="key">
          {say.states.waiting}
        </Tag>
      )
    return (
      <Tag tone={approval === 'refused' ? 'red' : 'grey'} icon="crossed">
        {say.states[approval]}
      </Tag>
    )
  }
  const { matched, compareFailed, proofread, proofreadWrong } = results
  if (compareFailed > 0)
    return (
      <Tag tone="amber" icon="warning">
        {say.compareFailed(shownCount(compareFailed))}
      </Tag>
    )
  if (proofreadWrong > 0)
    return (
      <Tag tone="amber" icon="warning">
        {say.proofreadWrong(shownCount(proofreadWrong))}
      </Tag>
    )
  if (proofread === photos)
    return (
      <Tag tone="green" icon="double-tick">
        {say.states.proofread}
      </Tag>
    )
  if (proofread > 0)
    return (
      <Tag tone="green" icon="double-tick">
        {say.proofreadSome(shownCount(proofread))}
      </Tag>
    )
  if (matched > 0)
    return (
      <Tag tone="green" icon="tick">
        {say.states.matched}
      </Tag>
    )
  return (
    <Tag tone="blue" icon="box">
      {say.states.delivered}
    </Tag>
  )
}
