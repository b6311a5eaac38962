import type { StaffParcel } from '@tucai/contract'
import { StateTag } from '../frame/state-tag.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

/** Where a parcel is; trouble goes before it. */
export function ParcelTag({ parcel: { state, overdue, obstacle } }: { parcel: StaffParcel }) {
  const { words } = useSpeech()
  const { parcels } = words
  if (obstacle === 'refunding' || obstacle === 'refunded')
    return (
      <Tag tone="red" icon="warning">
        {parcels.obstacles[obstacle]}
      </Tag>
    )
  if (overdue || state === 'returned')
    return (
      <Tag tone="red" icon="warning">
        {overdue ? parcels.overdue : parcels.states.returned}
      </Tag>
    )
  if (state === 'shipped') return <StateTag state="shipped">{parcels.states.shipped}</StateTag>
  if (state === 'delivered') return <StateTag state="proofread">{parcels.states.delivered}</StateTag>
  if (state === 'labelled') return <StateTag state="printed">{parcels.states.labelled}</StateTag>
  return <Tag icon={state === 'cancelled' ? 'cross' : 'clock'}>{parcels.states[state]}</Tag>
}
