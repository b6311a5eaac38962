import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { type Payment, type PaymentProvider, ProviderAway } from './payment.ts'
import { claimAsking, movePayment, noteAsked, paymentOf } from './payments.ts'
import { type SettleGround, type Settlement, settle } from './settlement.ts'

/** What talking to providers about payments stands on. */
export interface PaymentGround extends SettleGround, Pick<Engines, 'db' | 'secrets' | 'clock' | 'log'> {
  /** By name; those that no longer take payments still answer for the ones they took. */
  providers: readonly PaymentProvider[]
}

function providerOf(ground: Pick<PaymentGround, 'providers'>, payment: Pick<Payment, 'provider'>) {
  return ground.providers.find(({ name }) => name === payment.provider)
}

/**
 * Asks the provider about a payment and notes what it says: money is settled, a closed attempt is closed. Once the
 * attempt is over, or is to be closed, the provider is told so.
 * @throws ProviderAway when nothing is known
 */
export async function askAbout(ground: PaymentGround, payment: Payment): Promise<Settlement | 'closed' | 'open'> {
  const provider = providerOf(ground, payment)
  // Of a provider that is no longer configured nobody can be asked; its bill would tell.
  if (provider === undefined) return payment.expiresAt <= ground.clock.now() ? noteClosed(ground, payment.id) : 'open'
  const answer = await provider.query(payment.tradeNumber)
  if (answer.state === 'paid') return settleNow(ground, answer.notice)
  const now = ground.clock.now()
  if (answer.state === 'closed') return noteClosed(ground, payment.id)
  if (payment.state === 'closing' || payment.expiresAt <= now) return closeAtProvider(ground, payment)
  await inTransaction(ground.db, SYSTEM, (tx) => noteAsked(tx, payment.id, now))
  return 'open'
}

const ASKED_AGAIN_AFTER_MS = 2_000

/**
 * Asks about an order's attempt because its payer came back, at most every two seconds whoever asks. False when nothing
 * was asked or nothing is known.
 */
export async function checkPayment(ground: PaymentGround, orderId: string): Promise<boolean> {
  const { db, secrets, clock, log } = ground
  const now = clock.now()
  const payment = await inTransaction(db, SYSTEM, async (tx) => {
    const id = await claimAsking(tx, orderId, now, new Date(now.getTime() - ASKED_AGAIN_AFTER_MS))
    return id === undefined ? undefined : paymentOf(tx, secrets, id)
  })
  if (payment === undefined) return false
  try {
    await askAbout(ground, payment)
    return true
  } catch (error) {
    if (!(error instanceof ProviderAway)) throw error
    log.warn({ err: error, paymentId: payment.id }, 'a payment could not be asked about')
    return false
  }
}

/** Tells the provider to take no more money for the attempt; what came first is settled. @throws ProviderAway */
export async function closeAtProvider(
  ground: PaymentGround,
  payment: Payment,
): Promise<Settlement | 'closed' | 'open'> {
  const provider = providerOf(ground, payment)
  if (provider === undefined) return 'open'
  if ((await provider.close(payment.tradeNumber)) === 'closed') return noteClosed(ground, payment.id)
  const answer = await provider.query(payment.tradeNumber)
  return answer.state === 'paid' ? settleNow(ground, answer.notice) : 'open'
}

export function settleNow(ground: PaymentGround, notice: Parameters<typeof settle>[2]): Promise<Settlement> {
  return inTransaction(ground.db, SYSTEM, (tx) => settle(tx, ground, notice, ground.clock.now()))
}

async function noteClosed(ground: PaymentGround, paymentId: string): Promise<'closed'> {
  await inTransaction(ground.db, SYSTEM, async (tx) => {
    const present = await paymentOf(tx, ground.secrets, paymentId)
    const now = ground.clock.now()
    if (present?.state === 'open' || present?.state === 'closing')
      await movePayment(tx, paymentId, present.state, 'closed', now)
  })
  return 'closed'
}
