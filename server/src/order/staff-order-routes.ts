import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { feesOf, requireSoundFees } from '../campaign/campaign.ts'
import { campaignOf, setFees } from '../campaign/campaigns.ts'
import { chinaDay } from '../platform/china-time.ts'
import { inTransaction, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { orderSheet } from './order-sheet.ts'
import { orderPage, ordersFitting } from './staff-orders.ts'

/** Fees of a campaign, and its orders as the centre sees them. */
export function staffOrderRoutes(routes: RouteTable, { db, clock }: Engines): void {
  routes.handle('staffFeesShow', ({ actor, params: { campaignId } }) =>
    inTransaction(db, actor, async (tx) => feesOf(await campaignSeen(tx, campaignId))),
  )

  routes.handle('staffFeesSet', ({ actor, params: { campaignId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      requireSoundFees(body)
      if (!(await setFees(tx, campaignId, body))) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'fees-changed', [campaignId])
      return feesOf(await campaignSeen(tx, campaignId))
    }),
  )

  routes.handle('staffOrderList', ({ actor, params: { campaignId }, query }) =>
    inTransaction(db, actor, async (tx) => {
      await campaignSeen(tx, campaignId)
      const page = await orderPage(tx, campaignId, query, clock.now())
      const read = page.orders.map(({ orderId }) => orderId)
      if (read.length > 0) await recordAudit(tx, clock.now(), actor, 'orders-read', read)
      return page
    }),
  )

  routes.handle('staffOrderFile', async ({ actor, params: { campaignId }, query: { format = 'xlsx', ...filter } }) => {
    const orders = await inTransaction(db, actor, async (tx) => {
      await campaignSeen(tx, campaignId)
      const found = await ordersFitting(tx, campaignId, filter)
      await recordAudit(tx, clock.now(), actor, 'orders-exported', [campaignId, ...found.map(({ orderId }) => orderId)])
      return found
    })
    return orderSheet(orders, format, chinaDay(clock.now()))
  })
}

async function campaignSeen(tx: Tx, campaignId: string) {
  const campaign = await campaignOf(tx, campaignId)
  if (campaign === undefined) throw new Problem('not-found')
  return campaign
}
