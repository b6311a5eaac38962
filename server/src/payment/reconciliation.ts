import type { DifferenceView } from '@tucai/contract'
import { chinaDayName, chinaDayNumber } from '../platform/china-time.ts'
import type { BillLine } from './payment.ts'

/** Money of one day as we know it. */
export interface OwnLine {
  kind: BillLine['kind']
  tradeNumber: string
  refundNumber: string | null
  amountFen: number
}

export type Difference = Pick<
  DifferenceView,
  'kind' | 'what' | 'tradeNumber' | 'refundNumber' | 'oursFen' | 'theirsFen'
>

/** Where the provider's bill of a day and our records of it do not agree. Empty when everything does. */
export function differencesOf(ours: readonly OwnLine[], theirs: readonly BillLine[]): Difference[] {
  const own = new Map(ours.map((line) => [keyOf(line), line]))
  const found: Difference[] = []
  for (const line of theirs) {
    const mine = own.get(keyOf(line))
    own.delete(keyOf(line))
    if (mine?.amountFen !== line.amountFen) found.push(difference(line, mine?.amountFen ?? null, line.amountFen))
  }
  for (const line of own.values()) found.push(difference(line, line.amountFen, null))
  return found
}

function keyOf({ kind, tradeNumber, refundNumber }: OwnLine): string {
  return kind === 'payment' ? `payment ${tradeNumber}` : `refund ${refundNumber}`
}

function difference(line: OwnLine, oursFen: number | null, theirsFen: number | null): Difference {
  const kind = oursFen === null ? 'only-theirs' : theirsFen === null ? 'only-ours' : 'amount'
  return { kind, what: line.kind, tradeNumber: line.tradeNumber, refundNumber: line.refundNumber, oursFen, theirsFen }
}

/** The day in China, `2026-11-25`, that lies `daysBack` days before the instant. */
export function chinaDayBefore(now: Date, daysBack: number): string {
  return chinaDayName(chinaDayNumber(now) - daysBack)
}

/** From when until when the day lasts, in China's time. */
export function boundsOf(day: string): { from: Date; until: Date } {
  const from = new Date(`${day}T00:00:00+08:00`)
  return { from, until: new Date(from.getTime() + 86_400_000) }
}
