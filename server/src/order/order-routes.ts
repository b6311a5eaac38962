import { type OrderView, Problem } from '@tucai/contract'
import { type Db, inTransaction } from '../platform/db.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import type { Secrets } from '../platform/secrets.ts'
import { orderOf, orderShown, ordersOf } from './orders.ts'

export function orderRoutes(routes: RouteTable, { db, secrets }: { db: Db; secrets: Secrets }): void {
  routes.handle('orderList', ({ actor }) =>
    inTransaction(db, actor, async (tx) => {
      const views: OrderView[] = []
      for (const order of await ordersOf(tx, secrets, actor.identityId)) views.push(await orderShown(tx, order))
      return views
    }),
  )

  routes.handle('orderShow', ({ actor, params: { orderId } }) =>
    inTransaction(db, actor, async (tx) => {
      const order = await orderOf(tx, secrets, orderId)
      if (order?.identityId !== actor.identityId) throw new Problem('not-found')
      return orderShown(tx, order)
    }),
  )
}
