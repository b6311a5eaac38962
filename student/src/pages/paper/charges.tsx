import type { CampaignView } from '@tucai/contract'
import { chargesOf, freeUntil, type PrintChoice } from '../../charges.ts'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { useWords } from '../../language.ts'
import { Price, TotalPrice } from '../../parts/sum.tsx'
import type { Words } from '../../words/zh-CN.ts'

type ChargesProps = { campaign: CampaignView; choice: PrintChoice; now: Date }

/** What the order will cost, line by line. */
export function Charges({ campaign, choice, now }: ChargesProps) {
  const words = useWords()
  const { charges, schoolFen, totalFen } = chargesOf(campaign, choice, now)
  return (
    <Box as="section" className="card fee" aria-live="polite">
      {charges.map(({ kind, quantity, amountFen }) => {
        const name = words.paper.charges[kind]
        return <Price key={kind} name={quantity > 1 ? words.order.times(name, quantity) : name} amountFen={amountFen} />
      })}
      {schoolFen > 0 ? <Price name={words.order.bySchool} amountFen={-schoolFen} /> : null}
      <TotalPrice name={words.paper.total} amountFen={totalFen} />
    </Box>
  )
}

/** That the school pays, or that the collection is free for now; nothing where neither is so. */
export function feeWords({ fees }: CampaignView, now: Date, { paper }: Words): string | undefined {
  if (fees.payer === 'school') return paper.schoolPays
  if (fees.payer === 'school-collection') return paper.schoolPaysCollection
  const until = fees.collectionFeeFen === 0 ? null : freeUntil(fees, now)
  if (until === null) return undefined
  const { month, day, time } = shanghai(until)
  return paper.freeUntil(month, day, time)
}
