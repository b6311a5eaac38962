import type { ReconciliationView } from '@tucai/contract'
import type { Words } from '../words/zh-CN.ts'

/** What was received less what went back. */
export const netOf = {
  ours: ({ ownPaidFen, ownRefundedFen }: ReconciliationView) => ownPaidFen - ownRefundedFen,
  theirs: ({ paidFen, refundedFen }: ReconciliationView) => paidFen - refundedFen,
}
export const differenceOf = (day: ReconciliationView) => netOf.ours(day) - netOf.theirs(day)

/** 04-15 三 */
export function dayWords(day: string, { reconciliation }: Words): string {
  return `${day.slice(5)} ${reconciliation.weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]}`
}
