import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { checkGeometry } from './framing.ts'

/** Every check of a framed person, in the order in which a student should read them. */
export function checkPortrait(evidence: Evidence): Finding[] {
  return [checkGeometry].flatMap((check) => check(evidence))
}
