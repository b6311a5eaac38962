import type { GraduateStanding } from '@tucai/contract'
import { useWords } from '../language.ts'
import { Notice } from './notice.tsx'

/** What it means that a school has not confirmed, or has refused, what the student stated; nothing once it is confirmed. */
export function Standing({ standing }: { standing: GraduateStanding }) {
  const { statement, problems } = useWords()
  if (standing === 'confirmed') return null
  if (standing === 'refused') return <Notice tone="bad" words={problems['graduate-refused']} />
  if (standing === 'withdrawn') return <Notice tone="bad" words={problems['graduate-withdrawn']} />
  return <Notice tone="warn" words={statement.unconfirmed} />
}
