import type { StaffCampaign, StaffRole, StaffView } from '@tucai/contract'
import type { ComponentType } from 'react'
import type { IconName } from '../icons.tsx'
import type { Words } from '../words/zh-CN.ts'
import type { PageName } from './place.ts'

export type PageProps = { staff: StaffView; campaign: StaffCampaign | undefined }
export type CampaignPageProps = { staff: StaffView; campaign: StaffCampaign }

/** How many wait behind a page; `hot`: somebody is kept waiting. Null shows nothing. */
export type Badge = { count: number; hot: boolean } | null

/** Keys of a page for its help: what is pressed, and what it does. */
export type KeyLine = [keys: string[], does: string]

/** A page of the console: who may open it, where the side bar shows it, and what it is. */
export type PageEntry = {
  name: PageName
  group: 'general' | 'collection' | 'orders' | 'delivery' | 'management'
  icon: IconName
  roles: readonly StaffRole[]
  /** A hook; called while the side bar is shown. */
  useBadge?: (campaign: StaffCampaign | undefined) => Badge
  /** The words of the search box lead here; the page reads `search` of its place. */
  searches?: true
  keys?: (words: Words) => KeyLine[]
  /** The page takes the top bar's room as well, beside a narrow side bar, and all keys are its own. */
  whole?: true
} & (
  | { needsCampaign: true; Page: ComponentType<CampaignPageProps> }
  | { needsCampaign: false; Page: ComponentType<PageProps> }
)
