import type { OrderView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { goBack } from '../../go.ts'
import { useWords } from '../../language.ts'
import { isPaid } from '../../order-look.ts'
import { CancelSheet } from '../../parts/cancel-sheet.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAnswer } from '../../use-answer.ts'
import { OrderEntry } from './order-entry.tsx'
import './orders.css'

type Tab = 'all' | 'unpaid' | 'paid' | 'ended'
const tabs: Tab[] = ['all', 'unpaid', 'paid', 'ended']

function tabOf(order: OrderView): Tab {
  if (isPaid(order)) return 'paid'
  return order.state === 'unpaid' ? 'unpaid' : 'ended'
}

export default function Orders() {
  const words = useWords()
  const [tab, setTab] = useState<Tab>('all')
  const [cancelling, setCancelling] = useState<string | null>(null)
  const { answer: orders, trouble, load } = useAnswer(() => call('orderList', {}))
  const back = () => goBack('home')
  const { title, emptyTitle, emptyWords } = words.orders
  if (orders === null) {
    const blocksPx = [46, 190, 190]
    return <Waiting name="orders" title={title} trouble={trouble} onAgain={load} onBack={back} blocksPx={blocksPx} />
  }
  if (orders.length === 0) return <Empty screenTitle={title} title={emptyTitle} says={emptyWords} onBack={back} />

  const shown = orders.filter((order) => tab === 'all' || tab === tabOf(order))
  return (
    <Screen
      name="orders"
      title={title}
      onBack={back}
      bare
      over={
        cancelling === null ? null : (
          <CancelSheet orderId={cancelling} onCancelled={load} onClose={() => setCancelling(null)} />
        )
      }
    >
      <Tabs tab={tab} onTab={setTab} />
      <Box as="main" className="body">
        {shown.length === 0 ? (
          <Box as="p" className="note center empty-tab">
            {words.orders.emptyTab}
          </Box>
        ) : null}
        {shown.map((order) => (
          <OrderEntry key={order.orderId} order={order} onCancel={() => setCancelling(order.orderId)} />
        ))}
      </Box>
    </Screen>
  )
}

function Tabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const words = useWords()
  return (
    <Box className="tabs" role="tablist" aria-label={words.orders.tabs}>
      {tabs.map((each) => (
        <Press
          key={each}
          className={each === tab ? 'tab on' : 'tab'}
          role="tab"
          aria-selected={each === tab}
          onPress={() => onTab(each)}
        >
          {words.orders.tabNames[each]}
        </Press>
      ))}
    </Box>
  )
}
