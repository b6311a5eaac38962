import type { CampaignView } from '@tucai/contract'
import { useState } from 'react'
import { call } from '../../call.ts'
import paper from '../../drawings/paper.svg'
import phone from '../../drawings/phone.svg'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { swap } from '../../go.ts'
import { useWords } from '../../language.ts'
import { paperExtraFen } from '../../money.ts'
import { Notice } from '../../parts/notice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Price, Sum, TotalPrice } from '../../parts/sum.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useAttempt } from '../../use-attempt.ts'
import { useFlow } from '../../use-flow.ts'
import './paper.css'

export default function Paper() {
  const words = useWords()
  const { graduateId, view, trouble, load } = useFlow('paper')
  const [chosen, setChosen] = useState<boolean | null>(null)
  const { attempt, otherWords } = useAttempt()
  const back = () => swap('confirm', { graduateId })
  if (view === null) {
    const { title } = words.paper
    return (
      <Waiting
        name="paper"
        title={title}
        step={4}
        trouble={trouble}
        onAgain={load}
        onBack={back}
        blocksPx={[56, 116, 116, 130]}
      />
    )
  }
  const wanted = chosen ?? view.paper
  const goOn = () => {
    if (wanted) return swap('mail', { graduateId })
    return attempt(async () => {
      await call('paperChoose', { params: { graduateId }, body: { paper: false } })
      await call('orderPlace', { params: { graduateId } })
      swap('order', { graduateId })
    })
  }
  return (
    <Screen
      name="paper"
      title={words.paper.title}
      step={4}
      onBack={back}
      footerClass="col"
      footer={
        <>
          <Notice words={otherWords()} tone="bad" />
          {wanted === null ? (
            <Box as="p" className="note center">
              {words.paper.chooseFirst}
            </Box>
          ) : null}
          <Press className={wanted === null ? 'btn off' : 'btn primary'} disabled={wanted === null} onPress={goOn}>
            {words.next}
          </Press>
        </>
      }
    >
      <Box className="lead">
        <Box as="h2" className="title">
          {words.paper.lead}
        </Box>
        <Box as="p" className="sub">
          {words.paper.words}
        </Box>
      </Box>
      <Options campaign={view.campaign} wanted={wanted} onWant={setChosen} />
      {wanted === null ? null : <Fees campaign={view.campaign} wanted={wanted} />}
    </Screen>
  )
}

type OptionsProps = { campaign: CampaignView; wanted: boolean | null; onWant: (wanted: boolean) => void }

function Options({ campaign, wanted, onWant }: OptionsProps) {
  const words = useWords().paper
  const options = [
    { value: true, art: paper, name: words.need, says: words.needWords, amountFen: campaign.paperFeeFen },
    { value: false, art: phone, name: words.noNeed, says: words.noNeedWords, amountFen: campaign.electronicFeeFen },
  ]
  return (
    <Box className="options" role="radiogroup" aria-label={words.lead}>
      {options.map(({ value, art, name, says, amountFen }) => {
        const on = wanted === value
        return (
          <Press
            key={name}
            className={on ? 'option on' : 'option'}
            role="radio"
            aria-checked={on}
            onPress={() => onWant(value)}
          >
            <Picture className="option-art" src={art} alt="" />
            <Box as="span" className="grow">
              <Box as="span" className="option-head">
                <Box as="strong" className="option-name">
                  {name}
                </Box>
                <Sum amountFen={amountFen} />
              </Box>
              <Box as="span" className="option-words">
                {says}
              </Box>
            </Box>
            <Box as="span" className={on ? 'check on' : 'check'}>
              {on ? <Icon name="check" sizePx={18} /> : null}
            </Box>
          </Press>
        )
      })}
    </Box>
  )
}

function Fees({ campaign, wanted }: { campaign: CampaignView; wanted: boolean }) {
  const words = useWords().paper
  return (
    <Box as="section" className="card fee" aria-live="polite">
      <Price name={words.collectionFee} amountFen={campaign.electronicFeeFen} />
      {wanted ? <Price name={words.paperFee} amountFen={paperExtraFen(campaign)} /> : null}
      <TotalPrice name={words.total} amountFen={wanted ? campaign.paperFeeFen : campaign.electronicFeeFen} />
    </Box>
  )
}
