import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { deliveryOf, moveDelivery, packJob } from './deliveries.ts'
import { type PackingGround, packDelivery } from './packing.ts'

/** Packs one delivery after the other: two at a time would only take turns at the same disk. */
export async function workDeliveries(engines: Engines, { packer }: Pick<PackingGround, 'packer'>): Promise<void> {
  const { db, jobs, clock, log } = engines
  await jobs.work(packJob, async ({ deliveryId }, attempt) => {
    const delivery = await inTransaction(db, SYSTEM, (tx) => deliveryOf(tx, deliveryId))
    if (delivery?.state !== 'preparing') return
    try {
      await packDelivery({ ...engines, packer }, delivery, attempt.signal)
    } catch (error) {
      if (!attempt.isLast) throw error
      log.error({ err: error, deliveryId }, 'a package could not be made')
      await inTransaction(db, SYSTEM, (tx) => moveDelivery(tx, deliveryId, 'preparing', 'failed', clock.now()))
    }
  })
}
