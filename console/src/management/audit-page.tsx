import { PageTitle } from '../frame/page-title.tsx'
import { useSpeech } from '../words/language.tsx'
import { AuditCard } from './audit-card.tsx'
import './management.css'

/** The record alone, for whoever looks through it. */
export function AuditPage() {
  const { words } = useSpeech()
  return (
    <>
      <PageTitle title={words.management.audit} sub={words.management.auditLine} />
      <AuditCard />
    </>
  )
}
