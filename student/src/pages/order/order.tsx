import type { CollectionView, OrderView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack, restart, swap, usePageParams } from '../../go.ts'
import { useWords } from '../../language.ts'
import { CancelSheet } from '../../parts/cancel-sheet.tsx'
import { KeyValues } from '../../parts/key-values.tsx'
import { Notice } from '../../parts/notice.tsx'
import { OrderFees, OrderWho, orderFacts } from '../../parts/order-pieces.tsx'
import { Screen } from '../../parts/screen.tsx'
import { FootSum } from '../../parts/sum.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { isReached, pageOf } from '../../steps.ts'
import { useAnswer } from '../../use-answer.ts'
import { useAttempt } from '../../use-attempt.ts'
import { CashierSheet, type SimulatedCashier } from './cashier-sheet.tsx'
import './order.css'

type OrderAnswer = { view: CollectionView; order: OrderView }

/** The open order of a collection; placed now when there is none, which the server does once however often it is asked. */
async function ask(graduateId: string | undefined): Promise<OrderAnswer | null> {
  if (graduateId === undefined) {
    restart('home')
    return null
  }
  const view = await call('collectionShow', { params: { graduateId } })
  if (view.step === 'done' && view.order !== null) {
    swap('order-detail', { orderId: view.order.orderId })
    return null
  }
  if (!isReached('order', view.step)) {
    swap(pageOf(view.step), { graduateId })
    return null
  }
  const order = view.order ?? (await call('orderPlace', { params: { graduateId } }))
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
        step={5}
        trouble={trouble}
        onAgain={load}
        onBack={() => goBack('home')}
        blocksPx={[72, 132, 160, 130]}
      />
    )
  }
  return <Shown order={answer.order} />
}

function Shown({ order }: { order: OrderView }) {
  const words = useWords()
  const { graduateId, orderId } = order
  const [cashier, setCashier] = useState<SimulatedCashier | null>(null)
  const [cancelling, setCancelling] = useState(false)
  const { attempt, otherWords } = useAttempt()
  const paid = () => restart('paid', { orderId })

  const pay = () =>
    attempt(async () => {
      const started = await call('paymentStart', { params: { orderId }, body: { way: 'simulated' } })
      if (started.orderState !== 'unpaid') paid()
      else if (started.cashier?.kind === 'simulated') setCashier(started.cashier)
    })
  const paper = (
    <Box className="change-row">
      <Box as="span">{order.paper ? words.order.needed : words.order.notNeeded}</Box>
      <Press className="link" onPress={() => swap('paper', { graduateId })}>
        {words.order.change}
      </Press>
    </Box>
  )
  return (
    <Screen
      name="order"
      title={words.order.title}
      step={5}
      onBack={() => swap(order.paper ? 'mail' : 'paper', { graduateId })}
      footer={
        <>
          <FootSum name={words.order.due} amountFen={order.totalFen} />
          <Press className="btn primary" onPress={pay}>
            {words.order.pay}
          </Press>
        </>
      }
      over={
        <>
          {cashier === null ? null : <CashierSheet cashier={cashier} onPaid={paid} onClose={() => setCashier(null)} />}
          {cancelling ? (
            <CancelSheet orderId={orderId} onCancelled={() => swap('orders')} onClose={() => setCancelling(false)} />
          ) : null}
        </>
      }
    >
      <Notice words={otherWords()} tone="bad" />
      <Box as="section" className="card state-card">
        <Box>
          <Box as="h2" className="state-name">
            {words.order.unpaid}
          </Box>
          <Box as="p" className="state-says">
            {words.order.check}
          </Box>
        </Box>
        <Press className="link cancel" onPress={() => setCancelling(true)}>
          {words.order.cancel}
        </Press>
      </Box>
      <OrderWho order={order} />
      <Box as="section" className="card facts">
        <KeyValues rows={orderFacts(order, words, paper)} />
      </Box>
      <OrderFees order={order} total={words.paper.total} />
    </Screen>
  )
}
