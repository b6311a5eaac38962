import type { GraduateStanding } from '@tucai/contract'
import type { Words } from './words/zh-CN.ts'

/** The tag of an enrolment that the school has not confirmed; null once it has. */
export function standingTag(standing: GraduateStanding, { statement }: Words): { tone: string; name: string } | null {
  if (standing === 'confirmed') return null
  if (standing === 'unconfirmed') return { tone: 'warn', name: statement.waiting }
  return { tone: 'bad', name: standing === 'withdrawn' ? statement.withdrawn : statement.refused }
}
