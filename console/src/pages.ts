import { DeliveryPage } from './delivery/delivery-page.tsx'
import type { PageEntry } from './frame/page.ts'
import { GraduatePage } from './graduate/graduate-page.tsx'
import { AuditPage } from './management/audit-page.tsx'
import { StaffPage } from './management/staff-page.tsx'
import { RosterPage } from './roster/roster-page.tsx'

/** The map of the console. The side bar keeps the order of `pageNames`; a role sees only what it may open. */
export const pages: readonly PageEntry[] = [
  {
    name: 'roster',
    group: 'collection',
    icon: 'upload',
    roles: ['administrator', 'school'],
    needsCampaign: true,
    keys: ({ roster }) => [[['J', 'K'], roster.walk]],
    Page: RosterPage,
  },
  {
    name: 'graduates',
    group: 'collection',
    icon: 'people',
    roles: ['administrator', 'school', 'auditor'],
    searches: true,
    needsCampaign: true,
    Page: GraduatePage,
  },
  {
    name: 'delivery',
    group: 'delivery',
    icon: 'box',
    roles: ['administrator', 'finance', 'auditor'],
    needsCampaign: true,
    Page: DeliveryPage,
  },
  {
    name: 'staff',
    group: 'management',
    icon: 'people',
    roles: ['administrator'],
    needsCampaign: false,
    Page: StaffPage,
  },
  {
    name: 'audits',
    group: 'management',
    icon: 'log',
    roles: ['administrator', 'auditor'],
    needsCampaign: false,
    Page: AuditPage,
  },
]
