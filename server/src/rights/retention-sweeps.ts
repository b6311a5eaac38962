import { type RawBuilder, sql } from 'kysely'
import { rowsOf, type Tx } from '../platform/db.ts'
import type { Jobs } from '../platform/jobs.ts'
import { graduationOf, removeAccount } from './erasures.ts'
import { isUnpaid, removeFiles, removePhotosOf, removeProgressOf, removeTakes } from './removals.ts'
import type { RetentionName } from './retention.ts'

/** At most this many at a time: each batch is a transaction of its own. */
const BATCH_ROWS = 200

/** Deletes one batch of what ended before an instant. Answers the ids, none when nothing is left. */
export type Sweep = (tx: Tx, jobs: Pick<Jobs, 'enqueue'>, before: Date) => Promise<string[]>

const graduateIn = sql`FROM graduate g JOIN campaign c ON c.id = g.campaign_id`
const limit = sql`LIMIT ${sql.lit(BATCH_ROWS)}`

async function deletedIds(tx: Tx, table: string, key: string, condition: RawBuilder<unknown>): Promise<string[]> {
  const [name, column] = [sql.table(table), sql.ref(key)]
  const rows = await rowsOf<{ id: string }>(
    tx,
    sql`DELETE FROM ${name} WHERE ${column} IN (SELECT ${column} FROM ${name} WHERE ${condition} ${limit})
      RETURNING ${column} AS id`,
  )
  return rows.map(({ id }) => id)
}

async function foundIds(tx: Tx, query: RawBuilder<unknown>): Promise<string[]> {
  return (await rowsOf<{ id: string }>(tx, query)).map(({ id }) => id)
}

