import type { RosterView } from '@tucai/contract'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

/** Where the roster is on its way; the columns can be looked at again. */
export function RosterSteps({ roster, at, toColumns }: { roster: RosterView; at: number; toColumns: () => void }) {
  const { words } = useSpeech()
  const used = roster.columns.filter(({ field }) => field !== null).length
  const named = roster.columns.filter(({ heading }) => heading.trim() !== '').length
  return (
    <ol className="roster-steps">
      {words.roster.steps.map((step, place) => (
        <li
          key={step}
          className={place < at ? 'done' : place === at ? 'at' : ''}
          aria-current={place === at ? 'step' : undefined}
        >
          <b>{place < at ? <Icon name="tick" /> : place + 1}</b>
          {place === 1 && roster.state !== 'accepting' && roster.state !== 'trying' ? (
            <button type="button" onClick={toColumns}>
              {step} {used} / {named}
            </button>
          ) : (
            step
          )}
        </li>
      ))}
    </ol>
  )
}
