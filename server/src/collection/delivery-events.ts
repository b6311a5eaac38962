import { campaignOf } from '../campaign/campaigns.ts'
import type { DeliveryEvents } from '../delivery/delivery.ts'
import type { Tell } from '../notice/notice.ts'
import type { Clock } from '../platform/clock.ts'
import { endOfChinaDay, type ReviewEvents } from '../review/review.ts'
import { reviewOf, withdrawReview } from '../review/reviews.ts'
import { aboutCampaign } from './telling.ts'

/** What follows when something comes back from CHSI. */
export function openDeliveryEvents(
  clock: Clock,
  reviewEvents: Pick<ReviewEvents, 'withdrawn'>,
  tell: Tell,
): DeliveryEvents {
  return {
    async comparisonFailed(tx, { reviewId, reason }) {
      const review = reviewId === null ? undefined : await reviewOf(tx, reviewId)
      if (review?.state !== 'approved') return false
      const now = clock.now()
      const { graduateId, identityId, campaignId } = review
      // A rejection is counted and may cost something; what is taken back is taken anew for free.
      const dueAt = endOfChinaDay(now, (await campaignOf(tx, campaignId))!.replaceWithinDays)
      const zh = `学信网比对未通过${reason === '' ? '' : `：${reason}`}，请重新拍摄，不另收费`
      const en = `CHSI could not match the photo${reason === '' ? '' : ` (${reason})`}. Please take it anew, free of charge.`
      const withdrawn = await withdrawReview(tx, review, { by: 'centre', reason: zh, dueAt }, now)
      await reviewEvents.withdrawn(tx, withdrawn)
      const data = {
        ...(await aboutCampaign(tx, graduateId)),
        graduateId,
        reasons: [{ zh, en }],
        forGood: false,
        dueAt,
      }
      await tell(tx, identityId, { kind: 'review-rejected', key: `comparison-failed ${review.id}`, data })
      return true
    },
  }
}
