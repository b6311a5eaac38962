import type { OrderView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { goBack, open, restart, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { toneOfOrder } from '../../order-look.ts'
import { ContactSheet } from '../../parts/contact-sheet.tsx'
import { KeyValues } from '../../parts/key-values.tsx'
import { OrderFees, OrderWho, orderFacts } from '../../parts/order-pieces.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Timeline, type TimelineRow } from '../../parts/timeline.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import type { Words } from '../../words/zh-CN.ts'
import './order-detail.css'

export default function OrderDetail() {
  const words = useWords()
  const { orderId } = usePageParams()
  const [contact, setContact] = useState(false)
  const back = () => goBack('orders')
  const { answer, trouble, load } = useAnswer<OrderView>(async () => {
    if (orderId !== undefined) return call('orderShow', { params: { orderId } })
    restart('home')
    return null
  })
  const { title } = words.orderDetail
  if (answer === null) {
    return <Waiting name="order-detail" title={title} trouble={trouble} onAgain={load} onBack={back} />
  }
  const order = answer
  const { graduateId } = order
  return (
    <Screen
      name="order-detail"
      title={title}
      onBack={back}
      footer={
        <>
          <Press className="btn line" onPress={() => setContact(true)}>
            <Icon name="service" />
            {words.home.contact}
          </Press>
          {order.state === 'unpaid' ? (
            <Press className="btn primary" onPress={() => open('order', { graduateId })}>
              {words.order.pay}
            </Press>
          ) : null}
          {order.state === 'paid' ? (
            <Press className="btn quiet" onPress={() => open('collected', { graduateId })}>
              {words.paid.collected}
            </Press>
          ) : null}
        </>
      }
      over={contact ? <ContactSheet onClose={() => setContact(false)} /> : null}
    >
      <Box as="section" className="card">
        <Box className="state-head">
          <Box as="h2" className="title">
            {headingOf(order, words)}
          </Box>
          <Box as="span" className={`tag ${toneOfOrder[order.state]}`}>
            {words.order[order.state]}
          </Box>
        </Box>
        <Timeline rows={rowsOf(order, words)} />
      </Box>
      <OrderWho order={order} />
      <Box as="section" className="card facts">
        <KeyValues rows={orderFacts(order, words)} />
      </Box>
      <OrderFees order={order} total={order.state === 'paid' ? words.order.paidSum : words.paper.total} />
    </Screen>
  )
}

function headingOf(order: OrderView, words: Words): string {
  if (order.state === 'paid') return words.orderDetail.reviewing
  return order.state === 'unpaid' ? words.orderDetail.waiting : words.orderDetail.cancelledTitle
}

/** Newest first; coming steps stand above as hollow ones. */
function rowsOf(order: OrderView, words: Words): TimelineRow[] {
  const placed: TimelineRow = { name: words.orderDetail.placed, state: 'done', time: shanghai(order.placedAt).short }
  if (order.cancelledAt !== null) {
    return [{ name: words.order.cancelled, state: 'now', time: shanghai(order.cancelledAt).short }, placed]
  }
  if (order.paidAt === null) return [{ name: words.orderDetail.waiting, state: 'now' }, placed]
  const paid: TimelineRow = { name: words.paid.title, state: 'done', time: shanghai(order.paidAt).short }
  const review: TimelineRow = { name: words.paid.review, state: 'now' }
  const print: TimelineRow[] = order.paper ? [{ name: words.paid.print, state: 'todo' }] : []
  return [...print, review, paid, placed]
}
