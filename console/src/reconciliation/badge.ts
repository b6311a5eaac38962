import { useQuery } from '@tanstack/react-query'
import { call } from '../api.ts'
import type { Badge } from '../frame/page.ts'

/** Differences that nobody has settled. */
export function useDifferenceBadge(): Badge {
  const days =
    useQuery({
      queryKey: ['staff', 'reconciliations'],
      queryFn: () => call('staffReconciliationList', {}),
      refetchInterval: 60_000,
    }).data ?? []
  const count = days.reduce((sum, { openDifferenceCount }) => sum + openDifferenceCount, 0)
  return count === 0 ? null : { count, hot: true }
}
