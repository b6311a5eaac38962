import type { ConsentPurpose } from '@tucai/contract'
import { sql } from 'kysely'
import { withdrawConsents } from '../consent/consents.ts'
import { ordersOf } from '../order/orders.ts'
import { cancelOrder, closeOpenPayment } from '../payment/payments.ts'
import type { Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { removePhotosOf, unpaidGraduates } from './removals.ts'

/** Ends the agreement to a purpose, with the consequences that its words promise. Repeating it changes nothing. */
export async function withdraw(
  tx: Tx,
  engines: Engines,
  person: { identityId: string; accountId: string },
  purpose: ConsentPurpose,
): Promise<void> {
  await withdrawConsents(tx, person.identityId, purpose, engines.clock.now())
  if (purpose === 'photo') await forgetPhotos(tx, engines, person.identityId)
  if (purpose === 'mailing') await forgetAddresses(tx, engines, person)
}

async function forgetPhotos(tx: Tx, engines: Engines, identityId: string) {
  const now = engines.clock.now()
  for (const order of await ordersOf(tx, engines.secrets, identityId)) {
    if (order.state === 'unpaid') await closeOpenPayment(tx, engines.jobs, order.id, now)
  }
  await removePhotosOf(tx, engines.jobs, unpaidGraduates(identityId))
}

async function forgetAddresses(
  tx: Tx,
  { secrets, jobs, clock }: Engines,
  { identityId, accountId }: { identityId: string; accountId: string },
) {
  for (const order of await ordersOf(tx, secrets, identityId)) {
    if (order.state === 'unpaid' && order.paper) await cancelOrder(tx, jobs, order, 'withdrawn', clock.now())
  }
  await sql`DELETE FROM address WHERE account_id = ${accountId}`.execute(tx)
  await sql`UPDATE collection SET paper = NULL, print_sets = 0, delivery = 'none', address_sealed = NULL
    WHERE paper AND graduate_id IN (${unpaidGraduates(identityId)})`.execute(tx)
}
