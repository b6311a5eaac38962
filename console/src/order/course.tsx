import type { RouteAnswer, StaffRefund } from '@tucai/contract'
import { Moment } from '../frame/moment-text.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'

type Step = { at: string; title: string; by?: string | null }

/** What became of an order and its refunds, the newest first. */
export function Course({ order, refunds }: { order: RouteAnswer<'staffOrderShow'>; refunds: StaffRefund[] }) {
  const { words } = useSpeech()
  const { orders } = words
  const steps: Step[] = [
    ...order.moves.map(({ state, at }, place) => ({ at, title: place === 0 ? orders.placed : orders.states[state] })),
    ...refunds.flatMap((refund): Step[] => [
      {
        at: refund.askedAt,
        title: `${orders.kinds[refund.kind]} ${shownMoney(refund.amountFen)}`,
        by: refund.askedByLogin,
      },
      ...(refund.decidedAt !== null && refund.decidedByLogin !== null
        ? [{ at: refund.decidedAt, title: orders.refundStates[refund.state], by: refund.decidedByLogin }]
        : []),
      ...(refund.endedAt !== null && refund.state === 'done'
        ? [{ at: refund.endedAt, title: `${orders.refundStates.done} ${shownMoney(refund.amountFen)}` }]
        : []),
    ]),
  ].sort((a, b) => (a.at < b.at ? 1 : -1))
  return (
    <ol className="timeline">
      {steps.map(({ at, title, by }, place) => (
        <li key={`${at} ${title}`} className={place === 0 ? 'present' : ''}>
          <div>{title}</div>
          <small>
            {by ? `${by} · ` : ''}
            <Moment at={at} />
          </small>
        </li>
      ))}
    </ol>
  )
}
