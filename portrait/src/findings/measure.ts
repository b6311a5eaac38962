import type { Check, Finding } from '../report.ts'
import { finding } from './finding.ts'

/** One number that a check took, whether or not it is bad, with the limits it is held against. */
export interface Measure {
  code: string
  /** What was measured. Names the row of the calibration and, with the code, the sentence that is said. */
  of: string
  value: number
  unit: string
  /** On which side of the limits the bad values lie. */
  bad: 'above' | 'below'
  /** Beyond `warn` the reviewer is told, beyond `block` the photo may not be submitted; absent where it never is. */
  warn?: number
  block?: number
}

/** What is said about a measure: a block, a warning or nothing. */
export function judge({ code, of, value, unit, bad, warn, block }: Measure): Finding | undefined {
  const beyond = (limit: number) => (bad === 'above' ? value > limit : value < limit)
  if (block !== undefined && beyond(block)) return finding(code, 'block', value, block, unit, of)
  return warn !== undefined && beyond(warn) ? finding(code, 'warn', value, warn, unit, of) : undefined
}

/** The measure beside the first limit that something is said at; undefined where nothing ever is. */
export function checkOf({ code, of, value, unit, bad, warn, block }: Measure): Check | undefined {
  const limit = warn ?? block
  return limit === undefined ? undefined : { code, of, value: Math.round(value * 1000) / 1000, limit, unit, bad }
}

/** Of several measures of one code the first that blocks speaks, otherwise the first that warns. */
export function judgeAll(measures: Measure[]): Finding[] {
  const spoken = new Map<string, Finding>()
  for (const measure of measures) {
    const found = judge(measure)
    const before = spoken.get(measure.code)
    if (found && (!before || (before.severity === 'warn' && found.severity === 'block')))
      spoken.set(measure.code, found)
  }
  return [...spoken.values()]
}
