import type { ReactNode } from 'react'
import { useSpeech } from '../words/language.tsx'

/** Names and values below one another; a missing value is a dash. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode][] }) {
  const { words } = useSpeech()
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value === null || value === undefined || value === '' ? words.none : value}</dd>
        </div>
      ))}
    </dl>
  )
}
