import { Problem } from '@tucai/contract'
import { campaignOf } from '../campaign/campaigns.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { graduateOf } from '../graduate/graduates.ts'
import { isPaid } from '../order/order.ts'
import { presentOrder, retakeOrders, setOrderPhoto } from '../order/orders.ts'
import { photoOf } from '../photo/photos.ts'
import type { Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { Review } from '../review/review.ts'
import { reviewsOf, submitForReview } from '../review/reviews.ts'
import { retakesToPay } from './collection.ts'
import { collectionOf, unconfirmPhoto } from './collections.ts'

type Needs = Pick<Engines, 'secrets' | 'clock'>

/** How a graduate's submissions stand. */
export interface Standing {
  /** The one that waits or is approved, otherwise the latest. */
  review: Review | null
  /** How often a photo has been handed in, those that were withdrawn left out. */
  submissions: number
  /** Taking the photo anew costs something that is not paid yet. */
  isRetakeDue: boolean
}

export async function standingOf(
  tx: Tx,
  { secrets }: Pick<Needs, 'secrets'>,
  graduate: Pick<Graduate, 'id' | 'campaignId'>,
): Promise<Standing> {
  const reviews = await reviewsOf(tx, graduate.id)
  const review = reviews.find(({ state }) => state === 'waiting' || state === 'approved') ?? reviews[0] ?? null
  const rejections = reviews.filter(({ state, forGood }) => state === 'rejected' && !forGood).length
  const submissions = reviews.filter(({ state }) => state !== 'withdrawn').length
  if (review === null || review.state !== 'rejected') return { review, submissions, isRetakeDue: false }
  const { freeRetakes, retakeFeeFen } = (await campaignOf(tx, graduate.campaignId))!
  const due = retakesToPay(rejections, freeRetakes, retakeFeeFen)
  const paidCount = (await retakeOrders(tx, secrets, graduate.id)).filter(isPaid).length
  return { review, submissions, isRetakeDue: due > paidCount }
}

/**
 * Hands the confirmed photo to the reviewers once everything that is due is paid. Safe to repeat. A photo that can't be
 * submitted is to be taken anew: money must never wait for it.
 */
export async function submitIfDue(tx: Tx, needs: Needs, graduateId: string): Promise<void> {
  const graduate = (await graduateOf(tx, graduateId))!
  const { photoId, photoConfirmedAt } = await collectionOf(tx, needs.secrets, graduateId)
  const order = await presentOrder(tx, needs.secrets, graduateId)
  if (!isPaid(order) || photoId === null || photoConfirmedAt === null) return
  const { review, isRetakeDue } = await standingOf(tx, needs, graduate)
  if (isRetakeDue || review?.state === 'waiting' || review?.state === 'approved') return
  try {
    await submitForReview(tx, (await photoOf(tx, photoId))!, needs.clock.now())
    if (order!.photoId !== photoId) await setOrderPhoto(tx, order!.id, photoId)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await unconfirmPhoto(tx, graduateId, { forget: false })
  }
}
