import type { ReactNode } from 'react'

type PageTitleProps = {
  title: ReactNode
  /** One quiet line below: whose, how many. */
  sub?: ReactNode
  /** States beside the title. */
  beside?: ReactNode
  /** Buttons at the right, one of them primary at most. */
  children?: ReactNode
}

export function PageTitle({ title, sub, beside, children }: PageTitleProps) {
  return (
    <div className="page-title">
      <div>
        <div className="page-title-line">
          <h1>{title}</h1>
          {beside}
        </div>
        {sub === undefined ? null : <p>{sub}</p>}
      </div>
      {children === undefined ? null : <div className="page-actions">{children}</div>}
    </div>
  )
}
