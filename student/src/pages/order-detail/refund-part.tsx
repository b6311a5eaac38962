import type { OrderView, RefundOffer, RefundState, RefundView } from '@tucai/contract'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useLanguage, useWords } from '../../language.ts'
import { isPaid } from '../../order-look.ts'
import { Sum } from '../../parts/sum.tsx'

const tones: Record<RefundState, string> = {
  asked: 'warn',
  approved: 'info',
  sent: 'info',
  done: 'ok',
  failed: 'warn',
  refused: 'mute',
}

type RefundPartProps = { order: OrderView; offer: RefundOffer; onAsk: () => void }

/** 退款: what was asked for and how far it is, or whether it can be asked for. */
export function RefundPart({ order, offer, onAsk }: RefundPartProps) {
  const words = useWords().refund
  const language = useLanguage()
  const { possibleFen, reason, refunds } = offer
  const says = isPaid(order) && refunds.length === 0 && reason !== null ? reason[language === 'en' ? 'en' : 'zh'] : null
  if (refunds.length === 0 && possibleFen === 0 && says === null) return null
  return (
    <Box as="section" className="card refunds">
      <Box className="card-head">
        <Box as="h3" className="card-title">
          {words.title}
        </Box>
        {possibleFen > 0 ? (
          <Press className="link" onPress={onAsk}>
            {words.ask}
          </Press>
        ) : null}
      </Box>
      {refunds.map((refund) => (
        <One key={refund.refundId} refund={refund} />
      ))}
      {says === null ? null : (
        <Box as="p" className="note">
          {says}
        </Box>
      )}
      {refunds.length === 0 && possibleFen > 0 ? (
        <Box as="p" className="note">
          {words.possible}
        </Box>
      ) : null}
    </Box>
  )
}

function One({ refund }: { refund: RefundView }) {
  const words = useWords().refund
  const { state, kind, amountFen, askedAt, endedAt } = refund
  return (
    <Box className="refund">
      <Box className="refund-head">
        <Sum amountFen={amountFen} />
        <Box as="span" className={`tag ${tones[state]}`}>
          {words.states[state]}
        </Box>
      </Box>
      <Box as="p" className="note">
        {words.because[kind]}
      </Box>
      <Box as="p" className="note">
        {words.says[state]}
      </Box>
      <Box as="p" className="note">
        {endedAt === null ? words.askedAt(shanghai(askedAt).short) : words.endedAt(shanghai(endedAt).short)}
      </Box>
    </Box>
  )
}
