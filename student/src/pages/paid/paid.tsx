import type { OrderView } from '@tucai/contract'
import { call } from '../../call.ts'
import seal from '../../drawings/seal.svg'
import { Box } from '../../elements/box'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { restart, swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { isPaid } from '../../order-look.ts'
import { Screen } from '../../parts/screen.tsx'
import { Sum } from '../../parts/sum.tsx'
import { Timeline, type TimelineRow } from '../../parts/timeline.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import './paid.css'

/** 支付成功, as the server says; an order that is not paid leads back to itself. */
async function ask(orderId: string | undefined): Promise<OrderView | null> {
  if (orderId === undefined) {
    restart('home')
    return null
  }
  const order = await call('orderShow', { params: { orderId } })
  if (isPaid(order)) return order
  swap('order', { graduateId: order.graduateId })
  return null
}

export default function Paid() {
  const words = useWords()
  const { orderId } = usePageParams()
  const { answer: order, trouble, load } = useAnswer(() => ask(orderId))
  const home = () => restart('home')
  if (order === null) {
    return <Waiting name="paid" title={words.paid.title} trouble={trouble} onAgain={load} onBack={home} />
  }
  const rows: TimelineRow[] = [
    { name: words.paid.review, state: 'now', says: words.paid.reviewWords },
    ...(order.paper ? [{ name: words.paid.print, state: 'todo' as const }] : []),
    { name: words.paid.compare, state: 'todo' },
  ]
  return (
    <Screen
      name="paid"
      title={words.paid.title}
      ground="plain"
      onBack={home}
      footerClass="flat col"
      footer={
        <>
          <Press className="btn primary" onPress={() => swap('collected', { graduateId: order.graduateId })}>
            {words.paid.collected}
          </Press>
          <Press className="btn quiet" onPress={() => swap('order-detail', { orderId: order.orderId })}>
            {words.paid.order}
          </Press>
        </>
      }
    >
      <Picture className="seal" src={seal} alt="" />
      <Box as="h2" className="title center">
        {words.paid.title}
      </Box>
      <Box as="p" className="amount center">
        <Sum amountFen={order.totalFen} />
      </Box>
      <Box as="p" className="says center">
        {words.paid.done}
      </Box>
      <Box as="section" className="after">
        <Box as="h3" className="after-title">
          {words.paid.after}
        </Box>
        <Timeline rows={rows} />
      </Box>
    </Screen>
  )
}
