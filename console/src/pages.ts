import type { PageEntry } from './frame/page.ts'
import { GraduatePage } from './graduate/graduate-page.tsx'

/** The map of the console. The side bar keeps the order of `pageNames`; a role sees only what it may open. */
export const pages: readonly PageEntry[] = [
  {
    name: 'graduates',
    group: 'collection',
    icon: 'people',
    roles: ['administrator', 'school', 'auditor'],
    searches: true,
    needsCampaign: true,
    Page: GraduatePage,
  },
]
