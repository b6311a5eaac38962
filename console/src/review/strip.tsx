import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Pictures } from './pictures.ts'
import { type DeskItem, roundCount } from './use-desk.ts'
import { useNow } from './use-now.ts'
import type { VerdictQueue } from './verdict-queue.ts'

type StripProps = {
  items: readonly DeskItem[]
  present: number
  show: (index: number) => void
  picturesOf: (item: DeskItem) => Pictures
  aheadCount: number
  verdicts: VerdictQueue
  undo: () => void
}

const shownBefore = 4
const shownAfter = 9

/** What was decided, what is looked at, what comes next; and the verdict that can still be taken back. */
export function Strip({ items, present, show, picturesOf, aheadCount, verdicts, undo }: StripProps) {
  const { words } = useSpeech()
  const from = Math.max(0, present - shownBefore)
  const shown = items.slice(from, present + shownAfter + 1)
  const decided = items.slice(0, present).filter(({ done }) => done !== undefined).length
  return (
    <section className="desk-strip" aria-label={words.review.strip}>
      <div className="desk-place">
        <b>
          {words.review.round} {(decided % roundCount) + 1} / {roundCount}
        </b>
        <span className="quiet">
          <kbd>K</kbd> {words.review.previous} <kbd>J</kbd> {words.review.next}
        </span>
      </div>
      <ol>
        {shown.map((item, index) => (
          <Thumb
            key={item.review.reviewId}
            item={item}
            url={picturesOf(item).finished}
            isPresent={from + index === present}
            show={() => show(from + index)}
          />
        ))}
      </ol>
      <div className="desk-last">
        <LastVerdict verdicts={verdicts} undo={undo} />
        <p className="quiet">{words.review.preloaded(aheadCount)}</p>
      </div>
    </section>
  )
}

type ThumbProps = { item: DeskItem; url: string | null | undefined; isPresent: boolean; show: () => void }

function Thumb({ item: { review, done }, url, isPresent, show }: ThumbProps) {
  const { words } = useSpeech()
  const what =
    done === 'approve' || done === 'reject' ? words.review.decided[done] : done && words.review[markWord(done)]
  return (
    <li>
      <button
        type="button"
        className={`thumb ${isPresent ? 'present' : ''} ${done === undefined ? '' : 'done'}`}
        aria-current={isPresent ? 'true' : undefined}
        aria-label={[`${review.name}**`, what].filter(Boolean).join(' ')}
        onClick={show}
      >
        {url ? <img src={url} alt="" /> : null}
        {done === undefined && !isPresent ? <span className="doubt">{review.doubt}</span> : null}
        {done === undefined && review.secondLook ? <span className="second">二</span> : null}
        {done === undefined ? null : (
          <span className={`mark ${done}`}>
            <Icon
              name={
                { approve: 'tick', reject: 'cross', skipped: 'right', referred: 'flag', refused: 'warning' }[
                  done
                ] as 'tick'
              }
            />
          </span>
        )}
      </button>
    </li>
  )
}

const markWord = (done: 'skipped' | 'referred' | 'refused') => (done === 'refused' ? 'refusedVerdict' : done)

function LastVerdict({ verdicts, undo }: { verdicts: VerdictQueue; undo: () => void }) {
  const { words } = useSpeech()
  const now = useNow(500)
  const entries = verdicts.entries()
  if (verdicts.isOffline() && entries.length > 0) {
    return (
      <p className="desk-offline" role="alert">
        <Icon name="warning" /> {words.review.offline(entries.length)}
      </p>
    )
  }
  const last = verdicts.undoable()
  if (last === undefined) return null
  const seconds = Math.max(0, Math.ceil((last.dueAt - now) / 1000))
  return (
    <p>
      <Icon name={last.verdict.kind === 'approve' ? 'ticked' : 'crossed'} />{' '}
      {last.verdict.kind === 'approve' ? words.review.lastApproved : words.review.lastRejected} ·{' '}
      <button type="button" className="link" onClick={undo}>
        {words.review.undoIn(seconds)}
      </button>
    </p>
  )
}
