import { sql } from 'kysely'
import { type Db, inTransaction, rowOf, SYSTEM } from '../../src/platform/db.ts'

/** How many of the attempts with these numbers have paid their order. */
export async function countPaid(db: Db, numbers: string[]): Promise<number> {
  const row = await inTransaction(db, SYSTEM, (tx) =>
    rowOf<{ count: number }>(
      tx,
      sql`SELECT count(*)::integer AS count FROM payment p JOIN "order" o ON o.id = p.order_id
        WHERE p.trade_number = ANY(${numbers}) AND p.state = 'paid' AND o.state = 'paid'`,
    ),
  )
  return row!.count
}
