import { sql } from 'kysely'
import { rowOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { Jobs } from '../platform/jobs.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Message, noticeJob } from './notice.ts'

export const sealedInNotices: SealedColumn[] = [{ table: 'notice', key: 'id', column: 'letter_sealed', boundTo }]

/**
 * Adds a message to those that are due. `message` is null where nobody must be written to, but whoever watches the clock
 * must not see that: the same steps are taken.
 */
export async function addNotice(
  tx: Tx,
  { secrets, jobs }: { secrets: Secrets; jobs: Pick<Jobs, 'enqueue'> },
  kind: string,
  message: Message | null,
  now: Date,
): Promise<void> {
  const noticeId = newId('ntc')
  const sealed = secrets.seal(JSON.stringify(message), boundTo(noticeId))
  await sql`INSERT INTO notice (id, kind, letter_sealed, made_at)
    VALUES (${noticeId}, ${kind}, ${sealed}, ${now})`.execute(tx)
  await jobs.enqueue(tx, noticeJob, { noticeId })
}

/** The message of a notice that still has to be sent; null when there is nobody to write to. */
export async function dueMessage(tx: Tx, secrets: Secrets, noticeId: string): Promise<Message | null> {
  const row = await rowOf<{ letterSealed: string | null }>(
    tx,
    sql`SELECT letter_sealed FROM notice WHERE id = ${noticeId} AND sent_at IS NULL`,
  )
  if (!row?.letterSealed) return null
  return JSON.parse(secrets.open(row.letterSealed, boundTo(noticeId))) as Message | null
}

/** Marks a notice as sent and forgets its words. */
export async function markSent(tx: Tx, noticeId: string, now: Date): Promise<void> {
  await sql`UPDATE notice SET sent_at = ${now}, letter_sealed = NULL WHERE id = ${noticeId}`.execute(tx)
}

function boundTo(id: string): string {
  return `${id}/letter`
}
