import type { StageCounts } from '@tucai/contract'
import { shownCount, shownShare } from '../frame/numbers.ts'
import { useSpeech } from '../words/language.tsx'
import { stageOrder } from './stages.ts'

/** How many are in each stage, as lengths; what waits and what was rejected is hatched, so that colour is not needed. */
export function StageBar({ counts, total, tall = false }: { counts: StageCounts; total: number; tall?: boolean }) {
  const { words } = useSpeech()
  const shown = stageOrder.filter((stage) => counts[stage] > 0)
  const said = shown.map((stage) => `${words.frame.states[stage]} ${shownCount(counts[stage])}`).join('，')
  return (
    <div className={tall ? 'stage-bar tall' : 'stage-bar'} role="img" aria-label={said === '' ? words.none : said}>
      {shown.map((stage) => (
        <i key={stage} className={`k-${stage}`} style={{ width: `${(100 * counts[stage]) / total}%` }} />
      ))}
    </div>
  )
}

export function StageLegend({ counts, total }: { counts: StageCounts; total: number }) {
  const { words } = useSpeech()
  return (
    <ul className="stage-legend">
      {stageOrder.map((stage) => (
        <li key={stage}>
          <i className={`k-${stage}`} />
          {words.frame.states[stage]}
          <b>{shownCount(counts[stage])}</b>
          <span className="quiet">{shownShare(counts[stage], total)}</span>
        </li>
      ))}
    </ul>
  )
}
