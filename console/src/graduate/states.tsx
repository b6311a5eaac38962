import type { OrderState, StaffGraduate } from '@tucai/contract'
import { daysUntil } from '../frame/moment.ts'
import { type StateName, StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

/** How far the photo is; of a rejected one also until when it shall be replaced. */
export function PhotoTag({ photoStage, dueAt }: Pick<StaffGraduate, 'photoStage' | 'dueAt'>) {
  const { words } = useSpeech()
  const days = dueAt === null ? null : daysUntil(dueAt, new Date())
  return (
    <span className="photo-tag">
      <StateTag state={photoStage} />
      {days === null ? null : days <= 0 ? (
        <Tag tone="red">{words.graduate.overdueBy(Math.max(1, 1 - days))}</Tag>
      ) : (
        <small className="quiet">{words.graduate.daysLeft(days)}</small>
      )}
    </span>
  )
}

const looks: Record<OrderState, StateName> = {
  unpaid: 'waiting',
  paid: 'paid',
  producing: 'printed',
  shipped: 'shipped',
  done: 'delivered',
  cancelled: 'none',
  refunded: 'none',
}

export function OrderTag({ state, bare = false }: { state: OrderState | null; bare?: boolean }) {
  const { words } = useSpeech()
  if (state === null) return <span className="quiet">{words.none}</span>
  return (
    <StateTag state={looks[state]} bare={bare}>
      {words.graduate.orders[state]}
    </StateTag>
  )
}
