import { Problem, type SavedFilter } from '@tucai/contract'
import { sql } from 'kysely'
import { countOf, inTransaction, rowOf, rowsOf, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import { newId } from '../platform/ids.ts'

const MOST_PER_LIST = 30

/** The filters that a member of staff keeps for the lists of the console; nobody else sees them. */
export function savedFilterRoutes(routes: RouteTable, { db, clock }: Pick<Engines, 'db' | 'clock'>): void {
  routes.handle('savedFilterList', ({ actor, query: { list } }) =>
    inTransaction(db, SYSTEM, (tx) =>
      rowsOf<SavedFilter>(
        tx,
        sql`SELECT id AS filter_id, name, filter FROM saved_filter
          WHERE staff_id = ${actor.staffId} AND list = ${list} ORDER BY made_at, id`,
      ),
    ),
  )

  routes.handle('savedFilterKeep', ({ actor, body: { list, name: given, filter } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      const name = given.trim()
      if (name === '') throw new Problem('request-malformed', { field: 'name' })
      const kept = await rowOf<SavedFilter>(
        tx,
        sql`INSERT INTO saved_filter (id, staff_id, list, name, filter, made_at)
          VALUES (${newId('flt')}, ${actor.staffId}, ${list}, ${name}, ${JSON.stringify(filter)}, ${clock.now()})
          ON CONFLICT (staff_id, list, name) DO UPDATE SET filter = excluded.filter
          RETURNING id AS filter_id, name, filter`,
      )
      const counted = await rowOf<{ count: number }>(
        tx,
        sql`SELECT count(*)::integer AS count FROM saved_filter WHERE staff_id = ${actor.staffId} AND list = ${list}`,
      )
      if (counted!.count > MOST_PER_LIST) throw new Problem('saved-filters-full')
      return kept!
    }),
  )

  routes.handle('savedFilterForget', ({ actor, params: { filterId } }) =>
    inTransaction(db, SYSTEM, async (tx) => {
      const gone = sql`DELETE FROM saved_filter WHERE id = ${filterId} AND staff_id = ${actor.staffId}`
      if ((await countOf(tx, gone)) !== 1) throw new Problem('not-found')
      return {}
    }),
  )
}
