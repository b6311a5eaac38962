import type { StaffCampaign } from '@tucai/contract'

/** The campaign shown when the address names none: the largest of those open now, else the one that closed last. */
export function usualCampaign(campaigns: StaffCampaign[], now: Date): StaffCampaign | undefined {
  const instant = now.getTime()
  const opens = ({ opensAt }: StaffCampaign) => new Date(opensAt).getTime()
  const closes = ({ closesAt }: StaffCampaign) => new Date(closesAt).getTime()
  const open = campaigns.filter((campaign) => opens(campaign) <= instant && instant < closes(campaign))
  if (open.length > 0) return open.sort((a, b) => b.graduateCount - a.graduateCount)[0]
  return [...campaigns].sort((a, b) => closes(b) - closes(a))[0]
}
