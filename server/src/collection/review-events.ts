import type { Tell } from '../notice/notice.ts'
import { isPaid } from '../order/order.ts'
import { moveOrder, presentOrder, retakeOrders, setOrderPhoto } from '../order/orders.ts'
import { deriveJob } from '../photo/photos.ts'
import type { Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { type Review, type ReviewEvents, reasonWords } from '../review/review.ts'
import { unconfirmPhoto } from './collections.ts'
import { aboutCampaign } from './telling.ts'

/** What decisions set going in slices that the collection stands beside. */
export interface Consequences {
  /** Returns everything that paid an order. */
  giveBack(tx: Tx, orderId: string, kind: 'rejected'): Promise<unknown>
  /** Everything that an order without prints buys has been handed over. */
  delivered(tx: Tx, orderId: string): Promise<void>
  /** An order was given back: what was packed for it stays here. */
  givenBack(tx: Tx, orderId: string): Promise<void>
}

/**
 * What follows when a person of the centre, or the student, decides about a submitted photo.
 */
export function openReviewEvents(
  engines: Pick<Engines, 'secrets' | 'jobs' | 'clock'>,
  tell: Tell,
  { giveBack, delivered }: Pick<Consequences, 'giveBack' | 'delivered'>,
): ReviewEvents {
  const { secrets, jobs, clock } = engines

  /** The photo is to be taken anew, and an order that nothing was made of yet waits for the next one. */
  async function reopen(tx: Tx, { graduateId }: Review, { forget }: { forget: boolean }): Promise<void> {
    await unconfirmPhoto(tx, graduateId, { forget })
    const order = await presentOrder(tx, secrets, graduateId, { lock: true })
    if (order?.state === 'done' && !order.paper) await moveOrder(tx, order.id, 'done', 'paid', clock.now())
    if (order) await setOrderPhoto(tx, order.id, null)
  }

  async function giveAllBack(tx: Tx, { graduateId }: Review): Promise<void> {
    const order = await presentOrder(tx, secrets, graduateId)
    const paid = [order, ...(await retakeOrders(tx, secrets, graduateId))].filter((one) => isPaid(one))
    for (const one of paid) await giveBack(tx, one!.id, 'rejected')
  }

  return {
    async approved(tx, review) {
      const order = await presentOrder(tx, secrets, review.graduateId, { lock: true })
      if (order?.state === 'paid' && !order.paper) {
        await moveOrder(tx, order.id, 'paid', 'done', clock.now())
        await delivered(tx, order.id)
      }
      if (review.photoId !== null) await jobs.enqueue(tx, deriveJob, { photoId: review.photoId })
      const data = { ...(await aboutCampaign(tx, review.graduateId)), graduateId: review.graduateId }
      await tell(tx, review.identityId, { kind: 'review-approved', key: `review-approved ${review.id}`, data })
    },
    async rejected(tx, review) {
      await reopen(tx, review, { forget: true })
      if (review.forGood) await giveAllBack(tx, review)
      const { graduateId, dueAt, identityId, forGood } = review
      const reasons = reasonWords(review.reasons).map(({ zh, en }) => ({ zh, en }))
      const data = { ...(await aboutCampaign(tx, graduateId)), graduateId, reasons, forGood, dueAt }
      await tell(tx, identityId, { kind: 'review-rejected', key: `review-rejected ${review.id}`, data })
    },
    async withdrawn(tx, review) {
      await reopen(tx, review, { forget: review.withdrawnBy === 'centre' })
    },
  }
}
