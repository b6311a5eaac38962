import { sql } from 'kysely'
import { Type } from 'typebox'
import { type Db, inTransaction, rowsOf, SYSTEM } from '../platform/db.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'
import { searchTextOf } from './search-text.ts'

/** Makes the text that graduates are found by where it is missing: after an upgrade, or a change made past this program. */
export const searchTextJob = defineJob('graduate-search-text', Type.Object({}))

const ROWS_AT_ONCE = 500

export async function workSearchTexts({ db, jobs }: { db: Db; jobs: Jobs }): Promise<void> {
  await jobs.work(searchTextJob, () => fillSearchTexts(db))
  await jobs.repeat(searchTextJob, {}, '* * * * *')
}

export async function fillSearchTexts(db: Db): Promise<void> {
  while ((await fillSome(db)) === ROWS_AT_ONCE);
}

function fillSome(db: Db): Promise<number> {
  return inTransaction(db, SYSTEM, async (tx) => {
    const rows = await rowsOf<{ id: string; name: string; studentNumber: string }>(
      tx,
      sql`SELECT id, name, student_number FROM graduate WHERE search_text = '' ORDER BY id
        LIMIT ${ROWS_AT_ONCE} FOR UPDATE SKIP LOCKED`,
    )
    const ids = rows.map(({ id }) => id)
    const texts = rows.map(searchTextOf)
    await sql`UPDATE graduate SET search_text = made.text
      FROM unnest(${ids}::text[], ${texts}::text[]) AS made (id, text) WHERE graduate.id = made.id`.execute(tx)
    return rows.length
  })
}
