import type { StaffOrder } from '@tucai/contract'
import type { Words } from '../words/zh-CN.ts'

/** What was ordered, in words. */
export function contentOf({ kind, printSets }: Pick<StaffOrder, 'kind' | 'printSets'>, words: Words): string {
  if (kind === 'retake') return words.orders.retake
  return printSets > 0 ? words.orders.prints.yes : words.orders.prints.no
}
