import { inTransaction } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { decideApproval, listApprovals, withdrawApproval } from './approvals.ts'

/** What waits for a second person, and the second person's word. */
export function approvalRoutes(routes: RouteTable, { db, clock }: Engines): void {
  routes.handle('approvalList', ({ actor, query: { waiting } }) => {
    const askedBy = actor.role === 'administrator' || actor.role === 'auditor' ? null : actor.staffId
    return inTransaction(db, actor, (tx) =>
      listApprovals(tx, { waiting: waiting === 'true', askedBy }, actor, clock.now()),
    )
  })

  routes.handle('approvalDecide', ({ actor, params: { approvalId }, body: { approve } }) =>
    inTransaction(db, actor, (tx) =>
      decideApproval(tx, actor, approvalId, approve ? 'approved' : 'refused', clock.now()),
    ),
  )

  routes.handle('approvalWithdraw', ({ actor, params: { approvalId } }) =>
    inTransaction(db, actor, async (tx) => {
      await withdrawApproval(tx, actor, approvalId, clock.now())
      return {}
    }),
  )
}
