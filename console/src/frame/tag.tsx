import type { ReactNode } from 'react'
import { Icon, type IconName } from '../icons.tsx'

type TagProps = {
  /** `blue` marks, `amber` waits, `red` is refused, broken or overdue, `green` is well, `violet` is a second look. */
  tone?: 'grey' | 'blue' | 'amber' | 'red' | 'green' | 'violet'
  icon?: IconName
  children: ReactNode
}

export function Tag({ tone = 'grey', icon, children }: TagProps) {
  return (
    <span className={`tag ${tone}`}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </span>
  )
}
