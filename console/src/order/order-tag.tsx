import type { StaffOrder } from '@tucai/contract'
import { StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

/** Where an order stands; one whose refund is on its way says that first. */
export function OrderTag({ order: { state, refunding } }: { order: Pick<StaffOrder, 'state' | 'refunding'> }) {
  const { words } = useSpeech()
  const word = words.orders.states[state]
  if (refunding)
    return (
      <Tag tone="amber" icon="undo">
        {words.orders.refundWaiting}
      </Tag>
    )
  if (state === 'unpaid') return <Tag icon="clock">{word}</Tag>
  if (state === 'cancelled') return <Tag icon="cross">{word}</Tag>
  if (state === 'refunded') return <Tag icon="undo">{word}</Tag>
  const shown = { paid: 'paid', producing: 'printed', shipped: 'shipped', done: 'proofread' } as const
  return <StateTag state={shown[state]}>{word}</StateTag>
}