/** How each class of data ends. */
export const sweeps: Record<RetentionName, Sweep> = {
  'unchosen-takes': (tx, jobs, before) =>
    removeTakes(
      tx,
      jobs,
      sql`p.taken_at < ${before} AND NOT EXISTS (SELECT 1 FROM collection c WHERE c.photo_id = p.id)
        AND NOT EXISTS (SELECT 1 FROM "order" o WHERE o.photo_id = p.id) ${limit}`,
    ),

  async 'abandoned-collections'(tx, jobs, before) {
    const ids = await foundIds(
      tx,
      sql`SELECT g.id ${graduateIn} JOIN collection ON collection.graduate_id = g.id
        WHERE c.closes_at < ${before} AND ${isUnpaid} ${limit}`,
    )
    const graduates = sql`SELECT unnest(${ids}::text[])`
    await removePhotosOf(tx, jobs, graduates)
    await removeProgressOf(tx, graduates)
    return ids
  },

  async originals(tx, jobs, before) {
    const gone = await rowsOf<{ id: string; originalKey: string; masterKey: string | null }>(
      tx,
      sql`WITH old AS (SELECT p.id, p.original_key, p.master_key ${graduateIn} JOIN photo p ON p.graduate_id = g.id
          WHERE ${graduationOf} < ${before} AND p.original_removed_at IS NULL AND p.state <> 'developing' ${limit})
        UPDATE photo SET original_removed_at = clock_timestamp(), master_key = NULL, master_sha256 = NULL
        FROM old WHERE photo.id = old.id RETURNING old.id, old.original_key, old.master_key`,
    )
    await removeFiles(
      tx,
      jobs,
      gone.flatMap(({ originalKey, masterKey }) => [originalKey, masterKey]),
    )
    return gone.map(({ id }) => id)
  },

  async 'finished-photos'(tx, jobs, before) {
    const ids = await foundIds(
      tx,
      sql`SELECT DISTINCT g.id ${graduateIn} JOIN photo p ON p.graduate_id = g.id WHERE ${graduationOf} < ${before} ${limit}`,
    )
    return removePhotosOf(tx, jobs, sql`SELECT unnest(${ids}::text[])`)
  },

  /** The rows stay with their orders; the sheets with everybody’s photo go. */
  async 'print-files'(tx, jobs, before) {
    const gone = await rowsOf<{ id: string; fileKey: string }>(
      tx,
      sql`WITH old AS (SELECT id, file_key FROM print_batch
          WHERE file_key IS NOT NULL AND coalesce(printed_at, cancelled_at) < ${before} ${limit})
        UPDATE print_batch SET file_key = NULL FROM old WHERE print_batch.id = old.id RETURNING old.id, old.file_key`,
    )
    await removeFiles(
      tx,
      jobs,
      gone.map(({ fileKey }) => fileKey),
    )
    return gone.map(({ id }) => id)
  },

  /** What was delivered stays on record, with the hashes; the packages with everybody’s photo go. */
  async 'delivery-files'(tx, jobs, before) {
    const gone = await rowsOf<{ id: string; fileKey: string }>(
      tx,
      sql`WITH old AS (SELECT f.id, f.key FROM delivery_file f JOIN delivery d ON d.id = f.delivery_id
          WHERE f.key IS NOT NULL AND coalesce(d.delivered_at, d.ready_at, d.made_at) < ${before} ${limit})
        UPDATE delivery_file SET key = NULL FROM old WHERE delivery_file.id = old.id RETURNING old.id, old.key AS file_key`,
    )
    await removeFiles(
      tx,
      jobs,
      gone.map(({ fileKey }) => fileKey),
    )
    return gone.map(({ id }) => id)
  },

  corrections: (tx, _, before) =>
    deletedIds(tx, 'correction', 'id', sql`graduate_id IN (SELECT g.id ${graduateIn} WHERE c.closes_at < ${before})`),
  addresses: (tx, _, before) => deletedIds(tx, 'address', 'id', sql`used_at < ${before}`),

  async sessions(tx, _, before) {
    const ofStaff = await deletedIds(tx, 'staff_session', 'id', sql`started_at < ${before}`)
    return [...ofStaff, ...(await deletedIds(tx, 'session', 'id', sql`started_at < ${before}`))]
  },

  async codes(tx, _, before) {
    const codes = await deletedIds(tx, 'one_time_code', 'id', sql`expires_at < ${before}`)
    await sql`DELETE FROM wechat_ticket WHERE expires_at < ${before}`.execute(tx)
    return codes
  },

  'answered-requests': (tx, _, before) => deletedIds(tx, 'answered_request', 'id', sql`started_at < ${before}`),

  notices: (tx, _, before) => deletedIds(tx, 'notice', 'id', sql`made_at < ${before} AND state <> 'due'`),

  /** The row stays as a record of what was uploaded; the sheet and what it said go. */
  async 'roster-trials'(tx, jobs, before) {
    const gone = await rowsOf<{ id: string; fileKey: string }>(
      tx,
      sql`WITH old AS (SELECT id, file_key FROM roster WHERE made_at < ${before}
          AND state IN ('matching', 'trying', 'tried', 'outdated') ${limit})
        UPDATE roster SET state = 'dropped', file_key = NULL, key_sealed = NULL FROM old WHERE roster.id = old.id
        RETURNING old.id, old.file_key`,
    )
    const ids = gone.map(({ id }) => id)
    await sql`DELETE FROM roster_problem WHERE roster_id = ANY(${ids})`.execute(tx)
    await sql`DELETE FROM roster_change WHERE roster_id = ANY(${ids})`.execute(tx)
    await removeFiles(
      tx,
      jobs,
      gone.map(({ fileKey }) => fileKey),
    )
    return ids
  },

  async 'invoice-requests'(tx, _, before) {
    const forgotten = sql`UPDATE invoice SET request_sealed = NULL WHERE id IN (SELECT id FROM invoice
      WHERE state IN ('refused', 'cancelled') AND ended_at < ${before} AND request_sealed IS NOT NULL ${limit})
      RETURNING id`
    return foundIds(tx, forgotten)
  },
  async exports(tx, jobs, before) {
    const gone = await rowsOf<{ id: string; fileKey: string }>(
      tx,
      sql`DELETE FROM data_export WHERE expires_at < ${before} RETURNING id, file_key`,
    )
    await removeFiles(
      tx,
      jobs,
      gone.map(({ fileKey }) => fileKey),
    )
    return gone.map(({ id }) => id)
  },

  consents: (tx, _, before) =>
    deletedIds(
      tx,
      'consent',
      'id',
      sql`given_at < ${before} AND NOT EXISTS (SELECT 1 FROM account a WHERE a.identity_id = consent.identity_id)`,
    ),

  /** Accounts whose last enrolment ended long ago, and those that were never on a roster. */
  async accounts(tx, _, before) {
    const ids = await foundIds(
      tx,
      sql`SELECT a.id FROM account a WHERE a.created_at < ${before}
        AND NOT EXISTS (SELECT 1 ${graduateIn} WHERE g.identity_id = a.identity_id AND ${graduationOf} >= ${before})
        AND NOT EXISTS (SELECT 1 FROM session WHERE session.account_id = a.id) ${limit}`,
    )
    for (const id of ids) await removeAccount(tx, id)
    return ids
  },
}
