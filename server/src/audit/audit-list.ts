import type { AuditEntry, AuditQuery } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { allOf, type Db, equal, inTransaction, rowOf, rowsOf, type Tx } from '../platform/db.ts'
import type { StaffActor } from '../platform/http/route-table.ts'
import { wordsOfAction } from './audit-words.ts'
import { auditsNaming } from './audits.ts'

export type AuditFilter = Pick<AuditQuery, 'action' | 'actorId' | 'subjectId' | 'from' | 'until'>

/** More rows than this are neither counted nor exported at once. */
const mostAuditRows = 100_000
const ROWS_AT_ONCE = 1000

type Row = Omit<AuditEntry, 'at' | 'action' | 'subject' | 'subjectCount'> & {
  at: Date
  action: string
  subjectIds: string[]
  /** Counts the rows of the record in the order in which they were put there; a bigint, so in digits. */
  number: string
}

const SELECT = sql`SELECT a.id AS audit_id, a.at, a.actor_kind, a.actor_id, t.login AS actor_login, a.action,
    a.subject_ids, a.reason, a.number FROM audit a LEFT JOIN staff t ON a.actor_kind = 'staff' AND t.id = a.actor_id`

/** That the record was read stands in it too, and is left out of it unless it is asked for: reading would never end. */
function fits({ action, actorId, subjectId, from, until }: AuditFilter): RawBuilder<unknown> {
  return allOf(
    action === undefined ? sql`a.action <> 'audits-read'` : sql`a.action = ${action}`,
    equal(sql`a.actor_id`, actorId),
    subjectId === undefined ? undefined : sql`a.id IN (${auditsNaming(sql`${[subjectId]}::text[]`)})`,
    from === undefined ? undefined : sql`a.at >= ${from}::timestamptz`,
    until === undefined ? undefined : sql`a.at < ${until}::timestamptz`,
  )
}

export async function auditPage(tx: Tx, { offset = 0, limit = 50, ...filter }: AuditQuery) {
  const rows = await rowsOf<Row>(
    tx,
    sql`${SELECT} WHERE ${fits(filter)} ORDER BY a.at DESC, a.number DESC OFFSET ${offset} LIMIT ${limit}`,
  )
  const counted = await rowOf<{ count: number }>(
    tx,
    sql`SELECT count(*)::integer AS count FROM (SELECT 1 FROM audit a WHERE ${fits(filter)} LIMIT ${mostAuditRows}) n`,
  )
  const actions = await rowsOf<{ action: string }>(tx, ACTIONS)
  const actors = await rowsOf<{ staffId: string; login: string }>(
    tx,
    sql`SELECT id AS staff_id, login FROM staff ORDER BY login`,
  )
  return {
    actors,
    total: counted!.count,
    entries: await shown(tx, rows),
    actions: actions.map(({ action }) => named(action)),
  }
}

/** Each action that occurs, found by its index step by step instead of by reading the whole record. */
const ACTIONS = sql`WITH RECURSIVE step AS (
    (SELECT action FROM audit ORDER BY action LIMIT 1)
    UNION ALL
    SELECT (SELECT a.action FROM audit a WHERE a.action > step.action ORDER BY a.action LIMIT 1) FROM step
      WHERE step.action IS NOT NULL
  ) SELECT action FROM step WHERE action IS NOT NULL`

/** The same rows, the newest first, read a thousand at a time while they are written out. */
export async function* auditRows(db: Db, actor: StaffActor, filter: AuditFilter): AsyncGenerator<AuditEntry> {
  let last: Pick<Row, 'at' | 'number'> | undefined
  for (let count = 0; count < mostAuditRows; count += ROWS_AT_ONCE) {
    const before = last === undefined ? sql`true` : sql`(a.at, a.number) < (${last.at}, ${last.number})`
    const part = await inTransaction(db, actor, async (tx) => {
      const rows = await rowsOf<Row>(
        tx,
        sql`${SELECT} WHERE ${fits(filter)} AND ${before} ORDER BY a.at DESC, a.number DESC LIMIT ${ROWS_AT_ONCE}`,
      )
      last = rows.at(-1) ?? last
      return shown(tx, rows)
    })
    yield* part
    if (part.length < ROWS_AT_ONCE) return
  }
}

const named = (action: string) => ({ name: action, ...wordsOfAction(action) })

async function shown(tx: Tx, rows: Row[]): Promise<AuditEntry[]> {
  const names = await namesOf(tx, [...new Set(rows.flatMap(({ subjectIds }) => subjectIds.slice(0, 1)))])
  return rows.map(({ at, action, subjectIds, number: _, ...row }) => {
    const first = subjectIds[0] ?? ''
    return {
      ...row,
      at: at.toISOString(),
      action: named(action),
      subject: names.get(first) ?? first,
      subjectCount: subjectIds.length,
    }
  })
}

/** What people call the things with these ids; of a graduate the student number, masked. */
async function namesOf(tx: Tx, ids: string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ id: string; name: string }>(
    tx,
    sql`SELECT id, left(student_number, 4) || '****' || right(student_number, 2) AS name FROM graduate WHERE id = ANY(${ids})
      UNION ALL SELECT id, number FROM "order" WHERE id = ANY(${ids})
      UNION ALL SELECT id, number FROM refund WHERE id = ANY(${ids})
      UNION ALL SELECT id, title FROM campaign WHERE id = ANY(${ids})
      UNION ALL SELECT id, name FROM school WHERE id = ANY(${ids})
      UNION ALL SELECT id, title FROM approval WHERE id = ANY(${ids})
      UNION ALL SELECT id, login FROM staff WHERE id = ANY(${ids})`,
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
