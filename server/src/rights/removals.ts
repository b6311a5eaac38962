import { type RawBuilder, sql } from 'kysely'
import { Type } from 'typebox'
import { rowsOf, type Tx } from '../platform/db.ts'
import type { Files } from '../platform/files.ts'
import { defineJob, type Jobs } from '../platform/jobs.ts'

/**
 * Removes files whose rows are gone. It is added in the transaction that deletes the rows: a file can neither outlive
 * its row nor be missing while its row is there.
 */
export const removeFilesJob = defineJob('files-remove', Type.Object({ keys: Type.Array(Type.String()) }), {
  retryLimit: 20,
})

export async function workRemovals({ jobs, files }: { jobs: Jobs; files: Files }): Promise<void> {
  await jobs.work(removeFilesJob, async ({ keys }) => {
    for (const key of keys) await files.remove(key)
  })
}

/** Adds the removal of files to the transaction. */
export async function removeFiles(tx: Tx, jobs: Pick<Jobs, 'enqueue'>, keys: (string | null)[]): Promise<void> {
  const present = keys.filter((key) => key !== null)
  if (present.length > 0) await jobs.enqueue(tx, removeFilesJob, { keys: present })
}

interface TakenAway {
  id: string
  originalKey: string
  finishedKey: string | null
  masterKey: string | null
  /** Of what was derived from it; their rows go with it. */
  derivedKeys: string[]
}

/** Deletes the takes that the condition on `p` names, with their files. Answers their ids. */
export async function removeTakes(
  tx: Tx,
  jobs: Pick<Jobs, 'enqueue'>,
  condition: RawBuilder<unknown>,
): Promise<string[]> {
  const gone = await rowsOf<TakenAway>(
    tx,
    sql`DELETE FROM photo WHERE id IN (SELECT p.id FROM photo p WHERE ${condition})
      RETURNING id, original_key, finished_key, master_key,
        ARRAY(SELECT d.key FROM derivative d WHERE d.photo_id = photo.id AND d.key <> photo.finished_key) AS derived_keys`,
  )
  await removeFiles(
    tx,
    jobs,
    gone.flatMap((photo) => [photo.originalKey, photo.finishedKey, photo.masterKey, ...photo.derivedKeys]),
  )
  return gone.map(({ id }) => id)
}

/** Graduates of the person without a paid order. */
export function unpaidGraduates(identityId: string): RawBuilder<unknown> {
  return sql`SELECT g.id FROM graduate g WHERE g.identity_id = ${identityId} AND ${isUnpaid}`
}

/** Whether the graduate `g` has no paid order. */
export const isUnpaid = sql`NOT EXISTS (SELECT 1 FROM "order" paid WHERE paid.graduate_id = g.id AND paid.paid_at IS NOT NULL)`

/** Forgets the photos of these graduates, who have no paid order: rows, files, reviews and whatever points at them. */
export async function removePhotosOf(
  tx: Tx,
  jobs: Pick<Jobs, 'enqueue'>,
  graduates: RawBuilder<unknown>,
): Promise<string[]> {
  await sql`UPDATE collection SET photo_id = NULL, photo_confirmed_at = NULL
    WHERE graduate_id IN (${graduates})`.execute(tx)
  await sql`DELETE FROM review WHERE graduate_id IN (${graduates})`.execute(tx)
  await sql`UPDATE "order" SET photo_id = NULL WHERE graduate_id IN (${graduates})`.execute(tx)
  return removeTakes(tx, jobs, sql`p.graduate_id IN (${graduates})`)
}

/** Forgets progress, corrections, and the orders for which no payment was begun, of graduates without a paid order. */
export async function removeProgressOf(tx: Tx, graduates: RawBuilder<unknown>): Promise<void> {
  await sql`DELETE FROM correction WHERE graduate_id IN (${graduates})`.execute(tx)
  await sql`DELETE FROM collection_code WHERE graduate_id IN (${graduates})`.execute(tx)
  await sql`DELETE FROM collection WHERE graduate_id IN (${graduates})`.execute(tx)
  const untouched = sql`SELECT o.id FROM "order" o WHERE o.graduate_id IN (${graduates})
    AND NOT EXISTS (SELECT 1 FROM payment WHERE payment.order_id = o.id)`
  await sql`DELETE FROM order_line WHERE order_id IN (${untouched})`.execute(tx)
  await sql`DELETE FROM "order" WHERE id IN (${untouched})`.execute(tx)
}
