import { Problem } from '@tucai/contract'
import { Type } from 'typebox'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf, markCancelled } from '../campaign/campaigns.ts'
import { paidStates } from '../order/order.ts'
import { lockOrder, orderIdsIn } from '../order/orders.ts'
import { cancelOrder } from '../payment/payments.ts'
import { type Actor, inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import { type RuleGround, refundByRule } from './refunding.ts'

/** Ends every unpaid order of a cancelled campaign and gives back every paid one. Safe to repeat. */
export const campaignEndJob = defineJob('campaign-end', Type.Object({ campaignId: Type.String() }), {
  retryLimit: 20,
  timeLimitSeconds: 1800,
})

type Needs = Pick<Engines, 'db' | 'secrets' | 'jobs' | 'clock'>
/** What giving back needs besides. */
type Ground = Needs & RuleGround

/** Nothing can be ordered or paid from now on; what was paid goes back by a job. @throws Problem not-found */
export async function cancelCampaign(
  tx: Tx,
  needs: Omit<Needs, 'db'>,
  actor: Actor,
  campaignId: string,
): Promise<void> {
  if ((await campaignOf(tx, campaignId)) === undefined) throw new Problem('not-found')
  if (!(await markCancelled(tx, campaignId, needs.clock.now()))) return
  await recordAudit(tx, needs.clock.now(), actor, 'campaign-cancelled', [campaignId])
  await needs.jobs.enqueue(tx, campaignEndJob, { campaignId })
}

export async function workCampaignEnds(needs: Ground): Promise<void> {
  await needs.jobs.work(campaignEndJob, ({ campaignId }) => endOrdersOf(needs, campaignId))
}

async function endOrdersOf(needs: Ground, campaignId: string): Promise<void> {
  const { db, secrets, jobs, clock } = needs
  const idsIn = (states: Parameters<typeof orderIdsIn>[2]) =>
    inTransaction(db, SYSTEM, (tx) => orderIdsIn(tx, campaignId, states))
  for (const orderId of await idsIn(['unpaid'])) {
    await inTransaction(db, SYSTEM, async (tx) => {
      const order = await lockOrder(tx, secrets, orderId)
      if (order?.state === 'unpaid') await cancelOrder(tx, jobs, order, 'campaign', clock.now())
    })
  }
  for (const orderId of await idsIn(paidStates))
    await inTransaction(db, SYSTEM, (tx) => refundByRule(tx, needs, orderId, 'campaign'))
}
