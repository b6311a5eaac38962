import type { CampaignView } from '@tucai/contract'
import { chargesOf, deliveriesOf, noPrints, type PrintChoice } from '../../charges.ts'
import paper from '../../drawings/paper.svg'
import phone from '../../drawings/phone.svg'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Picture } from '../../elements/picture'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Sum } from '../../parts/sum.tsx'

type OptionsProps = {
  campaign: CampaignView
  prints: PrintChoice
  wanted: boolean | null
  onWant: (wanted: boolean) => void
}

/** 需要 or 不需要, each with what it costs in all. */
export function Options({ campaign, prints, wanted, onWant }: OptionsProps) {
  const words = useWords().paper
  const deliveries = deliveriesOf(campaign.fees)
  const way = deliveries.length > 1 ? 'both' : (deliveries[0] ?? 'mail')
  const options = [
    { value: true, art: paper, name: words.need, says: words.needWords[way], choice: prints },
    { value: false, art: phone, name: words.noNeed, says: words.noNeedWords, choice: noPrints },
  ]
  return (
    <Box className="options" role="radiogroup" aria-label={words.lead}>
      {options.map(({ value, art, name, says, choice }) => {
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
                <Sum amountFen={chargesOf(campaign, choice, new Date()).totalFen} />
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
