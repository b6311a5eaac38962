import { shownMoment } from '../frame/moment.ts'
import { Icon } from '../icons.tsx'
import { useSpeech } from '../words/language.tsx'
import type { Words } from '../words/zh-CN.ts'

export function paperWords(paper: boolean | null, words: Words): string {
  if (paper === null) return words.none
  return paper ? words.paperWanted : words.paperUnwanted
}

/** When the order was paid, on Shanghai's clock. */
export function Paid({ paidAt }: { paidAt: string | null }) {
  const { words } = useSpeech()
  if (paidAt === null) return <span className="quiet">{words.none}</span>
  return (
    <span className="paid">
      <Icon name="yuan" />
      <time dateTime={paidAt}>{shownMoment(paidAt, new Date())}</time>
    </span>
  )
}
