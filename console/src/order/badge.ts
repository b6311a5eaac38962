import { useQuery } from '@tanstack/react-query'
import type { StaffCampaign } from '@tucai/contract'
import { call } from '../api.ts'
import type { Badge } from '../frame/page.ts'

/** Refunds of the campaign that wait for a person. */
export function useRefundBadge(campaign: StaffCampaign | undefined): Badge {
  const count =
    useQuery({
      queryKey: ['staff', 'refunds', campaign?.campaignId, 'asked'],
      queryFn: () => call('staffRefundList', { query: { campaignId: campaign!.campaignId, state: 'asked', limit: 1 } }),
      enabled: campaign !== undefined,
      refetchInterval: 60_000,
    }).data?.total ?? 0
  return count === 0 ? null : { count, hot: true }
}
