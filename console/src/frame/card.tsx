import type { ReactNode } from 'react'

type CardProps = {
  title?: ReactNode
  /** A tag or a quiet word beside the title. */
  beside?: ReactNode
  actions?: ReactNode
  /** Without padding, e.g. around a table. */
  flush?: boolean
  /** Takes the height that is left over. */
  fill?: boolean
  className?: string
  children?: ReactNode
}

export function Card({ title, beside, actions, flush = false, fill = false, className = '', children }: CardProps) {
  return (
    <section className={`card ${fill ? 'fill' : ''} ${className}`}>
      {title === undefined ? null : (
        <header className="card-head">
          <h2>{title}</h2>
          {beside}
          {actions === undefined ? null : <div className="card-actions">{actions}</div>}
        </header>
      )}
      {flush ? children : <div className="card-inner">{children}</div>}
    </section>
  )
}
