import { type PaymentStarted, Problem } from '@tucai/contract'
import { recordAudit } from '../audit/audits.ts'
import { campaignOf } from '../campaign/campaigns.ts'
import { graduateOf } from '../graduate/graduates.ts'
import { type Order, requirePayable } from '../order/order.ts'
import { lockOrder } from '../order/orders.ts'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { StudentActor } from '../platform/http/route-table.ts'
import { isStillOffered, type Payment, type PaymentProvider, ProviderAway, ProviderRefused } from './payment.ts'
import {
  addPayment,
  closeOpenPayment,
  closePaymentJob,
  closingPaymentsOf,
  type NewPayment,
  paymentOf,
  paymentsOf,
} from './payments.ts'
import { askAbout, closeAtProvider, type PaymentGround } from './provider-talk.ts'
import { payOrder, type Settlement } from './settlement.ts'

/** How the payer wants to pay, and from where. */
export interface Beginning extends Omit<NewPayment, 'provider' | 'merchant'> {
  payerAddress: string
  returnUrl: string
}

type Next =
  | { kind: 'paid' }
  | { kind: 'close'; payments: Payment[] }
  | { kind: 'pay'; provider: PaymentProvider; payment: Payment; title: string }

/** Each round closes what is in the way or pays; more rounds than this mean that somebody else is at it. */
const MOST_ROUNDS = 4

/**
 * Brings the payer to a cashier. The attempt is stored before the provider hears of it, and a new number is given only
 * once the provider takes no money for the one before. An order of 0 fen is paid at once.
 * @throws Problem order-paid, order-cancelled, order-refunded, step-not-reached, payment-unavailable
 */
export async function startPayment(
  ground: PaymentGround,
  provider: PaymentProvider | undefined,
  actor: StudentActor,
  orderId: string,
  beginning: Beginning,
): Promise<PaymentStarted> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = await inTransaction(ground.db, SYSTEM, (tx) =>
      nextStep(tx, ground, provider, actor, orderId, beginning),
    )
    if (next.kind === 'paid') return PAID
    try {
      if (next.kind === 'close') {
        for (const payment of next.payments) {
          if (hasPaid(await closeAtProvider(ground, payment), orderId)) return PAID
        }
        continue
      }
      const { tradeNumber, amountFen, expiresAt } = next.payment
      const { way, payer, payerAddress, returnUrl } = beginning
      const told = { tradeNumber, amountFen, expiresAt, description: next.title, way, payer, payerAddress, returnUrl }
      const prepared = await next.provider.prepare(told)
      if (prepared.state === 'ready') {
        if (await isOpen(ground, next.payment)) return { orderState: 'unpaid', cashier: prepared.cashier }
        await closeGivenUp(ground, next.payment)
        continue
      }
      if (hasPaid(await askAbout(ground, next.payment), orderId)) return PAID
    } catch (error) {
      if (!(error instanceof ProviderAway) && !(error instanceof ProviderRefused)) throw error
      ground.log.error({ err: error, orderId }, 'a payment could not be begun')
      // What the provider did with a call that failed is not known.
      if (next.kind === 'pay' && !(await isOpen(ground, next.payment))) await closeGivenUp(ground, next.payment)
      throw new Problem('payment-unavailable', { retryAfterSeconds: 10 })
    }
  }
  throw new Problem('order-being-paid')
}

const PAID: PaymentStarted = { orderState: 'paid', cashier: null }

/** Money had come before, and nobody had told us. */
function hasPaid(told: Settlement | 'closed' | 'open', orderId: string): boolean {
  return typeof told === 'object' && told.orderId === orderId && told.orderState === 'paid'
}

/** Somebody gave the attempt up, perhaps before the provider had heard of it: then nobody else will close it there. */
async function closeGivenUp(ground: PaymentGround, payment: Payment): Promise<void> {
  try {
    await closeAtProvider(ground, payment)
  } catch (error) {
    if (!(error instanceof ProviderAway)) throw error
    const { db, jobs } = ground
    await inTransaction(db, SYSTEM, (tx) => jobs.enqueue(tx, closePaymentJob, { paymentId: payment.id }))
  }
}

async function isOpen({ db, secrets }: PaymentGround, { id }: Payment): Promise<boolean> {
  return inTransaction(db, SYSTEM, async (tx) => (await paymentOf(tx, secrets, id))?.state === 'open')
}

async function nextStep(
  tx: Tx,
  ground: PaymentGround,
  provider: PaymentProvider | undefined,
  actor: StudentActor,
  orderId: string,
  beginning: Beginning,
): Promise<Next> {
  const { secrets, jobs, clock } = ground
  const now = clock.now()
  const order = await lockOrder(tx, secrets, orderId)
  if (order?.identityId !== actor.identityId) throw new Problem('not-found')
  const graduate = await graduateOf(tx, order.graduateId)
  const campaign = graduate && (await campaignOf(tx, graduate.campaignId))
  if (campaign === undefined) throw new Problem('not-found')
  if (campaign.cancelledAt !== null) throw new Problem('campaign-cancelled')
  requirePayable(order, campaign.payWhen, now)
  if (order.totalFen === 0) {
    await payOrder(tx, ground, order, now, now)
    await recordAudit(tx, now, SYSTEM, 'order-paid', [order.id])
    return { kind: 'paid' }
  }
  if (provider === undefined) throw new Problem('payment-unavailable')
  const open = (await paymentsOf(tx, secrets, order.id)).find(({ state }) => state === 'open')
  if (open !== undefined && isSame(open, provider, beginning) && isStillOffered(open, now))
    return { kind: 'pay', provider, payment: open, title: titleOf(order, campaign.title) }
  if (open !== undefined) await closeOpenPayment(tx, jobs, order.id, now)
  const payments = await closingPaymentsOf(tx, secrets, order.graduateId)
  if (payments.length > 0) return { kind: 'close', payments }
  const { way, payer } = beginning
  const merchant = provider.merchantOf(way)
  const payment = await addPayment(tx, secrets, order, { provider: provider.name, way, merchant, payer }, now)
  return { kind: 'pay', provider, payment, title: titleOf(order, campaign.title) }
}

function isSame(payment: Payment, provider: PaymentProvider, { way, payer }: Beginning): boolean {
  return payment.provider === provider.name && payment.way === way && payment.payer === payer
}

/** What the payer reads in the list of payments; providers take 127 characters and none of the rare ones of four bytes. */
function titleOf(order: Order, campaignTitle: string): string {
  return [...`${campaignTitle} ${order.number}`]
    .filter((character) => character.length === 1)
    .slice(-60)
    .join('')
}
