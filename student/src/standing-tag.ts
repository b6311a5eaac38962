import type { GraduateStanding } from '@tucai/contract'
import type { Words } from './words/zh-CN.ts'

/** The tag of an enrolment that the school has not confirmed; null once it has. */
export function standingTag(standing: GraduateStanding, { statement }: Words): { tone: string; name: string } | null {
  if (standing === 'confirmed') return null
  return standing === 'unconfirmed'
    ? { tone: 'warn', name: statement.waiting }
    : { tone: 'bad', name: statement.refused }
}
