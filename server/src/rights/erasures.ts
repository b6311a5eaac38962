import type { ErasureView } from '@tucai/contract'
import { sql } from 'kysely'
import { ordersOf } from '../order/orders.ts'
import { cancelOrder } from '../payment/payments.ts'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { newId } from '../platform/ids.ts'
import { type ErasureCase, planErasure } from './erasure.ts'
import { removeFiles, removePhotosOf, removeProgressOf, removeTakes, unpaidGraduates } from './removals.ts'
import { daysAfter, ORDERS_KEPT_DAYS, retention } from './retention.ts'

interface Person {
  identityId: string
  accountId: string
}

/** When a graduate’s data begin to age: after graduation, and never before the campaign closed. */
export const graduationOf = sql`greatest(c.closes_at, make_timestamptz(g.graduation_year, 7, 1, 0, 0, 0, 'Asia/Shanghai'))`

/** What deletion would do now, and when it was asked for last. */
export async function erasurePlan(tx: Tx, { identityId, accountId }: Person): Promise<ErasureView> {
  const rows = await rowsOf<{ paidAt: Date | null; hasPayments: boolean; graduation: Date }>(
    tx,
    sql`SELECT (SELECT max(o.paid_at) FROM "order" o WHERE o.graduate_id = g.id) AS paid_at, ${graduationOf} AS graduation,
        EXISTS (SELECT 1 FROM payment JOIN "order" o ON o.id = payment.order_id WHERE o.graduate_id = g.id) AS has_payments
      FROM graduate g JOIN campaign c ON c.id = g.campaign_id WHERE g.identity_id = ${identityId}`,
  )
  const cases = rows.map(
    ({ paidAt, hasPayments, graduation }): ErasureCase => ({
      ...{ isPaid: paidAt !== null, hasPayments },
      photoUntil: daysAfter(graduation, retention['finished-photos'].keptDays),
      orderUntil: paidAt && daysAfter(paidAt, ORDERS_KEPT_DAYS),
    }),
  )
  const asked = await rowOf<{ askedAt: Date }>(
    tx,
    sql`SELECT asked_at FROM erasure WHERE account_id = ${accountId} ORDER BY asked_at DESC LIMIT 1`,
  )
  return planErasure(cases, asked?.askedAt ?? null)
}

/** Deletes what the plan removes and puts on record what it keeps. Repeating it changes nothing. */
export async function erase(
  tx: Tx,
  engines: Pick<Engines, 'secrets' | 'jobs' | 'clock'>,
  person: Person,
): Promise<ErasureView> {
  const now = engines.clock.now()
  const { identityId, accountId } = person
  const plan = await erasurePlan(tx, person)
  for (const order of await ordersOf(tx, engines.secrets, identityId)) {
    if (order.state === 'unpaid') await cancelOrder(tx, engines.jobs, order, 'withdrawn', now)
  }
  await removePhotosOf(tx, engines.jobs, unpaidGraduates(identityId))
  await removeProgressOf(tx, unpaidGraduates(identityId))
  await removeTakes(
    tx,
    engines.jobs,
    sql`p.identity_id = ${identityId} AND NOT EXISTS (SELECT 1 FROM "order" o WHERE o.photo_id = p.id)
      AND NOT EXISTS (SELECT 1 FROM collection c WHERE c.photo_id = p.id)`,
  )
  await removeExports(tx, engines.jobs, accountId)
  await sql`DELETE FROM address WHERE account_id = ${accountId}`.execute(tx)
  await sql`DELETE FROM wechat_identity WHERE account_id = ${accountId}`.execute(tx)
  await sql`INSERT INTO erasure (id, account_id, asked_at, closed, kept)
    VALUES (${newId('era')}, ${accountId}, ${now}, ${plan.closes}, ${plan.kept.map(({ code }) => code)})`.execute(tx)
  if (plan.closes) await removeAccount(tx, accountId)
  return { ...plan, askedAt: now.toISOString() }
}

/** Removes the account with its ways in. The proof of agreement stays with the number, which stays with the roster. */
export async function removeAccount(tx: Tx, accountId: string): Promise<void> {
  for (const table of ['notice', 'notice_answer']) {
    await sql`DELETE FROM ${sql.table(table)}
      WHERE identity_id = (SELECT identity_id FROM account WHERE id = ${accountId})`.execute(tx)
  }
  for (const table of ['session', 'trusted_device', 'one_time_code', 'wechat_identity', 'address']) {
    await sql`DELETE FROM ${sql.table(table)} WHERE account_id = ${accountId}`.execute(tx)
  }
  await sql`DELETE FROM account WHERE id = ${accountId}`.execute(tx)
}

async function removeExports(tx: Tx, jobs: Engines['jobs'], accountId: string): Promise<void> {
  const gone = await rowsOf<{ fileKey: string }>(
    tx,
    sql`DELETE FROM data_export WHERE account_id = ${accountId} RETURNING file_key`,
  )
  await removeFiles(
    tx,
    jobs,
    gone.map(({ fileKey }) => fileKey),
  )
}
