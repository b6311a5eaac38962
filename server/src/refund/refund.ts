import type { RefundKind, RefundOffer, RefundState, RefundView } from '@tucai/contract'
import type { CampaignFees } from '../campaign/campaign.ts'
import type { Order } from '../order/order.ts'
import { chinaDay } from '../platform/china-time.ts'

/** Money that goes back on one payment. */
export interface Refund {
  id: string
  /** Ours towards the provider; the same on every try, unless the provider has closed it. */
  number: string
  paymentId: string
  orderId: string
  identityId: string
  schoolId: string
  kind: RefundKind
  reason: string
  amountFen: number
  state: RefundState
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  decidedAt: Date | null
  endedAt: Date | null
  providerRefund: string | null
  trouble: string | null
  /** The provider has closed the number without giving anything back: the next try needs another. */
  isNumberClosed: boolean
}

/** `failed` waits for a person, who may have it tried again or paid out another way. */
export const refundMoves: Record<RefundState, readonly RefundState[]> = {
  asked: ['approved', 'refused'],
  approved: ['sent', 'done', 'failed'],
  sent: ['done', 'failed'],
  failed: ['approved', 'done'],
  done: [],
  refused: [],
}

/** While one of these is there, nothing more is made of what was ordered. */
export const openRefundStates: readonly RefundState[] = ['asked', 'approved', 'sent', 'failed']

/** Our number of a refund towards the provider: at most 64 letters and digits. */
export function refundNumber(now: Date, randomDigits: string): string {
  const day = chinaDay(now)
  return `R${day}${randomDigits}`
}

type Words = { zh: string; en: string }

/** Why a student can't have the fee back by asking; null when it is possible. */
export function obstacleToAsking(
  order: Pick<Order, 'state' | 'paper' | 'totalFen'>,
  rule: CampaignFees['refundRule'],
  isApproved: boolean,
): Words | null {
  if (order.state === 'unpaid' || order.state === 'cancelled')
    return { zh: '订单没有支付，不需要退款', en: 'This order was not paid, so there is nothing to give back.' }
  if (order.state === 'refunded') return { zh: '订单已全额退款', en: 'This order was refunded in full.' }
  if (order.totalFen === 0) return { zh: '这个订单没有向您收费', en: 'You were not charged for this order.' }
  if (rule === 'never')
    return { zh: '本次采集支付后不能自行退款', en: 'In this collection the fee is not given back on request.' }
  if (order.state !== 'paid')
    return {
      zh: order.paper ? '纸质版照片已开始制作，不能再退款' : '照片已审核通过，不能再退款',
      en: order.paper
        ? 'Your prints are being made, so the fee is not given back any more.'
        : 'Your photo is approved, so the fee is not given back any more.',
    }
  if (isApproved && (rule === 'until-review' || !order.paper))
    return { zh: '照片已审核通过，不能再退款', en: 'Your photo is approved, so the fee is not given back any more.' }
  return null
}

export function refundView(refund: Refund): RefundView {
  return {
    refundId: refund.id,
    orderId: refund.orderId,
    number: refund.number,
    kind: refund.kind,
    state: refund.state,
    amountFen: refund.amountFen,
    askedAt: refund.askedAt.toISOString(),
    endedAt: refund.endedAt?.toISOString() ?? null,
  }
}

export function refundOffer(possibleFen: number, reason: Words | null, refunds: Refund[]): RefundOffer {
  return { possibleFen, reason, refunds: refunds.map(refundView) }
}
