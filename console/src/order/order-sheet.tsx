import { useQuery } from '@tanstack/react-query'
import type { StaffRefund, StaffView } from '@tucai/contract'
import { Alert, Button, Skeleton } from 'antd'
import { useState } from 'react'
import { call } from '../api.ts'
import { Facts } from '../frame/facts.tsx'
import { Failure } from '../frame/failure.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { SideSheet } from '../frame/side-sheet.tsx'
import { Tag } from '../frame/tag.tsx'
import { useSpeech } from '../words/language.tsx'
import { contentOf } from './content.ts'
import { Course } from './course.tsx'
import { OrderTag } from './order-tag.tsx'
import { RefundActions } from './refund-actions.tsx'
import { RefundForm } from './refund-form.tsx'
import './order.css'

type OrderSheetProps = { orderId: string | null; campaignId: string; staff: StaffView; close: () => void }

/** One order beside the list: what was paid, what goes back and who decides about it. */
export function OrderSheet({ orderId, campaignId, staff, close }: OrderSheetProps) {
  const { words } = useSpeech()
  const { order, refunds, fees } = useOrder(orderId, campaignId)
  const [asking, setAsking] = useState<string | null>(null)
  const failed = order.error ?? refunds.error
  if (failed !== null && orderId !== null && order.data === undefined)
    return (
      <SideSheet open close={close} title={words.orders.order}>
        <Failure error={failed} retry={order.refetch} retrying={order.isFetching} />
      </SideSheet>
    )
  const shown = orderId === null ? undefined : order.data
  if (shown === undefined || refunds.data === undefined)
    return (
      <SideSheet open={orderId !== null} close={close} title={words.orders.order}>
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      </SideSheet>
    )
  const { aloneUpToFen } = refunds.data
  const refund = refunds.data.refunds.find(({ state }) => state === 'asked' || state === 'failed')
  const mayAct = staff.role === 'administrator' || staff.role === 'finance'
  const paid = shown.payments.find(({ state }) => state === 'paid')
  const promised = refunds.data.refunds
    .filter(({ state }) => state !== 'refused')
    .reduce((sum, { amountFen }) => sum + amountFen, 0)
  const leftFen = (paid?.amountFen ?? 0) - promised
  const foot =
    !mayAct || asking === orderId ? undefined : refund !== undefined ? (
      <RefundActions refund={refund} staff={staff} />
    ) : leftFen > 0 ? (
      <Button onClick={() => setAsking(orderId)}>{words.orders.startRefund}</Button>
    ) : undefined
  return (
    <SideSheet
      open
      close={close}
      foot={foot}
      title={
        <>
          {refund === undefined ? words.orders.order : words.orders.refund}{' '}
          <span className="mono quiet">{refund?.number ?? shown.number}</span>
        </>
      }
    >
      {refund === undefined ? (
        <div className="order-head">
          <Sum name={words.orders.amount} fen={shown.totalFen} />
          <OrderTag order={shown} />
        </div>
      ) : (
        <RefundHead refund={refund} staff={staff} rule={fees.data?.refundRule} aloneUpToFen={aloneUpToFen} />
      )}
      {asking === orderId && orderId !== null ? (
        <RefundForm orderId={orderId} leftFen={leftFen} aloneUpToFen={aloneUpToFen} close={() => setAsking(null)} />
      ) : null}
      <Facts
        facts={[
          [
            words.orders.order,
            <>
              <span className="mono">{shown.number}</span> · {contentOf(shown, words)}
            </>,
          ],
          [
            words.orders.student,
            <>
              {shown.name} · {words.orders.studentNumber(shown.studentNumber)}
            </>,
          ],
          [
            words.orders.payment,
            paid ? (
              <>
                {words.orders.providers[paid.provider] ?? paid.provider} · <Moment at={paid.endedAt} /> ·{' '}
                {words.orders.serial(maskSerial(paid.providerTransaction ?? paid.tradeNumber))}
              </>
            ) : null,
          ],
          ...(refund === undefined
            ? []
            : ([
                [words.orders.reason, refund.reason],
                [words.orders.asker, <Asker key="asker" refund={refund} />],
              ] as [string, React.ReactNode][])),
        ]}
      />
      <Lines order={shown} refund={refund} />
      <h3 className="sheet-heading">{words.orders.course}</h3>
      <Course order={shown} refunds={refunds.data.refunds} />
    </SideSheet>
  )
}

