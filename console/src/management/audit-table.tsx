import type { AuditEntry } from '@tucai/contract'
import type { ReactNode } from 'react'
import { secondMoment } from '../frame/moment.ts'
import { shownCount } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import type { IconName } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { useSpeech } from '../words/language.tsx'

type AuditTableProps = { entries: AuditEntry[] | undefined; stale: boolean; empty: ReactNode }

export function AuditTable({ entries, stale, empty }: AuditTableProps) {
  const { language, words } = useSpeech()
  const { management } = words
  const actorOf = ({ actorLogin, actorKind }: AuditEntry) => actorLogin ?? management.actorKinds[actorKind] ?? actorKind
  const reasonOf = (reason: string) =>
    (words.frame.uncoverReasons as Record<string, string>)[reason] ?? (reason === '' ? words.none : reason)
  return (
    <DataTable<AuditEntry>
      rows={entries}
      idOf={({ auditId }) => auditId}
      tight
      stale={stale}
      empty={empty}
      columns={[
        {
          title: management.at,
          width: 130,
          className: 'mono',
          render: (_, { at }) => <time dateTime={at}>{secondMoment(at, new Date())}</time>,
        },
        { title: management.actor, width: 150, ellipsis: true, render: (_, entry) => actorOf(entry) },
        {
          title: management.action,
          width: 190,
          render: (_, { action }) => <Tag {...looks(action.name)}>{action[language]}</Tag>,
        },
        {
          title: management.subject,
          ellipsis: true,
          render: (_, { subject, subjectCount }) => (
            <>
              {subject === '' ? words.none : <span className={subject.includes('_') ? 'mono' : ''}>{subject}</span>}
              {subjectCount > 1 ? <span className="quiet"> {management.andMore(shownCount(subjectCount))}</span> : null}
            </>
          ),
        },
        { title: management.reason, width: 220, ellipsis: true, render: (_, { reason }) => reasonOf(reason) },
        {
          title: management.record,
          width: 120,
          className: 'mono',
          render: (_, { auditId }) => (
            <span className="quiet" title={auditId}>
              {auditId.slice(4, 8)}…{auditId.slice(-4)}
            </span>
          ),
        },
      ]}
    />
  )
}

/** What was uncovered or refused stands out. */
function looks(action: string): { tone?: 'blue' | 'red'; icon?: IconName } {
  if (action.endsWith('uncovered') || action === 'addresses-read') return { tone: 'blue', icon: 'eye' }
  if (action === 'staff-refused' || action === 'staff-code-refused') return { tone: 'red', icon: 'crossed' }
  return {}
}
