import { type CampaignView, type IdentityMode, Problem } from '@tucai/contract'

/** One collection of graduate photos for one school. `paperFeeFen` comes on top of `collectionFeeFen`. */
export interface Campaign {
  id: string
  schoolId: string
  schoolName: string
  title: string
  opensAt: Date
  closesAt: Date
  fileAllowed: boolean
  standard: string
  collectionFeeFen: number
  paperFeeFen: number
  identityMode: IdentityMode
}

export function isOpen(campaign: Pick<Campaign, 'opensAt' | 'closesAt'>, now: Date): boolean {
  return campaign.opensAt <= now && now < campaign.closesAt
}

/** @throws Problem campaign-closed */
export function requireOpen(campaign: Campaign, now: Date): void {
  if (!isOpen(campaign, now)) throw new Problem('campaign-closed')
}

export function campaignView(campaign: Campaign, now: Date): CampaignView {
  return {
    campaignId: campaign.id,
    title: campaign.title,
    open: isOpen(campaign, now),
    identityMode: campaign.identityMode,
    closesAt: campaign.closesAt.toISOString(),
    fileAllowed: campaign.fileAllowed,
    electronicFeeFen: campaign.collectionFeeFen,
    paperFeeFen: campaign.collectionFeeFen + campaign.paperFeeFen,
  }
}
