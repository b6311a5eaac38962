import type { CollectionView, InvoiceOffer, OrderView, ParcelView, RefundOffer } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { goBack, open, restart, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { headingOf, isPaid, sentenceOf, timelineOf, toneOfOrder } from '../../order-look.ts'
import { ContactSheet } from '../../parts/contact-sheet.tsx'
import { KeyValues } from '../../parts/key-values.tsx'
import { OrderFees, OrderWho, orderFacts } from '../../parts/order-pieces.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Timeline } from '../../parts/timeline.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { pageOfView } from '../../steps.ts'
import { useAnswer } from '../../use-answer.ts'
import { InvoicePart } from './invoice-part.tsx'
import { ParcelPart } from './parcel-part.tsx'
import { RefundPart } from './refund-part.tsx'
import { RefundSheet } from './refund-sheet.tsx'
import './order-detail.css'

/** `view` is null where the enrolment can't be looked at any more; the order still can. */
type DetailAnswer = {
  order: OrderView
  offer: RefundOffer
  invoice: InvoiceOffer
  parcel: ParcelView
  view: CollectionView | null
}

async function ask(orderId: string | undefined): Promise<DetailAnswer | null> {
  if (orderId === undefined) {
    restart('home')
    return null
  }
  const params = { orderId }
  const [order, offer, invoice, parcel] = await Promise.all([
    call('orderShow', { params }),
    call('refundShow', { params }),
    call('invoiceShow', { params }),
    call('parcelShow', { params }),
  ])
  const view = await call('collectionShow', { params: { graduateId: order.graduateId } }).catch(() => null)
  return { order, offer, invoice, parcel, view }
}

export default function OrderDetail() {
  const words = useWords()
  const { orderId } = usePageParams()
  const [sheet, setSheet] = useState<'contact' | 'refund' | null>(null)
  const back = () => goBack('orders')
  const { answer, trouble, load } = useAnswer(() => ask(orderId))
  const { title } = words.orderDetail
  if (answer === null) {
    return <Waiting name="order-detail" title={title} trouble={trouble} onAgain={load} onBack={back} />
  }
  const { order, offer, invoice, parcel, view } = answer
  const close = () => setSheet(null)
  return (
    <Screen
      name="order-detail"
      title={title}
      onBack={back}
      footer={
        <>
          <Press className="btn line" onPress={() => setSheet('contact')}>
            <Icon name="service" />
            {words.home.contact}
          </Press>
          <GoOn order={order} view={view} />
        </>
      }
      over={
        <>
          {sheet === 'contact' ? <ContactSheet onClose={close} /> : null}
          {sheet === 'refund' ? (
            <RefundSheet
              orderId={order.orderId}
              amountFen={offer.possibleFen}
              rule={view?.campaign.refundRule ?? null}
              onAsked={load}
              onClose={close}
            />
          ) : null}
        </>
      }
    >
      <Standing order={order} view={view} />
      <ParcelPart parcel={parcel} />
      <OrderWho order={order} />
      <Box as="section" className="card facts">
        <KeyValues rows={orderFacts(order, words)} />
      </Box>
      <OrderFees order={order} total={order.paidAt === null ? words.paper.total : words.order.paidSum} />
      <InvoicePart order={order} offer={invoice} onChanged={load} />
      <RefundPart order={order} offer={offer} onAsk={() => setSheet('refund')} />
    </Screen>
  )
}

function Standing({ order, view }: { order: OrderView; view: CollectionView | null }) {
  const words = useWords()
  const review = order.kind === 'collection' ? (view?.reviewState ?? null) : null
  const sentence = sentenceOf(order, review, words)
  return (
    <Box as="section" className="card">
      <Box className="state-head">
        <Box as="h2" className="title">
          {headingOf(order, review, words)}
        </Box>
        <Box as="span" className={`tag ${toneOfOrder[order.state]}`}>
          {words.order[order.state]}
        </Box>
      </Box>
      {sentence === undefined ? null : (
        <Box as="p" className="state-words">
          {sentence}
        </Box>
      )}
      <Timeline rows={timelineOf(order, review, words)} />
    </Box>
  )
}

/** What the student can do next: pay, take the photo, or look at what was collected. */
function GoOn({ order, view }: { order: OrderView; view: CollectionView | null }) {
  const words = useWords()
  const { graduateId } = order
  if (order.state === 'unpaid') {
    return (
      <Press className="btn primary" onPress={() => open('order', { graduateId })}>
        {words.order.pay}
      </Press>
    )
  }
  if (!isPaid(order)) return null
  if (view !== null && view.step !== 'done') {
    return (
      <Press className="btn primary" onPress={() => open(pageOfView(view), { graduateId })}>
        {words.paid.goOn}
      </Press>
    )
  }
  return (
    <Press className="btn quiet" onPress={() => open('collected', { graduateId })}>
      {words.paid.collected}
    </Press>
  )
}
