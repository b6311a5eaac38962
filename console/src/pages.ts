import { CampaignPage } from './campaign/campaign-page.tsx'
import { DeliveryPage } from './delivery/delivery-page.tsx'
import { commandKey } from './frame/command-key.ts'
import type { PageEntry } from './frame/page.ts'
import { GraduatePage } from './graduate/graduate-page.tsx'
import { InvoicePage } from './invoice/invoice-page.tsx'
import { AuditPage } from './management/audit-page.tsx'
import { StaffPage } from './management/staff-page.tsx'
import { NoticePage } from './notice/notice-page.tsx'
import { useRefundBadge } from './order/badge.ts'
import { OrderPage } from './order/order-page.tsx'
import { OverviewPage } from './overview/overview-page.tsx'
import { PrintPage } from './print/print-page.tsx'
import { useDifferenceBadge } from './reconciliation/badge.ts'
import { ReconciliationPage } from './reconciliation/reconciliation-page.tsx'
import { reviewPage } from './review/review-entry.ts'
import { RosterPage } from './roster/roster-page.tsx'
import { ParcelPage } from './shipment/parcel-page.tsx'
import { SystemPage } from './system/system-page.tsx'

/** The map of the console. The side bar keeps the order of `pageNames`; a role sees only what it may open. */
export const pages: readonly PageEntry[] = [
  {
    name: 'overview',
    group: 'general',
    icon: 'home',
    roles: ['administrator', 'school', 'finance', 'auditor'],
    needsCampaign: true,
    keys: ({ overview }) => [
      [['J', 'K'], overview.keyMove],
      [['Enter'], overview.keyOpen],
      [['E'], overview.keyExport],
    ],
    Page: OverviewPage,
  },
  {
    name: 'campaigns',
    group: 'general',
    icon: 'flag',
    roles: ['administrator', 'school', 'finance', 'auditor'],
    needsCampaign: false,
    Page: CampaignPage,
  },
  reviewPage,
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
  {
    name: 'system',
    group: 'management',
    icon: 'pulse',
    roles: ['administrator'],
    needsCampaign: false,
    Page: SystemPage,
  },
  {
    name: 'orders',
    group: 'orders',
    icon: 'receipt',
    roles: ['administrator', 'finance', 'auditor'],
    useBadge: useRefundBadge,
    searches: true,
    keys: ({ orders }) => [[[commandKey, '↵'], orders.keyApprove]],
    needsCampaign: true,
    Page: OrderPage,
  },
  {
    name: 'prints',
    group: 'orders',
    icon: 'printer',
    roles: ['administrator', 'print'],
    keys: ({ prints }) => [
      [['B'], prints.keyReprint],
      [['N'], prints.keyMake],
      [['←', '→'], prints.keySheets],
    ],
    needsCampaign: true,
    Page: PrintPage,
  },
  {
    name: 'parcels',
    group: 'orders',
    icon: 'truck',
    roles: ['administrator', 'print', 'auditor'],
    searches: true,
    needsCampaign: true,
    Page: ParcelPage,
  },
  {
    name: 'reconciliation',
    group: 'orders',
    icon: 'scales',
    roles: ['administrator', 'finance', 'auditor'],
    useBadge: useDifferenceBadge,
    needsCampaign: false,
    Page: ReconciliationPage,
  },
  {
    name: 'invoices',
    group: 'orders',
    icon: 'card',
    roles: ['administrator', 'finance', 'auditor'],
    needsCampaign: true,
    Page: InvoicePage,
  },
  {
    name: 'notices',
    group: 'delivery',
    icon: 'send',
    roles: ['administrator', 'auditor'],
    needsCampaign: true,
    Page: NoticePage,
  },
]
