import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { DifferenceView, RouteAnswer, StaffView } from '@tucai/contract'
import { Alert, Button, App as Messages, Skeleton, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { call, callOnce, newKey } from '../api.ts'
import { Card } from '../frame/card.tsx'
import { Empty } from '../frame/empty.tsx'
import { Failure, refusalWords } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownCount, shownMoney } from '../frame/numbers.ts'
import { Tag } from '../frame/tag.tsx'
import { Icon } from '../icons.tsx'
import { DataTable } from '../table/data-table.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'
import { Asked } from './asked.tsx'
import { dayWords, differenceOf, netOf } from './day.ts'

type Day = RouteAnswer<'staffReconciliationShow'>

/** One day: both sides' money, each difference, and its closing. */
export function DayDetail({ reconciliationId, staff }: { reconciliationId: string; staff: StaffView }) {
  const { words } = useSpeech()
  const [settling, setSettling] = useState<string | null>(null)
  const mayAct = staff.role !== 'auditor'
  const { reconciliation } = words
  const shown = useQuery({
    queryKey: ['staff', 'reconciliation', reconciliationId],
    queryFn: () => call('staffReconciliationShow', { params: { reconciliationId } }),
  })
  const day = shown.data
  if (shown.isError) return <Failure error={shown.error} retry={shown.refetch} retrying={shown.isFetching} />
  if (day === undefined)
    return (
      <Card fill>
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      </Card>
    )
  return (
    <div className="day-detail">
      <Sums day={day} />
      <Card
        flush
        fill
        title={reconciliation.differences}
        beside={<span className="quiet">{reconciliation.differencesHint}</span>}
      >
        <div className="rows">
          <DataTable<DifferenceView>
            columns={columnsIn(words, mayAct && day.closedAt === null ? setSettling : null)}
            rows={day.differences}
            idOf={({ differenceId }) => differenceId}
            empty={<Empty title={reconciliation.noDifferences} />}
          />
          {day.differences.length === 0 ? null : (
            <Alert className="day-rule" type="info" showIcon title={reconciliation.rule} />
          )}
        </div>
        <Closing day={day} staff={staff} mayAct={mayAct} />
      </Card>
      {settling === null ? null : (
        <Asked
          title={reconciliation.settleTitle}
          button={reconciliation.settle}
          label={reconciliation.settleNote}
          said={reconciliation.said.settled}
          act={(note) =>
            callOnce(newKey())('staffDifferenceSettle', { params: { differenceId: settling }, body: { note } })
          }
          close={() => setSettling(null)}
        />
      )}
    </div>
  )
}

function Sums({ day }: { day: Day }) {
  const { words } = useSpeech()
  const { reconciliation } = words
  const fen = differenceOf(day)
  const entries = day.paymentCount + day.refundCount
  return (
    <Card
      title={dayWords(day.day, words)}
      beside={
        fen === 0 ? undefined : (
          <Tag tone="red" icon="warning">
            {reconciliation.difference} {shownMoney(fen)}
          </Tag>
        )
      }
      actions={
        <span className="quiet">
          {reconciliation.billAt} <Moment at={day.madeAt} /> · {reconciliation.billOf(shownCount(entries))}
        </span>
      }
    >
      <div className="day-sums">
        <Sum
          name={reconciliation.oursNet}
          fen={netOf.ours(day)}
          note={reconciliation.received(shownMoney(day.ownPaidFen), shownMoney(day.ownRefundedFen))}
        />
        <span aria-hidden="true">−</span>
        <Sum
          name={reconciliation.theirsNet}
          fen={netOf.theirs(day)}
          note={reconciliation.received(shownMoney(day.paidFen), shownMoney(day.refundedFen))}
        />
        <span aria-hidden="true">=</span>
        <Sum
          name={reconciliation.difference}
          fen={fen}
          hot={fen !== 0}
          note={reconciliation.agreeing(
            day.openDifferenceCount,
            shownCount(entries - day.differences.filter(({ kind }) => kind !== 'only-ours').length),
          )}
        />
      </div>
    </Card>
  )
}

function Sum({ name, fen, note, hot = false }: { name: string; fen: number; note: string; hot?: boolean }) {
  return (
    <div>
      <div className="quiet">{name}</div>
      <div className={hot ? 'day-sum differs' : 'day-sum'}>{shownMoney(fen)}</div>
      <div className="quiet">{note}</div>
    </div>
  )
}

