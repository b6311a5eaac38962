import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { PrintBatchView } from '@tucai/contract'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { call } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { Failure } from '../frame/failure.tsx'
import { shownCount } from '../frame/numbers.ts'
import type { CampaignPageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import { BatchSide } from './batch-side.tsx'
import { MakeBatch } from './make-batch.tsx'
import { Reprint } from './reprint.tsx'
import { Sheets } from './sheets.tsx'
import './print.css'

const refreshMs = 5000
const running = (batch: PrintBatchView) => !['printed', 'cancelled'].includes(batch.state)

/** Batches of the campaign, the sheets of one of them, and what is done with it. */
export function PrintPage({ campaign: { campaignId } }: CampaignPageProps) {
  const { words } = useSpeech()
  const [place, go] = usePlace()
  const client = useQueryClient()
  const [asking, setAsking] = useState<'make' | 'reprint' | null>(null)
  const params = { campaignId }
  const list = useQuery({
    queryKey: ['staff', 'prints', campaignId],
    queryFn: () => call('printBatchList', { params }),
    refetchInterval: refreshMs,
  })
  const due = useQuery({
    queryKey: ['staff', 'prints', campaignId, 'due'],
    queryFn: () => call('printPreview', { params, query: {} }),
  })
  useHotkeys('b', () => setAsking('reprint'), { preventDefault: true })
  useHotkeys('n', () => setAsking('make'), { preventDefault: true })
  const shownDone = place.own.list === 'finished'
  const batches = list.data?.filter((batch) => running(batch) !== shownDone)
  const chosen = list.data?.find(({ batchId }) => batchId === place.own.batch) ?? batches?.[0]
  const made = (batch: PrintBatchView) => {
    setAsking(null)
    void client.invalidateQueries({ queryKey: ['staff', 'prints'] })
    go({ own: { batch: batch.batchId, list: null, sheet: null } })
  }
  return (
    <>
      <PageTitle title={words.prints.title} sub={due.data ? words.prints.due(shownCount(due.data.orders)) : undefined}>
        <Button icon={<Icon name="keyboard" />} onClick={() => setAsking('reprint')}>
          {words.prints.reprint} <kbd>B</kbd>
        </Button>
        <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAsking('make')}>
          {words.prints.make}
        </Button>
      </PageTitle>
      {list.isError && list.data === undefined ? (
        <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
      ) : (
        <div className="print-columns">
          <Card
            flush
            fill
            className="batches"
            title={words.prints.batches}
            actions={
              <Segmented
                size="small"
                aria-label={words.prints.batches}
                value={shownDone ? 'finished' : 'running'}
                onChange={(which) =>
                  go({ own: { list: which === 'finished' ? which : null, batch: null, sheet: null } })
                }
                options={[
                  { value: 'running', label: words.prints.running },
                  { value: 'finished', label: words.prints.finished },
                ]}
              />
            }
          >
            <ul>
              {batches?.map((batch) => (
                <BatchLine
                  key={batch.batchId}
                  batch={batch}
                  present={batch.batchId === chosen?.batchId}
                  open={() => go({ own: { batch: batch.batchId, sheet: null } })}
                />
              ))}
            </ul>
            {batches?.length === 0 ? (
              <p className="quiet none">{shownDone ? words.prints.noneFinished : words.prints.noneRunning}</p>
            ) : null}
          </Card>
          {chosen === undefined ? (
            <Card fill>
              {list.data === undefined ? null : <Empty title={words.prints.none} hint={words.prints.noneHint} />}
            </Card>
          ) : (
            <>
              <Sheets key={chosen.batchId} batch={chosen} />
              <BatchSide batch={chosen} />
            </>
          )}
        </div>
      )}
      {asking === 'make' ? <MakeBatch campaignId={campaignId} close={() => setAsking(null)} made={made} /> : null}
      {asking === 'reprint' ? <Reprint campaignId={campaignId} close={() => setAsking(null)} made={made} /> : null}
    </>
  )
}

const tones = { preparing: 'blue', ready: 'grey', printed: 'green', cancelled: 'grey', failed: 'red' } as const

function BatchLine({ batch, present, open }: { batch: PrintBatchView; present: boolean; open: () => void }) {
  const { words } = useSpeech()
  const { number, college, delivery, state, kind, orders, sheets, printed } = batch
  const share = state === 'preparing' ? 0 : state === 'ready' ? 0 : orders === 0 ? 0 : (100 * printed) / orders
  return (
    <li>
      <button type="button" aria-current={present} onClick={open}>
        <span className="batch-number">
          <b className="mono">{number}</b>
          <Tag tone={tones[state]}>{words.prints.states[state]}</Tag>
        </span>
        <span>
          {kind === 'reprint' ? words.prints.kinds.reprint : (college ?? words.prints.everything)}
          {delivery === null ? '' : ` · ${words.prints.deliveries[delivery]}`}
        </span>
        <span className="quiet">{words.prints.people(shownCount(orders), shownCount(sheets))}</span>
        <span className="bar" aria-hidden="true">
          <i style={{ width: `${share}%` }} />
        </span>
      </button>
    </li>
  )
}
