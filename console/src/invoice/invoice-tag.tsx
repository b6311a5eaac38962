import type { InvoiceState } from '@tucai/contract'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

const tones: Record<InvoiceState, 'amber' | 'blue' | 'green' | 'red' | 'grey'> = {
  asked: 'amber',
  exporting: 'amber',
  exported: 'blue',
  issued: 'green',
  refused: 'red',
  cancelled: 'grey',
  reversed: 'grey',
}
const icons = {
  asked: 'clock',
  exporting: 'download',
  exported: 'send',
  issued: 'ticked',
  refused: 'crossed',
  cancelled: 'cross',
  reversed: 'undo',
} as const

export function InvoiceTag({ state }: { state: InvoiceState }) {
  const { words } = useSpeech()
  return (
    <Tag tone={tones[state]} icon={icons[state]}>
      {words.invoices.states[state]}
    </Tag>
  )
}
