import type { CollectionView, OrderView } from '@tucai/contract'
import { useEffect, useState } from 'react'
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
import { pageOfView } from '../../steps.ts'
import { usePaidOrder } from '../../use-paid-order.ts'
import type { Words } from '../../words/zh-CN.ts'
import { Unsure } from './unsure.tsx'
import './paid.css'

/** 支付成功, as the server says; until it says so the page asks, then waits for the student to ask again. */
export default function Paid() {
  const words = useWords()
  const { orderId } = usePageParams()
  const { order, isLate, trouble, look } = usePaidOrder(orderId)
  const view = useCollection(order)
  const home = () => restart('home')
  const isElsewhere = orderId === undefined || (order !== null && !isPaid(order))
  useEffect(() => {
    if (orderId === undefined) restart('home')
    else if (isElsewhere) swap('order-detail', { orderId })
  }, [isElsewhere, orderId])

  if (trouble !== null) {
    return <Waiting name="paid" title={words.paid.asking} trouble={trouble} onAgain={look} onBack={home} />
  }
  if (order === null || isElsewhere)
    return <Unsure orderId={orderId ?? ''} isLate={isLate} onLook={look} onBack={home} />
  const { graduateId } = order
  const goesOn = view !== null && view.step !== 'done'
  return (
    <Screen
      name="paid"
      title={words.paid.title}
      ground="plain"
      onBack={home}
      footerClass="flat col"
      footer={
        <>
          {goesOn ? (
            <Press className="btn primary" onPress={() => swap(pageOfView(view), { graduateId })}>
              {words.paid.goOn}
            </Press>
          ) : (
            <Press className="btn primary" onPress={() => swap('collected', { graduateId })}>
              {words.paid.collected}
            </Press>
          )}
          <Press className="btn quiet" onPress={() => swap('order-detail', { orderId: order.orderId })}>
            {words.paid.order}
          </Press>
        </>
      }
    >
      <Picture className="seal" src={seal} alt="" />
      <Box as="h2" className="title center">
        {order.totalFen === 0 ? words.paid.free : words.paid.title}
      </Box>
      {order.totalFen === 0 ? null : (
        <Box as="p" className="amount center">
          <Sum amountFen={order.totalFen} />
        </Box>
      )}
      <Box as="p" className="says center">
        {goesOn ? words.paid.photoNext : words.paid.done}
      </Box>
      <Box as="section" className="after">
        <Box as="h3" className="after-title">
          {words.paid.after}
        </Box>
        <Timeline rows={rowsOf(order, goesOn, words)} />
      </Box>
    </Screen>
  )
}

/** What is next after paying: where paying comes first the photo is still to be taken. */
function useCollection(order: OrderView | null): CollectionView | null {
  const [view, setView] = useState<CollectionView | null>(null)
  useEffect(() => {
    if (order === null) return
    call('collectionShow', { params: { graduateId: order.graduateId } }).then(setView, () => undefined)
  }, [order])
  return view
}

function rowsOf(order: OrderView, goesOn: boolean, { paid }: Words): TimelineRow[] {
  const print = order.delivery === 'station' ? paid.printForStation : paid.print
  return [
    ...(goesOn ? [{ name: paid.photo, state: 'now' as const }] : []),
    { name: paid.review, state: goesOn ? 'todo' : 'now', says: paid.reviewWords },
    ...(order.paper ? [{ name: print, state: 'todo' as const }] : []),
    { name: paid.compare, state: 'todo' },
  ]
}
