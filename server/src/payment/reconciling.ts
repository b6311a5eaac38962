import { Problem } from '@tucai/contract'
import { Type } from 'typebox'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'
import type { PaymentProvider } from './payment.ts'
import { paymentByTradeNumber } from './payments.ts'
import { askAbout, type PaymentGround } from './provider-talk.ts'
import { chinaDayBefore, type Difference, differencesOf } from './reconciliation.ts'
import { addReconciliation, noteBilled, ownLines } from './reconciliations.ts'

/** Compares a day with the provider's bill; without a day, yesterday in China. */
export const reconcileJob = defineJob('payment-reconcile', Type.Object({ day: Type.Optional(Type.String()) }), {
  retryLimit: 30,
  timeLimitSeconds: 1800,
})

export async function workReconciling(ground: PaymentGround, jobs: Jobs): Promise<void> {
  await jobs.work(reconcileJob, async ({ day }) => {
    for (const provider of billedBy(ground)) {
      await reconcile(ground, provider, day ?? yesterday(ground)).catch((error: unknown) => {
        // Somebody closed the day meanwhile: it stays as it is.
        if (!(error instanceof Problem)) throw error
      })
    }
  })
  // Providers have yesterday's bill from nine or ten in the morning on.
  await jobs.repeat(reconcileJob, {}, '30 10 * * *')
}

/** Providers that send bills: nobody is billed for what was paid by pretence. */
export function billedBy({ providers }: Pick<PaymentGround, 'providers'>): PaymentProvider[] {
  return providers.filter(({ name }) => name !== 'simulated')
}

export function yesterday({ clock }: Pick<PaymentGround, 'clock'>): string {
  return chinaDayBefore(clock.now(), 1)
}

/**
 * Compares one day. Money that the provider has and we don't is asked about first, so that a notice lost for good still
 * pays its order, or goes back; what differs after that is for a person. Answers the id of the record.
 * @throws ProviderAway while the bill is not ready
 */
export async function reconcile(ground: PaymentGround, provider: PaymentProvider, day: string): Promise<string> {
  const { db, clock } = ground
  const bill = await provider.bill(day)
  const compare = () =>
    inTransaction(db, SYSTEM, async (tx) => differencesOf(await ownLines(tx, provider.name, day, bill), bill))
  await askAboutMissing(ground, await compare())
  const differences = await compare()
  return inTransaction(db, SYSTEM, async (tx) => {
    await noteBilled(tx, day, bill)
    return addReconciliation(tx, provider.name, day, bill, differences, clock.now())
  })
}

async function askAboutMissing(ground: PaymentGround, differences: Difference[]): Promise<void> {
  for (const { kind, what, tradeNumber } of differences) {
    if (kind !== 'only-theirs' || what !== 'payment') continue
    const payment = await inTransaction(ground.db, SYSTEM, (tx) =>
      paymentByTradeNumber(tx, ground.secrets, tradeNumber),
    )
    if (payment !== undefined) await askAbout(ground, payment)
  }
}
