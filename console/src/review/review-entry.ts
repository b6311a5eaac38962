import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import type { PageEntry } from '../frame/page.ts'
import { ReviewPage } from './review-page.tsx'

const refreshMs = 60_000

/** The review desk in the side bar; whoever waits there is a student. */
export const reviewPage: PageEntry = {
  name: 'review',
  group: 'collection',
  icon: 'review',
  roles: ['administrator', 'reviewer'],
  whole: true,
  useBadge(campaign) {
    const figures = useQuery({
      queryKey: ['review-figures', campaign?.campaignId],
      enabled: campaign !== undefined,
      refetchInterval: refreshMs,
      queryFn: () => call('staffReviewFigures', { params: { campaignId: campaign!.campaignId } }),
    })
    return figures.data === undefined ? null : { count: figures.data.waitingCount, hot: true }
  },
  needsCampaign: true,
  Page: ReviewPage,
}
