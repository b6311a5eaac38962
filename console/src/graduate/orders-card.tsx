import type { GraduateOrderView } from '@tucai/contract'
import { Card } from '../frame/card.tsx'
import { Moment } from '../frame/moment-text.tsx'
import { shownMoney } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'
import { OrderTag } from './states.tsx'

/** The orders of an enrolment, the latest first. */
export function OrdersCard({ orders }: { orders: GraduateOrderView[] }) {
  const { words } = useSpeech()
  if (orders.length === 0) {
    return (
      <Card title={words.graduate.order}>
        <p className="quiet">{words.graduate.noOrders}</p>
      </Card>
    )
  }
  return orders.map((order) => <OrderCard key={order.orderId} order={order} />)
}

function OrderCard({ order }: { order: GraduateOrderView }) {
  const { language, words } = useSpeech()
  const { number, state, lines, totalFen, schoolFen, paidAt, placedAt, region, byStation } = order
  return (
    <Card
      title={words.graduate.order}
      beside={<span className="mono quiet">{number}</span>}
      actions={<OrderTag state={state} />}
    >
      <ul className="lines">
        {lines.map((line) => (
          <li key={line.kind}>
            <span>
              {line[language]}
              {line.quantity > 1 ? ` × ${line.quantity}` : ''}
            </span>
            <span>{shownMoney(line.amountFen)}</span>
          </li>
        ))}
        {schoolFen === 0 ? null : (
          <li>
            <span>{words.graduate.bySchool}</span>
            <span>{shownMoney(-schoolFen)}</span>
          </li>
        )}
        <li className="sum">
          <b>{words.graduate.total}</b>
          <b>{shownMoney(totalFen)}</b>
        </li>
      </ul>
      <p className="quiet small-line">
        <Moment at={paidAt ?? placedAt} />
        {region === null ? null : ` · ${words.graduate.sentTo(region)}`}
        {byStation ? ` · ${words.graduate.fetched}` : null}
      </p>
    </Card>
  )
}
