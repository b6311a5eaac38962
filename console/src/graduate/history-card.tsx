import { useQuery } from '@tanstack/react-query'
import type { GraduateEvent } from '@tucai/contract'
import { Segmented } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Failure } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'

const kinds = ['all', 'work', 'look'] as const
type Kind = (typeof kinds)[number]

/** What happened and who looked, the latest first. */
export function HistoryCard({ graduateId }: { graduateId: string }) {
  const { words } = useSpeech()
  const { graduate } = words
  const [kind, setKind] = useState<Kind>('all')
  const history = useQuery({
    queryKey: ['staff', 'graduate-history', graduateId],
    queryFn: () => call('staffGraduateHistory', { params: { graduateId } }),
    refetchInterval: 30_000,
  })
  const events = (history.data ?? []).filter((event) => kind === 'all' || event.kind === kind)
  return (
    <Card
      title={graduate.history}
      fill
      flush
      actions={
        <Segmented
          size="small"
          aria-label={graduate.history}
          value={kind}
          onChange={setKind}
          options={kinds.map((value) => ({ value, label: graduate.historyKinds[value] }))}
        />
      }
    >
      <div className="history">
        {history.isError && history.data === undefined ? (
          <Failure error={history.error} retry={history.refetch} retrying={history.isFetching} />
        ) : null}
        {history.isSuccess && events.length === 0 ? <p className="quiet">{graduate.historyNone}</p> : null}
        <ol>
          {events.map((event) => (
            <li key={`${event.at} ${event.code} ${JSON.stringify(event.detail)}`} className={event.kind}>
              <div>{eventWords(event, words)}</div>
              <small className="quiet">
                <Moment at={event.at} /> · {whose(event, words)}
                {event.times > 1 ? ` · ${graduate.times(event.times)}` : ''}
                {reasonOf(event, words)}
              </small>
            </li>
          ))}
        </ol>
      </div>
      <footer className="foot">
        <span>
          <Icon name="lock" /> {graduate.historyLock}
        </span>
      </footer>
    </Card>
  )
}

function eventWords({ code, detail }: GraduateEvent, { graduate }: Words): string {
  const field = graduate.fields[String(detail.field)] ?? String(detail.field)
  const notice = graduate.notices[String(detail.notice)] ?? String(detail.notice)
  const money = typeof detail.amountFen === 'number' ? shownMoney(detail.amountFen) : ''
  return graduate.events[code]?.({ ...detail, field, notice, money }) ?? graduate.otherEvent
}

function whose({ by }: GraduateEvent, { graduate }: Words): string {
  if (by === null) return graduate.system
  if (by.kind === 'student') return graduate.student
  const role = by.role === null ? '' : graduate.roles[by.role]
  return by.login === null ? role || graduate.roles.reviewer! : `${by.login}${role ? ` (${role})` : ''}`
}

function reasonOf({ detail }: GraduateEvent, { graduate, frame }: Words): string {
  const reasons = frame.uncoverReasons as Record<string, string>
  const reason = reasons[String(detail.reason)]
  return detail.field === undefined || reason === undefined ? '' : ` · ${graduate.reason(reason)}`
}
