import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReconciliationView } from '@tucai/contract'
import { Button, App as Messages, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey, saveFile } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { Failure, refusalWords } from '../frame/failure.tsx'
import { chinaDay } from '../frame/moment.ts'
import { shownMoney } from '../frame/numbers.ts'
import type { PageProps } from '../frame/page.ts'
import { PageTitle } from '../frame/page-title.tsx'
import { Tag } from '../frame/tag.tsx'
import { usePlace } from '../frame/use-place.ts'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { Alarms } from './alarms.tsx'
import { Asked } from './asked.tsx'
import { dayWords, differenceOf, netOf } from './day.ts'
import { DayDetail } from './day-detail.tsx'
import './reconciliation.css'

/** Our money of each day beside the provider's bill. */
export function ReconciliationPage({ staff }: PageProps) {
  const { language, words } = useSpeech()
  const { reconciliation } = words
  const { message } = Messages.useApp()
  const [place, go] = usePlace()
  const [fetching, setFetching] = useState(false)
  const month = /^\d{4}-\d{2}$/.test(place.own.month ?? '') ? place.own.month! : chinaDay().slice(0, 7)
  const { list, awaitDay } = useDays()
  const days = list.data?.filter(({ day }) => day.startsWith(month))
  const chosen = days?.find(({ reconciliationId }) => reconciliationId === place.own.day) ?? days?.[0]
  const mayAct = staff.role !== 'auditor'
  const exportMonth = useMutation({
    mutationFn: () => saveFile('staffReconciliationFile', { query: { month } }, `${month}.xlsx`),
    onError: (error) => message.error(refusalWords(error, language, words)),
  })
  return (
    <>
      <PageTitle title={reconciliation.title} sub={reconciliation.sub}>
        <Select
          className="month-field"
          aria-label={reconciliation.month}
          value={month}
          onChange={(chosen) => go({ own: { month: chosen, day: null } })}
          options={lastMonths(month).map((value) => ({ value, label: value }))}
        />
        {mayAct ? (
          <Button icon={<Icon name="again" />} onClick={() => setFetching(true)}>
            {reconciliation.fetch}
          </Button>
        ) : null}
        <Button icon={<Icon name="download" />} loading={exportMonth.isPending} onClick={() => exportMonth.mutate()}>
          {reconciliation.exportSheet}
        </Button>
      </PageTitle>
      <Alarms staff={staff} />
      {list.isError && list.data === undefined ? (
        <Failure error={list.error} retry={list.refetch} retrying={list.isFetching} />
      ) : days?.length === 0 ? (
        <Card fill>
          <Empty title={reconciliation.none} hint={reconciliation.noneHint} />
        </Card>
      ) : (
        <div className="day-columns">
          <Card flush fill title={reconciliation.days(month)} beside={<Standing days={days ?? []} />}>
            <div className="rows">
              <DataTable<ReconciliationView>
                columns={columnsIn(words)}
                rows={days}
                idOf={({ reconciliationId }) => reconciliationId}
                openId={chosen?.reconciliationId ?? null}
                open={({ reconciliationId }) => go({ own: { day: reconciliationId } })}
                empty={null}
              />
            </div>
            <footer className="foot">
              {reconciliation.sum(
                days?.length ?? 0,
                shownMoney((days ?? []).reduce((sum, day) => sum + netOf.ours(day), 0)),
              )}
            </footer>
          </Card>
          {chosen === undefined ? null : (
            <DayDetail key={chosen.reconciliationId} reconciliationId={chosen.reconciliationId} staff={staff} />
          )}
        </div>
      )}
      {fetching ? (
        <Asked
          title={reconciliation.fetchTitle}
          button={reconciliation.fetchNow}
          label={reconciliation.fetchDay}
          hint={reconciliation.fetchHint}
          type="date"
          first={chinaDay(1)}
          said={reconciliation.fetched}
          act={async (day) => {
            await callOnce(newKey())('staffReconciliationMake', { body: { day } })
            awaitDay(day)
            go({ own: { month: day.slice(0, 7), day: null } })
          }}
          close={() => setFetching(false)}
        />
      ) : null}
    </>
  )
}

const restMs = 60_000
const awaitMs = 2_000
/** Whoever waits longer for a bill than this reads it with the next look. */
const awaitMostMs = 300_000

/** The days, looked at closely while a bill is on its way that somebody asked for. */
function useDays() {
  const [awaited, setAwaited] = useState<{ day: string; before: string | undefined; until: number } | null>(null)
  const madeAt = (days: ReconciliationView[] | undefined, day: string) => days?.find((one) => one.day === day)?.madeAt
  const list = useQuery({
    queryKey: ['staff', 'reconciliations'],
    queryFn: () => call('staffReconciliationList', {}),
    refetchInterval: ({ state }) =>
      awaited !== null && madeAt(state.data, awaited.day) === awaited.before && Date.now() < awaited.until
        ? awaitMs
        : restMs,
  })
  const awaitDay = (day: string) => setAwaited({ day, before: madeAt(list.data, day), until: Date.now() + awaitMostMs })
  return { list, awaitDay }
}

/** This month and the eleven before, and the one shown. */
function lastMonths(shown: string): string[] {
  const [year = 0, month = 0] = chinaDay().split('-').map(Number)
  const months = Array.from({ length: 12 }, (_, back) =>
    new Date(Date.UTC(year, month - 1 - back, 1)).toISOString().slice(0, 7),
  )
  return months.includes(shown) ? months : [shown, ...months]
}

function Standing({ days }: { days: ReconciliationView[] }) {
  const { words } = useSpeech()
  const differing = days.filter(({ openDifferenceCount }) => openDifferenceCount > 0).length
  return <span className="quiet">{words.reconciliation.closedDays(days.length - differing, differing)}</span>
}

function columnsIn(words: Words): TableColumnsType<ReconciliationView> {
  const { reconciliation } = words
  return [
    {
      title: reconciliation.day,
      width: 96,
      render: (_, { day }) => (
        <button type="button" className="row-name">
          {dayWords(day, words)}
        </button>
      ),
    },
    { title: reconciliation.ours, align: 'right', render: (_, day) => shownMoney(netOf.ours(day)) },
    { title: reconciliation.theirs, align: 'right', render: (_, day) => shownMoney(netOf.theirs(day)) },
    {
      title: reconciliation.difference,
      align: 'right',
      render: (_, day) => {
        const fen = differenceOf(day)
        return <span className={fen === 0 ? 'quiet' : 'differs'}>{shownMoney(fen)}</span>
      },
    },
    {
      title: reconciliation.result,
      width: 92,
      render: (_, { openDifferenceCount, differenceCount, closedAt }) =>
        openDifferenceCount > 0 ? (
          <Tag tone="red" icon="warning">
            {reconciliation.openCount(openDifferenceCount)}
          </Tag>
        ) : (
          <Tag tone="green" icon={closedAt === null ? 'tick' : 'lock'}>
            {closedAt !== null
              ? reconciliation.closed
              : differenceCount > 0
                ? reconciliation.settled
                : reconciliation.even}
          </Tag>
        ),
    },
  ]
}
