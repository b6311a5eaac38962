import { useQueryClient } from '@tanstack/react-query'
import type { StaffNotice } from '@tucai/contract'
import { Button, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { BulkAction, BulkBar } from '../table/bulk-bar.tsx'
import { DataTable } from '../table/data-table.tsx'
import { FilterTabs } from '../table/filters.tsx'
import { ListBody, ListFoot, useList } from '../table/list.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'

const states = ['failed', 'due', 'sent', 'dropped'] as const
type State = (typeof states)[number]

/** The outbox of a campaign, first what did not reach anybody. */
export function NoticePage({ campaign: { campaignId }, staff }: CampaignPageProps) {
  const { words } = useSpeech()
  const { notices } = words
  const [place, go] = usePlace()
  const client = useQueryClient()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [retrying, setRetrying] = useState(false)
  const tab = place.own.state ?? 'failed'
  const query = { campaignId, ...(tab === 'all' ? {} : { state: tab as State }) }
  const list = useList(['staff', 'notices', query], (part) => call('staffNoticeList', { query: { ...query, ...part } }))
  const counts = list.query.data?.counts ?? {}
  const rows = list.query.data?.notices
  const chosen = rows?.filter(({ noticeId }) => ticked.has(noticeId)) ?? []
  const retriable = chosen.filter((notice) => notice.retriable)
  const mayAct = staff.role === 'administrator'
  return (
    <>
      <PageTitle title={notices.title} sub={notices.sub(shownCount(counts.failed ?? 0), shownCount(counts.due ?? 0))} />
      <Card flush fill>
        <FilterTabs
          label={notices.label}
          chosen={tab}
          choose={(key) => go({ own: { state: key === 'failed' ? null : key, rows: null } })}
          tabs={[
            ...states.map((state) => ({
              key: state,
              name: notices.states[state],
              count: counts[state] ?? 0,
              hot: state === 'failed' && (counts.failed ?? 0) > 0,
            })),
            { key: 'all', name: notices.all },
          ]}
        />
        <ListBody list={list} watermark={staff.login}>
          <DataTable<StaffNotice>
            columns={columnsIn(words)}
            rows={rows}
            idOf={({ noticeId }) => noticeId}
            stale={list.query.isPlaceholderData}
            {...(mayAct ? { ticked, tick: setTicked } : {})}
            empty={<Empty title={tab === 'failed' ? notices.noneFailed : notices.none} />}
          />
        </ListBody>
        <ListFoot list={list} note={notices.masked} />
      </Card>
      <BulkBar count={chosen.length} clear={() => setTicked(new Set())}>
        <Button size="small" onClick={() => setRetrying(true)}>
          {notices.retry}
        </Button>
      </BulkBar>
      <BulkAction
        preview={
          retrying
            ? {
                included: retriable.length,
                exceptions:
                  retriable.length === chosen.length
                    ? []
                    : [{ reason: notices.gone, count: chosen.length - retriable.length }],
              }
            : null
        }
        close={() => setRetrying(false)}
        title={notices.retry}
        button={notices.retrySome(shownCount(retriable.length))}
        act={async () => {
          for (const { noticeId } of retriable) await callOnce(newKey())('staffNoticeRetry', { params: { noticeId } })
          return retriable.length
        }}
        doneWords={(count) => notices.said(shownCount(count))}
        done={() => {
          setTicked(new Set())
          void client.invalidateQueries({ queryKey: ['staff', 'notices'] })
        }}
      />
    </>
  )
}

const tones = { failed: 'red', due: 'amber', sent: 'green', dropped: 'grey' } as const
const icons = { failed: 'crossed', due: 'clock', sent: 'ticked', dropped: 'cross' } as const

function columnsIn({ notices, none, frame }: Words): TableColumnsType<StaffNotice> {
  const outcomeOf = ({ outcome, reason }: StaffNotice['attempts'][number]) => {
    const said = outcome === null ? notices.running : notices.outcomes[outcome]
    return reason === null ? said : frame.noted(said, reason)
  }
  return [
    { title: notices.kind, width: 150, render: (_, { kind }) => notices.kinds[kind] ?? notices.account },
    {
      title: notices.state,
      width: 110,
      render: (_, { state }) => (
        <Tag tone={tones[state]} icon={icons[state]}>
          {notices.states[state]}
        </Tag>
      ),
    },
    { title: notices.reason, width: 160, render: (_, { reason }) => reason ?? none },
    {
      title: notices.attempts,
      render: (_, { attempts }) => (
        <span className="wraps">
          {attempts.length === 0 ? none : null}
          {attempts.map((attempt) => (
            <span key={`${attempt.channel} ${attempt.startedAt}`} className="block">
              {notices.channels[attempt.channel]} <span className="mono">{attempt.recipient}</span> ·{' '}
              {outcomeOf(attempt)}
            </span>
          ))}
        </span>
      ),
    },
    { title: notices.time, width: 120, render: (_, { sentAt, madeAt }) => <Moment at={sentAt ?? madeAt} /> },
  ]
}
