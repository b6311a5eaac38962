import type { CollectionView, OrderView } from '@tucai/contract'
import { useEffect, useState } from 'react'
import { call } from '../../call.ts'
import { courseNow } from '../../course.ts'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack, restart, swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { isPaid } from '../../order-look.ts'
import { CancelSheet } from '../../parts/cancel-sheet.tsx'
import { KeyValues } from '../../parts/key-values.tsx'
import { Notice } from '../../parts/notice.tsx'
import { OrderFees, OrderWho, orderFacts, paperWords } from '../../parts/order-pieces.tsx'
import { RefundRule } from '../../parts/refund-rule.tsx'
import { Screen } from '../../parts/screen.tsx'
import { FootSum } from '../../parts/sum.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { fetchedPayerCode } from '../../platform/pay'
import { courseOf, isReached, pageOfView } from '../../steps.ts'
import { useAnswer } from '../../use-answer.ts'
import { usePay } from '../../use-pay.ts'
import { CashierSheet } from './cashier-sheet.tsx'
import './order.css'

type OrderAnswer = { view: CollectionView; order: OrderView }

/** The order to be paid next; placed now when there is none, which the server does once however often it is asked. */
async function ask(graduateId: string | undefined): Promise<OrderAnswer | null> {
  if (graduateId === undefined) {
    restart('home')
    return null
  }
  const view = await call('collectionShow', { params: { graduateId } })
  courseNow.set(courseOf(view))
  const wasPaid = view.order !== null && isPaid(view.order)
  if (!isReached('order', view.step, courseOf(view), wasPaid)) {
    // A tab that was left for the cashier comes back here.
    if (wasPaid && view.step === 'done') swap('order-detail', { orderId: view.order!.orderId })
    else swap(pageOfView(view), { graduateId })
    return null
  }
  const order = view.order === null || wasPaid ? await call('orderPlace', { params: { graduateId } }) : view.order
  return { view, order }
}

export default function Order() {
  const words = useWords()
  const { graduateId } = usePageParams()
  const { answer, trouble, load } = useAnswer(() => ask(graduateId))
  if (answer === null) {
    return (
      <Waiting
        name="order"
        title={words.order.title}
        step="order"
        trouble={trouble}
        onAgain={load}
        onBack={() => goBack('home')}
        blocksPx={[72, 132, 160, 130]}
      />
    )
  }
  return <Shown view={answer.view} order={answer.order} />
}

function Shown({ view, order }: OrderAnswer) {
  const words = useWords()
  const { orderId } = order
  const [cancelling, setCancelling] = useState(false)
  const { pay, paid, cashier, leaveCashier, otherWords } = usePay(order)
  // biome-ignore lint/correctness/useExhaustiveDependencies: paying goes on once, where WeChat's page was left for it
  useEffect(() => {
    const code = fetchedPayerCode()
    if (code !== undefined) void pay(code)
  }, [])
  return (
    <Screen
      name="order"
      title={words.order.title}
      step="order"
      onBack={() => goBackFrom(view, order)}
      footer={
        <>
          <FootSum name={words.order.due} amountFen={order.totalFen} />
          <Press className="btn primary" onPress={() => pay()}>
            {order.totalFen === 0 ? words.order.finish : words.order.pay}
          </Press>
        </>
      }
      over={
        <>
          {cashier === null ? null : <CashierSheet cashier={cashier} onPaid={paid} onClose={leaveCashier} />}
          {cancelling ? (
            <CancelSheet orderId={orderId} onCancelled={() => swap('orders')} onClose={() => setCancelling(false)} />
          ) : null}
        </>
      }
    >
      <Notice words={otherWords()} tone="bad" />
      <StateCard order={order} onCancel={() => setCancelling(true)} />
      <OrderWho order={order} />
      <Box as="section" className="card facts">
        <KeyValues rows={orderFacts(order, words, view.campaign.paperOffered ? <Paper order={order} /> : null)} />
      </Box>
      <OrderFees order={order} total={words.paper.total} />
      {order.totalFen === 0 ? null : <RefundRule rule={view.campaign.refundRule} />}
    </Screen>
  )
}

function goBackFrom(view: CollectionView, order: OrderView): void {
  const { graduateId } = order
  if (order.kind === 'retake') swap('confirm', { graduateId })
  else if (order.delivery === 'mail') swap('mail', { graduateId })
  else if (view.campaign.paperOffered) swap('paper', { graduateId })
  else swap(courseOf(view).payWhen === 'before-photo' ? 'information' : 'confirm', { graduateId })
}

function StateCard({ order, onCancel }: { order: OrderView; onCancel: () => void }) {
  const words = useWords().order
  const isFree = order.totalFen === 0
  const until = order.expiresAt === null ? null : shanghai(order.expiresAt)
  return (
    <Box as="section" className="card state-card">
      <Box className="grow">
        <Box as="h2" className="state-name">
          {isFree ? words.unconfirmed : order.kind === 'retake' ? words.retakeUnpaid : words.unpaid}
        </Box>
        <Box as="p" className="state-says">
          {isFree ? words.checkFree : words.check}
        </Box>
        {until === null || isFree ? null : (
          <Box as="p" className="state-until">
            {words.until(until.month, until.day, until.time)}
          </Box>
        )}
      </Box>
      <Press className="link cancel" onPress={onCancel}>
        {words.cancel}
      </Press>
    </Box>
  )
}

function Paper({ order }: { order: OrderView }) {
  const words = useWords()
  const { graduateId } = order
  return (
    <Box className="change-row">
      <Box as="span">{paperWords(order, words)}</Box>
      <Press className="link" onPress={() => swap('paper', { graduateId })}>
        {words.order.change}
      </Press>
    </Box>
  )
}
