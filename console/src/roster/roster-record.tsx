import type { RosterView } from '@tucai/contract'
import { Empty } from '../frame/empty.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import { SideSheet } from '../frame/side-sheet.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'

const tones = {
  matching: 'amber',
  trying: 'blue',
  tried: 'amber',
  refused: 'red',
  accepting: 'blue',
  accepted: 'green',
  outdated: 'amber',
  dropped: 'grey',
} as const

/** What was uploaded, by whom, and what became of it. */
export function RosterRecord({ open, close, rosters }: { open: boolean; close: () => void; rosters: RosterView[] }) {
  const { words, language } = useSpeech()
  const say = words.roster
  return (
    <SideSheet open={open} close={close} title={say.record}>
      {rosters.length === 0 ? <Empty title={say.noRecord} /> : null}
      <ul className="roster-record">
        {rosters.map(({ rosterId, fileName, state, counts, problem, madeBy, madeAt }) => (
          <li key={rosterId}>
            <div>
              <b>{fileName}</b>
              <Tag tone={tones[state]}>{say.states[state]}</Tag>
            </div>
            <p>
              {madeBy} · <Moment at={madeAt} />
            </p>
            <p>
              {problem === null
                ? `${say.added} ${shownCount(counts.added)} · ${say.changed} ${shownCount(counts.changed)} · ${say.withdrawn} ${shownCount(counts.withdrawn)} · ${say.problems} ${shownCount(counts.blocking + counts.warnings)}`
                : problem[language]}
            </p>
          </li>
        ))}
      </ul>
    </SideSheet>
  )
}
