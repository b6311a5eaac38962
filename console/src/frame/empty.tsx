import type { ReactNode } from 'react'
import { Icon } from '../icons.tsx'

export function Empty({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="empty" role="status">
      <span className="empty-drawing">
        <Icon name="people" />
      </span>
      <h2>{title}</h2>
      {hint === undefined ? null : <p>{hint}</p>}
      {children}
    </div>
  )
}
