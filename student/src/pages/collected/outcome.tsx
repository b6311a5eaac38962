import type { CollectionView, Finding, HandedToChsi, ReviewReason, ReviewView } from '@tucai/contract'
import { shanghai } from '../../dates.ts'
import { Box } from '../../elements/box'
import { Press } from '../../elements/press'
import { useWords } from '../../language.ts'
import { FindingRow } from '../../parts/finding-row.tsx'
import { Notice } from '../../parts/notice.tsx'
import { SubmissionsLeft } from '../../parts/submissions-left.tsx'

type OutcomeProps = { view: CollectionView; onWithdraw: () => void }

/** How the review stands and what to do: wait or withdraw, compare on 学信网, or take the photo anew and until when. */
export function Outcome({ view, onWithdraw }: OutcomeProps) {
  const { collected } = useWords()
  const { review, submissionsLeft } = view
  const state = view.reviewState ?? 'waiting'
  if (review === null || state === 'approved') {
    const handed = view.handedToChsi
    return <Notice words={handed === null ? collected[`${state}Words`] : handedWords(handed, collected)} />
  }
  if (state === 'waiting') {
    return (
      <>
        <Notice words={collected.waitingWords} />
        {view.campaign.open ? (
          <Press className="link withdraw" onPress={onWithdraw}>
            {collected.withdraw}
          </Press>
        ) : null}
      </>
    )
  }
  return (
    <>
      <Notice words={sentenceOf(review, collected)} tone={state === 'rejected' ? 'bad' : 'warn'} />
      <Reasons review={review} />
      {review.forGood ? null : <SubmissionsLeft left={submissionsLeft} />}
    </>
  )
}

type CollectedWords = ReturnType<typeof useWords>['collected']

/** Where it could not be matched the approval is taken back, which says what to do. */
function handedWords({ at, result }: HandedToChsi, words: CollectedWords): string {
  if (result !== null && result !== 'compare-failed') return words.handedResultWords[result]
  const { month, day } = shanghai(at)
  return words.handedWords(month, day)
}

function sentenceOf({ state, forGood, dueAt }: ReviewView, words: CollectedWords): string {
  if (state === 'rejected' && forGood) return words.overWords
  if (dueAt === null) return state === 'rejected' ? words.rejectedWords : words.withdrawnWords
  const { month, day, time } = shanghai(dueAt)
  return words.retakeBefore(month, day, time)
}

/** What the reviewer saw, each with a drawing of what to change, and the reviewer's own words. */
function Reasons({ review: { reasons, note, withdrawalReason } }: { review: ReviewView }) {
  const { collected } = useWords()
  const remarks = [note, withdrawalReason].filter((text) => text !== null && text !== '')
  if (reasons.length === 0 && remarks.length === 0) return null
  return (
    <Box as="section" className="card tight reasons">
      <Box className="card-head">
        <Box as="h3" className="card-title">
          {collected.reasons}
        </Box>
      </Box>
      <Box as="ul">
        {reasons.map((reason) => (
          <FindingRow key={reason.code} finding={asFinding(reason)} />
        ))}
      </Box>
      {remarks.map((text) => (
        <Box key={text} as="p" className="remark">
          {text}
        </Box>
      ))}
    </Box>
  )
}

/** A person's reason has no measured number. */
function asFinding(reason: ReviewReason): Finding {
  return { ...reason, severity: 'block', value: null, limit: null, unit: '' }
}
