import { Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { graduateOf } from '../graduate/graduates.ts'
import { isPaid, type Order } from '../order/order.ts'
import { lockOrder, moveOrder } from '../order/orders.ts'
import type { Payment } from '../payment/payment.ts'
import { lockPayment, paidPaymentOf } from '../payment/payments.ts'
import { SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { StaffActor, StudentActor } from '../platform/http/route-table.ts'
import { obstacleToAsking, openRefundStates, type Refund } from './refund.ts'
import {
  addRefund,
  isAllGivenBack,
  moveRefund,
  type NewRefund,
  refundJob,
  refundOf,
  refundsOf,
  remainingFen,
  renumber,
} from './refunds.ts'

export interface RefundRules extends Pick<Engines, 'secrets' | 'jobs' | 'clock'> {
  /** Whether the photo that the order pays for has been approved; whoever stands above knows. */
  isApproved(tx: Tx, graduateId: string): Promise<boolean>
  isRejectedForGood(tx: Tx, graduateId: string): Promise<boolean>
  /** Above this, whoever asks can't be the one who approves. */
  aloneUpToFen: number
  told: RefundTold
}

/** Tells the student how far the money is. */
export type RefundTold = (
  tx: Tx,
  refund: Refund,
  kind: 'refund-asked' | 'refund-done' | 'refund-failed',
) => Promise<void>

/** What refunds that need no person stand on. */
export type RuleGround = Pick<RefundRules, 'secrets' | 'jobs' | 'clock' | 'told'>

/** What a student could have back now by asking, and why not. */
export async function offerOf(tx: Tx, rules: RefundRules, order: Order) {
  const graduate = (await graduateOf(tx, order.graduateId))!
  const campaign = (await campaignOf(tx, graduate.campaignId))!
  const payment = await paidPaymentOf(tx, rules.secrets, order.id)
  const refunds = await refundsOf(tx, order.id)
  const approved = await rules.isApproved(tx, order.graduateId)
  const obstacle = obstacleToAsking(order, campaign.refundRule, approved)
  const isOnItsWay = refunds.some(({ state }) => openRefundStates.includes(state))
  const possibleFen = obstacle === null && !isOnItsWay && payment ? remainingFen(payment) : 0
  return { payment, possibleFen, obstacle, refunds, isOnItsWay }
}

/** The student has everything back, where the campaign's rule says so. Asking again answers the same refund. */
export async function askAsStudent(
  tx: Tx,
  rules: RefundRules,
  actor: StudentActor,
  orderId: string,
  reason: string,
): Promise<Refund> {
  const now = rules.clock.now()
  const order = await lockOrder(tx, rules.secrets, orderId)
  if (order?.identityId !== actor.identityId) throw new Problem('not-found')
  const { payment, possibleFen, refunds } = await offerOf(tx, rules, order)
  const before = refunds.find(({ kind, state }) => kind === 'student' && state !== 'refused')
  if (before !== undefined) return before
  if (payment === undefined || possibleFen === 0) throw new Problem('refund-not-possible')
  const asked = { kind: 'student', reason, amountFen: possibleFen, requestKey: 'student' } as const
  const refund = await addRefund(
    tx,
    rules.jobs,
    payment,
    { ...asked, askedBy: actor.accountId, approvedBy: 'rule' },
    now,
  )
  await recordAudit(tx, now, actor, 'refund-asked', [order.id, refund.id])
  await rules.told(tx, refund, 'refund-asked')
  return refund
}

export interface StaffAsking {
  amountFen: number
  reason: string
  key: string
}

/** Staff give money back, a part or all; above the limit it waits for a second person. @throws Problem refund-too-much */
export async function askAsStaff(
  tx: Tx,
  rules: RefundRules,
  actor: StaffActor,
  orderId: string,
  { amountFen, reason, key }: StaffAsking,
): Promise<Refund> {
  const now = rules.clock.now()
  const { payment, refunds } = await paidWith(tx, rules, orderId)
  // Many small ones are one large one.
  const soFarFen = refunds
    .filter(({ kind, state }) => kind === 'staff' && state !== 'refused')
    .reduce((sum, refund) => sum + refund.amountFen, 0)
  const alone = soFarFen + amountFen <= rules.aloneUpToFen
  const asked: NewRefund = {
    ...{ kind: 'staff', reason, amountFen, requestKey: `staff-${key}` },
    ...{ askedBy: actor.staffId, approvedBy: alone ? actor.staffId : null },
  }
  const refund = await addRefund(tx, rules.jobs, payment, asked, now)
  if (refund.amountFen !== amountFen || refund.orderId !== orderId) throw new Problem('key-reused', { field: 'key' })
  await recordAudit(tx, now, actor, 'refund-asked', [orderId, refund.id])
  if (refund.state === 'approved') await rules.told(tx, refund, 'refund-asked')
  return refund
}

async function paidWith(tx: Tx, { secrets }: RefundRules, orderId: string) {
  const order = await lockOrder(tx, secrets, orderId)
  if (order === undefined) throw new Problem('not-found')
  const paid = await paidPaymentOf(tx, secrets, orderId)
  const payment = paid && (await lockPayment(tx, secrets, paid.id))
  if (payment === undefined) throw new Problem('refund-not-possible')
  return { order, payment, refunds: await refundsOf(tx, orderId) }
}

/**
 * A refund that the provider could not make was paid out another way, and a person says how.
 * @throws Problem refund-decided for one that did not fail
 */
export async function notePaidOut(
  tx: Tx,
  rules: RefundRules,
  actor: StaffActor,
  refundId: string,
  note: string,
): Promise<Refund> {
  const now = rules.clock.now()
  const found = await refundOf(tx, refundId)
  const order = found && (await lockOrder(tx, rules.secrets, found.orderId))
  const refund = order && (await refundOf(tx, refundId))
  if (refund === undefined) throw new Problem('not-found')
  if (refund.state !== 'failed') throw new Problem('refund-decided')
  await moveRefund(tx, refund, 'failed', 'done', now, { decidedBy: actor.staffId, trouble: note })
  await recordAudit(tx, now, actor, 'refund-paid-out', [order!.id, refundId])
  if (isPaid(order) && (await isAllGivenBack(tx, order!.id)))
    await moveOrder(tx, order!.id, order!.state, 'refunded', now)
  return (await refundOf(tx, refundId))!
}

/**
 * Somebody else says yes or no to a refund that waits; one that failed is tried again under the same number.
 * @throws Problem second-person-needed, refund-decided
 */
export async function decideRefund(
  tx: Tx,
  rules: RefundRules,
  actor: StaffActor,
  refundId: string,
  verdict: 'approved' | 'refused',
): Promise<Refund> {
  const now = rules.clock.now()
  const found = await refundOf(tx, refundId)
  const order = found && (await lockOrder(tx, rules.secrets, found.orderId))
  const refund = order && (await refundOf(tx, refundId))
  if (refund === undefined) throw new Problem('not-found')
  const isWaiting = refund.state === 'asked' || (refund.state === 'failed' && verdict === 'approved')
  if (!isWaiting) throw new Problem('refund-decided')
  if (refund.state === 'asked' && verdict === 'approved' && refund.askedBy === actor.staffId)
    throw new Problem('second-person-needed')
  await moveRefund(tx, refund, refund.state, verdict, now, { decidedBy: actor.staffId, trouble: null })
  if (refund.isNumberClosed) await renumber(tx, refundId, now)
  if (verdict === 'approved') {
    await rules.jobs.enqueue(tx, refundJob, { refundId })
    await rules.told(tx, refund, 'refund-asked')
  } else await refundWhatIsOwed(tx, rules, order!)
  await recordAudit(tx, now, actor, verdict === 'approved' ? 'refund-approved' : 'refund-refused', [
    order!.id,
    refundId,
  ])
  return (await refundOf(tx, refundId))!
}

/** Where a rule gives everything back, what a refused refund had taken goes back by the rule. */
async function refundWhatIsOwed(tx: Tx, rules: RefundRules, order: Order): Promise<void> {
  const graduate = (await graduateOf(tx, order.graduateId))!
  const campaign = (await campaignOf(tx, graduate.campaignId))!
  if (campaign.cancelledAt !== null) await refundByRule(tx, rules, order.id, 'campaign')
  else if (await rules.isRejectedForGood(tx, order.graduateId)) await refundByRule(tx, rules, order.id, 'rejected')
}

const ruleReasons = { rejected: '照片最终未通过审核', campaign: '本次采集已取消' }

/** Everything that is left goes back by a rule that needs no person. Nothing happens where nothing is left. */
export async function refundByRule(
  tx: Tx,
  rules: RuleGround,
  orderId: string,
  kind: 'rejected' | 'campaign',
): Promise<Refund | undefined> {
  const now = rules.clock.now()
  const order = await lockOrder(tx, rules.secrets, orderId)
  if (!isPaid(order)) return undefined
  // Nothing was asked of the student, so nothing has to go back.
  if (order!.totalFen === 0) await moveOrder(tx, orderId, order!.state, 'refunded', now)
  const paid = await paidPaymentOf(tx, rules.secrets, orderId)
  const payment = paid && (await lockPayment(tx, rules.secrets, paid.id))
  if (payment === undefined || remainingFen(payment) === 0) return undefined
  const asked: NewRefund = {
    ...{ kind, reason: ruleReasons[kind], amountFen: remainingFen(payment) },
    // Once something is left again, that is another refund.
    requestKey: `${kind}-${payment.refundReservedFen}`,
    ...{ askedBy: 'rule', approvedBy: 'rule' },
  }
  const refund = await addRefund(tx, rules.jobs, payment, asked, now)
  await recordAudit(tx, now, SYSTEM, 'refund-asked', [orderId, refund.id])
  await rules.told(tx, refund, 'refund-asked')
  return refund
}

/** Money that came when its order no longer wanted it goes back whole. */
export async function refundLate(
  tx: Tx,
  { jobs, clock, told }: Pick<RefundRules, 'jobs' | 'clock' | 'told'>,
  payment: Payment,
): Promise<void> {
  const now = clock.now()
  const reason = '付款到账时订单已结束'
  const asked: NewRefund = {
    ...{ kind: 'late', reason, amountFen: payment.amountFen, requestKey: 'late' },
    ...{ askedBy: 'rule', approvedBy: 'rule' },
  }
  const refund = await addRefund(tx, jobs, payment, asked, now)
  await recordAudit(tx, now, SYSTEM, 'refund-asked', [payment.orderId, refund.id])
  await told(tx, refund, 'refund-asked')
}
