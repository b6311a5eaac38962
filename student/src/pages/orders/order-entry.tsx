import type { OrderView } from '@tucai/contract'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { open } from '../../go.ts'
import { useWords } from '../../language.ts'
import { sentenceOf, toneOfOrder } from '../../order-look.ts'
import { groupedOrderNumber } from '../../parts/order-pieces.tsx'
import { Photo } from '../../parts/photo-frame.tsx'
import { Sum } from '../../parts/sum.tsx'

/** One order of the list. An unpaid one can be taken up again or cancelled. */
export function OrderEntry({ order, onCancel }: { order: OrderView; onCancel: () => void }) {
  const words = useWords()
  const { orderId, graduateId, state } = order
  const isEnded = state === 'cancelled' || state === 'refunded'
  const sentence = sentenceOf(order, null, words)
  const look = () => open('order-detail', { orderId })
  return (
    <Box as="article" className={isEnded ? 'card entry dim' : 'card entry'}>
      <Box className="card-head">
        <Box as="span" className="label">
          {groupedOrderNumber(order.number)}
        </Box>
        <Box as="span" className={`tag ${toneOfOrder[state]}`}>
          {words.order[state]}
        </Box>
      </Box>
      <Press className="middle" onPress={look}>
        <Photo photoId={order.photoId} alt="" />
        <Box as="span" className="grow">
          <Box as="strong" className="middle-name">
            {order.kind === 'retake' ? words.orders.retake : words.orders.name}
          </Box>
          <Box as="span" className="middle-words">
            {order.kind === 'retake'
              ? order.schoolName
              : words.pair(order.schoolName, order.paper ? words.orders.withPaper : words.orders.withoutPaper)}
          </Box>
        </Box>
        <Sum amountFen={order.totalFen} />
      </Press>
      <Box className="actions">
        <Box as="span" className="grow note">
          {sentence}
        </Box>
        {state === 'unpaid' ? (
          <>
            <Press className="btn line small" onPress={onCancel}>
              {words.order.cancel}
            </Press>
            <Press className="btn primary small" onPress={() => open('order', { graduateId })}>
              {words.order.pay}
            </Press>
          </>
        ) : (
          <Press className="btn line small" onPress={look}>
            {words.orders.look}
          </Press>
        )}
      </Box>
    </Box>
  )
}
