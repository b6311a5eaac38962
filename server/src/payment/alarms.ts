import type { PaymentAlarm } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'

/** What a person has to look at. `detail` holds what was said and what was expected, nothing personal. */
export interface NewAlarm {
  kind: 'amount' | 'currency' | 'merchant' | 'payer' | 'transaction' | 'unknown-number' | 'refund'
  tradeNumber: string
  providerTransaction: string | null
  detail: Record<string, string | number | null>
}

/** The same thing said again raises no second alarm. */
export async function raiseAlarm(tx: Tx, alarm: NewAlarm, now: Date): Promise<void> {
  const { kind, tradeNumber, providerTransaction, detail } = alarm
  await sql`INSERT INTO payment_alarm (id, kind, trade_number, provider_transaction, detail, raised_at)
    VALUES (${newId('alm')}, ${kind}, ${tradeNumber}, ${providerTransaction}, ${JSON.stringify(detail)}::jsonb, ${now})
    ON CONFLICT DO NOTHING`.execute(tx)
}

type AlarmRow = Omit<PaymentAlarm, 'alarmId' | 'raisedAt' | 'settledAt'> & {
  id: string
  raisedAt: Date
  settledAt: Date | null
}

/** Every alarm, the open ones first. */
export async function alarms(tx: Tx): Promise<PaymentAlarm[]> {
  const rows = await rowsOf<AlarmRow>(
    tx,
    sql`SELECT id, kind, trade_number, provider_transaction, detail, raised_at, settled_at, note FROM payment_alarm
      ORDER BY settled_at IS NOT NULL, raised_at DESC, id LIMIT 500`,
  )
  return rows.map(({ id, raisedAt, settledAt, ...row }) => ({
    ...row,
    alarmId: id,
    raisedAt: raisedAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  }))
}

/** Notes what a person did about it. False when there is no such alarm, or it was settled before. */
export async function settleAlarm(tx: Tx, alarmId: string, by: string, note: string, now: Date): Promise<boolean> {
  const settled = sql`UPDATE payment_alarm SET settled_at = ${now}, settled_by = ${by}, note = ${note}
    WHERE id = ${alarmId} AND settled_at IS NULL`
  return (await countOf(tx, settled)) === 1
}
