import type { ReactNode } from 'react'

export type Figure = { name: string; value: ReactNode; note?: ReactNode }

/** A row of numbers over a page, each with its name above and a quiet word below. */
export function Figures({ figures }: { figures: Figure[] }) {
  return (
    <dl className="figures">
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b>
            <small>{note}</small>
          </dd>
        </div>
      ))}
    </dl>
  )
}
