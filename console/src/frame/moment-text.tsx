import { useSpeech } from '../words/language.tsx'
import { shownMoment, wholeMoment } from './moment.ts'

/** An instant, short; the whole of it is shown where the pointer rests. */
export function Moment({ at }: { at: string | null }) {
  const { words } = useSpeech()
  if (at === null) return <span className="quiet">{words.none}</span>
  return (
    <time dateTime={at} title={wholeMoment(new Date(at))}>
      {shownMoment(at, new Date())}
    </time>
  )
}
