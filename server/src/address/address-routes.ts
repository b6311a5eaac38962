import { type Db, inTransaction } from '../platform/db.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import type { Secrets } from '../platform/secrets.ts'
import { addressesOf } from './addresses.ts'

export function addressRoutes(routes: RouteTable, { db, secrets }: { db: Db; secrets: Secrets }): void {
  routes.handle('addressList', ({ actor }) =>
    inTransaction(db, actor, (tx) => addressesOf(tx, secrets, actor.accountId)),
  )
}