function useOrder(orderId: string | null, campaignId: string) {
  const enabled = orderId !== null
  const params = { orderId: orderId ?? '' }
  return {
    order: useQuery({
      queryKey: ['staff', 'order', orderId],
      queryFn: () => call('staffOrderShow', { params }),
      enabled,
    }),
    refunds: useQuery({
      queryKey: ['staff', 'order', orderId, 'refunds'],
      queryFn: () => call('staffRefundList', { query: { ...params, limit: 200 } }),
      enabled,
    }),
    fees: useQuery({
      queryKey: ['staff', 'fees', campaignId],
      queryFn: () => call('staffFeesShow', { params: { campaignId } }),
      enabled,
    }),
  }
}

/** 4200****7719: enough to find it at the provider, with its first and last four digits. */
function maskSerial(serial: string): string {
  return serial.length > 12 ? `${serial.slice(0, 4)}****${serial.slice(-4)}` : serial
}

function Sum({ name, fen }: { name: string; fen: number }) {
  return (
    <div>
      <div className="quiet">{name}</div>
      <div className="order-sum">{shownMoney(fen)}</div>
    </div>
  )
}

type RefundHeadProps = {
  refund: StaffRefund
  staff: StaffView
  rule: keyof ReturnType<typeof useSpeech>['words']['orders']['rules'] | undefined
  aloneUpToFen: number
}

function RefundHead({ refund, staff, rule, aloneUpToFen }: RefundHeadProps) {
  const { words } = useSpeech()
  const own = refund.state === 'asked' && refund.askedBy === staff.staffId
  return (
    <>
      <div className="order-head">
        <Sum name={words.orders.asked} fen={refund.amountFen} />
        {refund.state === 'failed' ? (
          <Tag tone="red" icon="warning">
            {words.orders.refundStates.failed}
          </Tag>
        ) : (
          <Tag tone="amber" icon="undo">
            {own || staff.role === 'auditor' ? words.orders.forOther : words.orders.forYou}
          </Tag>
        )}
      </div>
      {refund.trouble === null ? null : <Alert type="error" showIcon title={words.orders.trouble(refund.trouble)} />}
      {own ? <Alert type="warning" showIcon title={words.orders.ownRequest} /> : null}
      <Alert
        type="info"
        showIcon
        title={
          <>
            {rule === undefined ? '' : words.orders.rules[rule]} {words.orders.above(shownMoney(aloneUpToFen))}
          </>
        }
      />
    </>
  )
}

function Asker({ refund: { kind, askedByLogin, askedAt } }: { refund: StaffRefund }) {
  const { words } = useSpeech()
  const who = askedByLogin ?? (kind === 'student' ? words.orders.byStudent : words.orders.byRule)
  return (
    <>
      {words.frame.noted(who, words.orders.kinds[kind])} · <Moment at={askedAt} />
    </>
  )
}

type LinesProps = {
  order: { lines: { kind: string; zh: string; en: string; amountFen: number }[] } & {
    schoolFen: number
    totalFen: number
    refundedFen: number
  }
  refund: StaffRefund | undefined
}

function Lines({ order, refund }: LinesProps) {
  const { language, words } = useSpeech()
  return (
    <table className="order-lines">
      <thead>
        <tr>
          <th>{words.orders.line}</th>
          <th>{words.orders.paid}</th>
          <th>{words.orders.back}</th>
          {refund === undefined ? null : <th>{words.orders.thisTime}</th>}
        </tr>
      </thead>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.kind}>
            <td>{line[language]}</td>
            <td>{shownMoney(line.amountFen)}</td>
            <td />
            {refund === undefined ? null : <td />}
          </tr>
        ))}
        {order.schoolFen === 0 ? null : (
          <tr>
            <td>{words.orders.schoolPays}</td>
            <td>{shownMoney(-order.schoolFen)}</td>
            <td />
            {refund === undefined ? null : <td />}
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{words.orders.total}</th>
          <td>{shownMoney(order.totalFen)}</td>
          <td>{shownMoney(order.refundedFen)}</td>
          {refund === undefined ? null : <td>{shownMoney(refund.amountFen)}</td>}
        </tr>
      </tfoot>
    </table>
  )
}