function columnsIn(
  { reconciliation, none }: Words,
  settle: ((differenceId: string) => void) | null,
): TableColumnsType<DifferenceView> {
  const money = (fen: number | null) => (fen === null ? none : shownMoney(fen))
  return [
    {
      title: reconciliation.kind,
      width: 158,
      render: (_, { kind, settledAt }) => (
        <Tag
          tone={settledAt !== null ? 'green' : kind === 'only-theirs' ? 'amber' : 'red'}
          icon={settledAt !== null ? 'ticked' : kind === 'only-theirs' ? 'warning' : 'crossed'}
        >
          {reconciliation.kinds[kind]}
        </Tag>
      ),
    },
    {
      title: reconciliation.numbers,
      width: 196,
      render: (_, { orderNumber, tradeNumber, refundNumber, what }) => (
        <span className="two-lines mono">
          {orderNumber ?? none}
          <small>
            {reconciliation.what[what]} {refundNumber ?? tradeNumber}
          </small>
        </span>
      ),
    },
    { title: reconciliation.ours, align: 'right', width: 84, render: (_, { oursFen }) => money(oursFen) },
    { title: reconciliation.theirs, align: 'right', width: 84, render: (_, { theirsFen }) => money(theirsFen) },
    {
      title: reconciliation.advice,
      width: 160,
      render: (_, { kind, what, note, settledBy }) =>
        note === null ? (
          <span className="wraps">{reconciliation.advices[`${kind} ${what}`]}</span>
        ) : (
          <span className="two-lines wraps">
            {note}
            <small>{reconciliation.settledBy(settledBy ?? none)}</small>
          </span>
        ),
    },
    ...(settle === null
      ? []
      : [
          {
            title: '',
            width: 76,
            render: (_: unknown, { differenceId, settledAt }: DifferenceView) =>
              settledAt === null ? (
                <Button size="small" onClick={() => settle(differenceId)}>
                  {reconciliation.settle}
                </Button>
              ) : null,
          },
        ]),
  ]
}

function Closing({ day, staff, mayAct }: { day: Day; staff: StaffView; mayAct: boolean }) {
  const { language, words } = useSpeech()
  const { reconciliation } = words
  const { message } = Messages.useApp()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  const params = { reconciliationId: day.reconciliationId }
  const act = useMutation({
    mutationFn: (what: 'staffReconciliationClose' | 'staffReconciliationReopen') =>
      callOnce(newKey())(what, { params }),
    onSuccess: (_, what) =>
      message.success(what === 'staffReconciliationClose' ? reconciliation.said.closed : reconciliation.said.reopened),
    onError: (error) => message.error(refusalWords(error, language, words)),
    onSettled: () => client.invalidateQueries({ queryKey: ['staff'] }),
  })
  const { reopening } = day
  return (
    <footer className="foot day-foot">
      <span>
        {reopening !== null
          ? reconciliation.reopenAsked(reopening.askedBy, reopening.reason)
          : day.closedAt === null
            ? reconciliation.waiting(day.openDifferenceCount)
            : reconciliation.closedBy(day.closedBy ?? words.none)}
      </span>
      {!mayAct ? null : day.closedAt === null ? (
        <Button
          type="primary"
          icon={<Icon name="lock" />}
          disabled={day.openDifferenceCount > 0}
          loading={act.isPending}
          onClick={() => act.mutate('staffReconciliationClose')}
        >
          {reconciliation.close(day.day.slice(5))}
        </Button>
      ) : reopening === null ? (
        <Button onClick={() => setAsking(true)}>{reconciliation.reopen}</Button>
      ) : (
        <Button
          disabled={reopening.askedById === staff.staffId}
          loading={act.isPending}
          onClick={() => act.mutate('staffReconciliationReopen')}
        >
          {reconciliation.reopenAgree}
        </Button>
      )}
      {asking ? (
        <Asked
          title={reconciliation.reopen}
          button={reconciliation.reopen}
          label={reconciliation.reopenReason}
          said={reconciliation.said.asked}
          act={(reason) => callOnce(newKey())('staffReconciliationReopenAsk', { params, body: { reason } })}
          close={() => setAsking(false)}
        />
      ) : null}
    </footer>
  )
}
