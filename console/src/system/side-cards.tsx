import type { SystemFinding, SystemView } from '@tucai/contract'
import { Card } from '../frame/card.tsx'
import { Facts } from '../frame/facts.tsx'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { shownBytes, shownTime } from './measures.ts'
import type { Trouble } from './troubles.ts'

/** What somebody has to do, each line leading to the page where it is done. */
export function TroublesCard({ troubles }: { troubles: Trouble[] }) {
  const { system } = useSpeech().words
  const [, go] = usePlace()
  return (
    <Card flush title={system.attention} beside={troubles.length > 0 ? <Tag tone="red">{troubles.length}</Tag> : null}>
      {troubles.length === 0 ? <p className="attention-none">{system.attentionNone}</p> : null}
      <ul className="attention">
        {troubles.map(({ title, note, icon, tone, page }) => (
          <li key={title}>
            <button type="button" disabled={page === null} onClick={() => page !== null && go({ page })}>
              <span className={`attention-icon ${tone}`}>
                <Icon name={icon} />
              </span>
              <span>
                <b>{title}</b>
                <small>{note}</small>
              </span>
              {page === null ? null : <Icon name="right" />}
            </button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** What is most often wrong with today’s photos. */
export function FindingsCard({ findings }: { findings: SystemFinding[] }) {
  const { language, words } = useSpeech()
  const most = Math.max(1, ...findings.map(({ count }) => count))
  return (
    <Card title={words.system.findings}>
      {findings.length === 0 ? <p className="quiet">{words.system.findingsNone}</p> : null}
      <ul className="finding-bars">
        {findings.map((finding) => (
          <li key={finding.code} title={finding.code}>
            <span>{finding[language]}</span>
            <b>{shownCount(finding.count)}</b>
            <i style={{ width: `${(100 * finding.count) / most}%` }} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

export function ProgramCard({ view }: { view: SystemView }) {
  const { system } = useSpeech().words
  const { versions, database, processes } = view
  return (
    <Card title={system.program}>
      <Facts
        facts={[
          [system.version, `${versions.program} · Node ${versions.node}`],
          [system.schema, system.schemaOf(versions.schema)],
          [system.database, `PostgreSQL ${versions.postgres}`],
          [system.answers, shownTime(database.answersMs, system)],
          [system.size, shownBytes(database.bytes)],
          [
            system.processes,
            processes.map(({ role, host, pid }) => (
              <span key={`${host} ${pid}`} className="block">
                {system.processOf(system.roles[role], host, pid)}
              </span>
            )),
          ],
        ]}
      />
    </Card>
  )
}
