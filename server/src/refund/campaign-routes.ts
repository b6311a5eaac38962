import { inTransaction } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { cancelCampaign } from './campaign-end.ts'

export function campaignEndRoutes(routes: RouteTable, engines: Engines): void {
  routes.handle('staffCampaignCancel', ({ actor, params: { campaignId } }) =>
    inTransaction(engines.db, actor, async (tx) => {
      await cancelCampaign(tx, engines, actor, campaignId)
      return {}
    }),
  )
}
