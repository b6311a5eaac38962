import type { StaffOrder } from '@tucai/contract'
import { Problem, type StaffPayment } from '@tucai/contract'
import { sql } from 'kysely'
import { recordAudit } from '../audit/audits.ts'
import { movesOf, orderOf } from '../order/orders.ts'
import { inTransaction, rowsOf, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable, StaffActor } from '../platform/http/route-table.ts'
import { alarms, settleAlarm } from './alarms.ts'
import { settleDifference } from './reconciliations.ts'

/** What finance sees of payments. `staffOrder`: an order as the centre sees it. */
export function staffPaymentRoutes(
  routes: RouteTable,
  { db, secrets, clock }: Engines,
  staffOrder: (tx: Tx, orderId: string) => Promise<StaffOrder | undefined>,
): void {
  routes.handle('staffOrderShow', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      const order = await staffOrder(tx, orderId)
      const whole = order && (await orderOf(tx, secrets, orderId))
      if (whole === undefined) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'orders-read', [orderId])
      const moves = (await movesOf(tx, orderId)).map(({ state, at }) => ({ state, at: at.toISOString() }))
      return { ...order!, lines: whole.lines, moves, payments: await paymentLines(tx, orderId) }
    }),
  )

  routes.handle('staffAlarmList', ({ actor }) => inTransaction(db, actor, alarms))

  /** A person says what was done about something, once. */
  function settled(
    actor: StaffActor,
    id: string,
    note: string,
    settle: typeof settleAlarm,
    action: 'alarm-settled' | 'difference-settled',
  ) {
    return inTransaction(db, actor, async (tx) => {
      const words = note.trim()
      if (words === '') throw new Problem('request-malformed', { field: 'note' })
      if (!(await settle(tx, id, actor.staffId, words, clock.now()))) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, action, [id])
      return {}
    })
  }

  routes.handle('staffAlarmSettle', ({ actor, params: { alarmId }, body: { note } }) =>
    settled(actor, alarmId, note, settleAlarm, 'alarm-settled'),
  )
  routes.handle('staffDifferenceSettle', ({ actor, params: { differenceId }, body: { note } }) =>
    settled(actor, differenceId, note, settleDifference, 'difference-settled'),
  )
}

type Row = Omit<StaffPayment, 'startedAt' | 'endedAt'> & { startedAt: Date; endedAt: Date | null }

async function paymentLines(tx: Tx, orderId: string): Promise<StaffPayment[]> {
  const rows = await rowsOf<Row>(
    tx,
    sql`SELECT id AS payment_id, provider, way, trade_number, provider_transaction, state, amount_fen, refunded_fen,
        started_at, ended_at
      FROM payment WHERE order_id = ${orderId} ORDER BY started_at, id`,
  )
  return rows.map(({ startedAt, endedAt, ...row }) => ({
    ...row,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }))
}
