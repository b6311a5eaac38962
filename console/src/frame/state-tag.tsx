import type { ReactNode } from 'react'
import { Icon, type IconName } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

const icons = {
  none: 'ring',
  confirmed: 'card',
  photographed: 'camera',
  waiting: 'clock',
  rejected: 'crossed',
  approved: 'ticked',
  paid: 'yuan',
  printed: 'printer',
  shipped: 'truck',
  delivered: 'box',
  proofread: 'double-tick',
} as const satisfies Record<string, IconName>

export type StateName = keyof typeof icons

type StateTagProps = {
  state: StateName
  /** Without the tint, inside a table's second column of states. */
  bare?: boolean
  /** Another word in the state's colour, e.g. 冲印中. */
  children?: ReactNode
}

/** One colour, one icon and one word per state, so that none depends on colour alone. */
export function StateTag({ state, bare = false, children }: StateTagProps) {
  const { words } = useSpeech()
  return (
    <span className={`state is-${state} ${bare ? 'bare' : ''}`}>
      <Icon name={icons[state]} dashed={state === 'none'} />
      {children ?? words.frame.states[state]}
    </span>
  )
}
