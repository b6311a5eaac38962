import type { CollectionView } from '@tucai/contract'
import { useEffect, useState } from 'react'
import { call } from '../../call.ts'
import { chargesOf, deliveriesOf, noPrints, type PrintChoice } from '../../charges.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { FootSum } from '../../parts/sum.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAttempt } from '../../use-attempt.ts'
import { useFlow } from '../../use-flow.ts'
import { Charges, feeWords } from './charges.tsx'
import { Options } from './options.tsx'
import { PrintsPart } from './prints-part.tsx'
import './paper.css'

export default function Paper() {
  const words = useWords()
  const { graduateId, view, trouble, load } = useFlow('paper')
  const { attempt, trouble: refused } = useAttempt()
  const isAsked = view?.campaign.paperOffered ?? true
  const back = () => swap(view?.campaign.fees.payWhen === 'before-photo' ? 'information' : 'confirm', { graduateId })
  const decline = () => attempt(() => order(graduateId, { paper: false }))
  // biome-ignore lint/correctness/useExhaustiveDependencies: where there is no paper, nothing is asked and the step is done at once
  useEffect(() => {
    if (!isAsked) void decline()
  }, [isAsked])
  if (view === null || !isAsked) {
    return (
      <Waiting
        name="paper"
        title={isAsked ? words.paper.title : words.order.title}
        step="paper"
        trouble={trouble ?? refused}
        onAgain={isAsked ? load : decline}
        onBack={back}
        blocksPx={[56, 116, 116, 130]}
      />
    )
  }
  return <Asked view={view} onBack={back} />
}

type Chosen = { paper: false } | { paper: true; printSets: number; delivery: 'station' }

/** Chooses, places the order, and goes to it. */
async function order(graduateId: string, chosen: Chosen): Promise<void> {
  await call('paperChoose', { params: { graduateId }, body: chosen })
  await call('orderPlace', { params: { graduateId } })
  swap('order', { graduateId })
}

function Asked({ view, onBack }: { view: CollectionView; onBack: () => void }) {
  const words = useWords()
  const { campaign, graduate } = view
  const { graduateId } = graduate
  const deliveries = deliveriesOf(campaign.fees)
  const [wanted, setWanted] = useState(view.paper)
  const [prints, setPrints] = useState<PrintChoice>({
    printSets: Math.max(1, Math.min(view.printSets, campaign.fees.printSetsMost)),
    delivery: deliveries.find((delivery) => delivery === view.delivery) ?? deliveries[0] ?? 'none',
  })
  const { attempt, otherWords } = useAttempt()
  const now = new Date()
  const choice = wanted ? prints : noPrints
  const { totalFen } = chargesOf(campaign, choice, now)
  const goOn = () => {
    if (!wanted) return attempt(() => order(graduateId, { paper: false }))
    const { printSets, delivery } = prints
    if (delivery === 'station') return attempt(() => order(graduateId, { paper: true, printSets, delivery }))
    return swap('mail', { graduateId, sets: String(printSets) })
  }
  return (
    <Screen
      name="paper"
      title={words.paper.title}
      step="paper"
      onBack={onBack}
      footerClass={wanted === null ? 'col' : ''}
      footer={
        wanted === null ? (
          <>
            <Box as="p" className="note center">
              {words.paper.chooseFirst}
            </Box>
            <Press className="btn off" disabled onPress={goOn}>
              {words.next}
            </Press>
          </>
        ) : (
          <>
            <FootSum name={words.paper.total} amountFen={totalFen} />
            <Press className="btn primary" onPress={goOn}>
              {words.next}
            </Press>
          </>
        )
      }
    >
      <Box className="lead">
        <Box as="h2" className="title">
          {words.paper.lead}
        </Box>
        {campaign.fees.payer === 'school' ? null : (
          <Box as="p" className="sub">
            {words.paper.words}
          </Box>
        )}
      </Box>
      <Notice words={otherWords()} tone="bad" />
      <Notice words={feeWords(campaign, now, words)} />
      <Options campaign={campaign} prints={prints} wanted={wanted} onWant={setWanted} />
      {wanted ? <PrintsPart fees={campaign.fees} prints={prints} onPrints={setPrints} /> : null}
      {wanted === null ? null : <Charges campaign={campaign} choice={choice} now={now} />}
    </Screen>
  )
}
