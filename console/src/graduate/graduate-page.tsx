import type { CampaignPageProps } from '../frame/page.ts'
import { usePlace } from '../frame/use-place.ts'
import { GraduateDossier } from './graduate-dossier.tsx'
import { GraduateList } from './graduate-list.tsx'
import './graduate.css'

/** The graduates of a campaign, or the one whom the place names. */
export function GraduatePage(props: CampaignPageProps) {
  const [{ own }] = usePlace()
  return own.graduate === undefined ? (
    <GraduateList {...props} />
  ) : (
    <GraduateDossier key={own.graduate} graduateId={own.graduate} {...props} />
  )
}
