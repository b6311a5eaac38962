import type { CampaignView } from '@tucai/contract'
import { deliveriesOf, type PrintChoice } from '../../charges.ts'
import { Box } from '../../elements/box'
import { Icon } from '../../elements/icon'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { Sum } from '../../parts/sum.tsx'

type Fees = CampaignView['fees']
type PrintsPartProps = { fees: Fees; prints: PrintChoice; onPrints: (prints: PrintChoice) => void }

/** How many sets, and whether they are mailed or fetched; nothing where there is nothing to choose. */
export function PrintsPart({ fees, prints, onPrints }: PrintsPartProps) {
  const deliveries = deliveriesOf(fees)
  if (fees.printSetsMost === 1 && deliveries.length === 1 && deliveries[0] === 'mail') return null
  return (
    <Box as="section" className="card tight prints">
      {fees.printSetsMost === 1 ? null : (
        <Sets
          most={fees.printSetsMost}
          sets={prints.printSets}
          onSets={(printSets) => onPrints({ ...prints, printSets })}
        />
      )}
      {deliveries.map((delivery) => (
        <Way
          key={delivery}
          fees={fees}
          delivery={delivery}
          isOnly={deliveries.length === 1}
          on={prints.delivery === delivery}
          onChoose={() => onPrints({ ...prints, delivery })}
        />
      ))}
    </Box>
  )
}

function Sets({ most, sets, onSets }: { most: number; sets: number; onSets: (sets: number) => void }) {
  const words = useWords().paper
  return (
    <Box className="cell sets">
      <Box as="span" className="grow">
        <Box as="span" className="cell-text">
          {words.sets}
        </Box>
        <Box as="span" className="note">
          {words.setsMost(most)}
        </Box>
      </Box>
      <Press className="count-button" aria-label={words.fewer} disabled={sets <= 1} onPress={() => onSets(sets - 1)}>
        −
      </Press>
      <Box as="span" className="count" aria-live="polite">
        {sets}
      </Box>
      <Press className="count-button" aria-label={words.more} disabled={sets >= most} onPress={() => onSets(sets + 1)}>
        +
      </Press>
    </Box>
  )
}

type WayProps = { fees: Fees; delivery: 'mail' | 'station'; isOnly: boolean; on: boolean; onChoose: () => void }

function Way({ fees, delivery, isOnly, on, onChoose }: WayProps) {
  const words = useWords().paper
  const feeFen = delivery === 'mail' ? fees.mailingFeeFen : fees.stationFeeFen
  return (
    <Press className="cell way" role="radio" aria-checked={on} onPress={onChoose}>
      <Box as="span" className="grow">
        <Box as="span" className="cell-text">
          {delivery === 'mail' ? words.byMail : words.atStation}
        </Box>
        <Box as="span" className="note way-words">
          {delivery === 'mail' ? words.byMailWords : fees.station}
        </Box>
      </Box>
      {feeFen === null || feeFen === 0 ? null : <Sum amountFen={feeFen} />}
      {isOnly ? null : (
        <Box as="span" className={on ? 'check on' : 'check'}>
          {on ? <Icon name="check" sizePx={18} /> : null}
        </Box>
      )}
    </Press>
  )
}
