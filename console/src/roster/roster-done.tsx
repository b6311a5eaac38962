import type { RosterView } from '@tucai/contract'
import { Button } from 'antd'
import { shownCount } from '../frame/numbers.ts'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'

export function RosterDone({ roster, another }: { roster: RosterView; another: () => void }) {
  const { words } = useSpeech()
  const [, go] = usePlace()
  const { added, changed, withdrawn } = roster.counts
  return (
    <section className="card fill">
      <div className="roster-drop" role="status">
        <span className="roster-drop-drawing good">
          <Icon name="ticked" />
        </span>
        <h2>{words.roster.acceptedTitle}</h2>
        <p>
          {roster.fileName} · {words.roster.acceptedText(shownCount(added), shownCount(changed), shownCount(withdrawn))}
        </p>
        <div className="roster-actions">
          <Button onClick={another}>{words.roster.another}</Button>
          <Button type="primary" onClick={() => go({ page: 'graduates' })}>
            {words.roster.toGraduates}
          </Button>
        </div>
      </div>
    </section>
  )
}
