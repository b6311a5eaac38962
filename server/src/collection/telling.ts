import { campaignOf } from '../campaign/campaigns.ts'
import { graduateOf } from '../graduate/graduates.ts'
import type { Order } from '../order/order.ts'
import type { Tx } from '../platform/db.ts'

/** What every notice about a graduate's campaign names. */
export async function aboutCampaign(tx: Tx, graduateId: string) {
  const { campaignId } = (await graduateOf(tx, graduateId))!
  const { title } = (await campaignOf(tx, campaignId))!
  return { campaignId, campaignTitle: title }
}

/** What every notice about an order names. */
export async function aboutOrder(tx: Tx, order: Pick<Order, 'id' | 'number' | 'graduateId'>) {
  return { ...(await aboutCampaign(tx, order.graduateId)), orderId: order.id, orderNumber: order.number }
}
