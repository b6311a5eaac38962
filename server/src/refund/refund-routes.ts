import { Problem, type StaffRefund, type StaffRefundQuery } from '@tucai/contract'
import { sql } from 'kysely'
import { orderOf } from '../order/orders.ts'
import type { Db } from '../platform/db.ts'
import { allOf, equal, inTransaction, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { type Refund, refundOffer, refundView } from './refund.ts'
import { askAsStaff, askAsStudent, decideRefund, notePaidOut, offerOf, type RefundRules } from './refunding.ts'

export function refundRoutes(routes: RouteTable, db: Db, rules: RefundRules): void {
  routes.handle('refundShow', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      const order = await orderOf(tx, rules.secrets, orderId)
      if (order?.identityId !== actor.identityId) throw new Problem('not-found')
      const { possibleFen, obstacle, refunds } = await offerOf(tx, rules, order)
      return refundOffer(possibleFen, obstacle, refunds)
    }),
  )

  routes.handle('refundAsk', ({ actor, params: { orderId }, body }) =>
    inTransaction(db, actor, async (tx) =>
      refundView(await askAsStudent(tx, rules, actor, orderId, body.reason.trim())),
    ),
  )

  routes.handle('staffRefundList', ({ actor, query }) =>
    inTransaction(db, actor, async (tx) => ({ ...(await refundPage(tx, query)), aloneUpToFen: rules.aloneUpToFen })),
  )

  routes.handle('staffRefundAsk', ({ actor, params: { orderId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const reason = body.reason.trim()
      if (reason === '') throw new Problem('request-malformed', { field: 'reason' })
      return staffRefund(tx, await askAsStaff(tx, rules, actor, orderId, { ...body, reason }))
    }),
  )

  routes.handle('staffRefundPaidOut', ({ actor, params: { refundId }, body }) =>
    inTransaction(db, actor, async (tx) => {
      const note = body.note.trim()
      if (note === '') throw new Problem('request-malformed', { field: 'note' })
      return staffRefund(tx, await notePaidOut(tx, rules, actor, refundId, note))
    }),
  )

  for (const [name, verdict] of [
    ['staffRefundApprove', 'approved'],
    ['staffRefundRefuse', 'refused'],
  ] as const) {
    routes.handle(name, ({ actor, params: { refundId } }) =>
      inTransaction(db, actor, async (tx) => staffRefund(tx, await decideRefund(tx, rules, actor, refundId, verdict))),
    )
  }
}

type RefundRow = Omit<StaffRefund, 'askedAt' | 'decidedAt' | 'endedAt' | 'needsSecond'> & {
  askedAt: Date
  decidedAt: Date | null
  endedAt: Date | null
}

const SELECT = sql`SELECT r.id AS refund_id, r.order_id, r.number, r.kind, r.state, r.amount_fen, r.asked_at, r.ended_at,
    o.number AS order_number, p.trade_number, p.amount_fen AS paid_fen, r.reason, r.asked_by, r.decided_by, r.decided_at, r.trouble,
    (SELECT login FROM staff WHERE id = r.asked_by) AS asked_by_login,
    (SELECT login FROM staff WHERE id = r.decided_by) AS decided_by_login
  FROM refund r JOIN "order" o ON o.id = r.order_id JOIN payment p ON p.id = r.payment_id
  JOIN graduate g ON g.id = o.graduate_id`

async function refundPage(tx: Tx, { state, campaignId, orderId, offset = 0, limit = 50 }: StaffRefundQuery) {
  const fits = sql`WHERE ${allOf(
    equal(sql`r.state`, state),
    equal(sql`g.campaign_id`, campaignId),
    equal(sql`r.order_id`, orderId),
  )}`
  const rows = await rowsOf<RefundRow>(
    tx,
    sql`${SELECT} ${fits} ORDER BY r.state <> 'asked', r.asked_at DESC, r.id OFFSET ${offset} LIMIT ${limit}`,
  )
  const counted = await rowOf<{ count: number }>(
    tx,
    sql`SELECT count(*)::integer AS count FROM refund r JOIN "order" o ON o.id = r.order_id
      JOIN graduate g ON g.id = o.graduate_id ${fits}`,
  )
  return { total: counted!.count, refunds: rows.map(shown) }
}

async function staffRefund(tx: Tx, { id }: Refund): Promise<StaffRefund> {
  return shown((await rowOf<RefundRow>(tx, sql`${SELECT} WHERE r.id = ${id}`))!)
}

function shown({ askedAt, decidedAt, endedAt, ...row }: RefundRow): StaffRefund {
  return {
    ...row,
    askedAt: askedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    needsSecond: row.state === 'asked',
  }
}
