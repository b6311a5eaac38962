import type { DataExportView } from '@tucai/contract'
import { sql } from 'kysely'
import { rowOf, type Tx } from '../platform/db.ts'
import { makeFileKey } from '../platform/file-cipher.ts'
import { newId } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'

export interface DataExport {
  id: string
  accountId: string
  identityId: string
  sessionId: string
  state: 'preparing' | 'ready' | 'failed'
  fileKey: string
  keySealed: string
  bytes: string | null
  askedAt: Date
  expiresAt: Date
}

/** A copy can be downloaded for this long after it is ready; one that never gets ready ends as well. */
const LIFE_MS = 60 * 60_000

export const sealedInDataExports: SealedColumn[] = [{ table: 'data_export', key: 'id', column: 'key_sealed', boundTo }]

const COLUMNS = sql`id, account_id, identity_id, session_id, state, file_key, key_sealed, bytes, asked_at, expires_at`

export async function addDataExport(
  tx: Tx,
  secrets: Secrets,
  owner: Pick<DataExport, 'accountId' | 'identityId' | 'sessionId'>,
  now: Date,
): Promise<string> {
  const id = newId('exp')
  const sealed = secrets.seal(makeFileKey(), boundTo(id))
  await sql`INSERT INTO data_export (id, account_id, identity_id, session_id, state, file_key, key_sealed, asked_at,
      expires_at)
    VALUES (${id}, ${owner.accountId}, ${owner.identityId}, ${owner.sessionId}, 'preparing',
      ${`export/${id.toLowerCase()}/my-data.bin`}, ${sealed}, ${now}, ${endAfter(now)})`.execute(tx)
  return id
}

export async function dataExportOf(tx: Tx, exportId: string): Promise<DataExport | undefined> {
  return rowOf(tx, sql`SELECT ${COLUMNS} FROM data_export WHERE id = ${exportId}`)
}

/** The newest copy that the session asked for. */
export async function newestDataExport(tx: Tx, sessionId: string, now: Date): Promise<DataExport | undefined> {
  return rowOf(
    tx,
    sql`SELECT ${COLUMNS} FROM data_export WHERE session_id = ${sessionId} AND expires_at > ${now}
      ORDER BY asked_at DESC, id LIMIT 1`,
  )
}

/** Ends the preparation. False when it had ended before, or the copy is gone. */
export async function endPreparing(
  tx: Tx,
  exportId: string,
  end: { state: 'ready'; bytes: number } | { state: 'failed' },
  now: Date,
): Promise<void> {
  await sql`UPDATE data_export SET state = ${end.state}, bytes = ${'bytes' in end ? end.bytes : null},
      expires_at = ${endAfter(now)}
    WHERE id = ${exportId} AND state = 'preparing'`.execute(tx)
}

export function openFileKey(secrets: Secrets, { id, keySealed }: DataExport): string {
  return secrets.open(keySealed, boundTo(id))
}

export function dataExportView({ id, state, bytes, askedAt, expiresAt }: DataExport): DataExportView {
  const times = { askedAt: askedAt.toISOString(), expiresAt: expiresAt.toISOString() }
  return { exportId: id, state, bytes: bytes === null ? null : Number(bytes), ...times }
}

function endAfter(now: Date): Date {
  return new Date(now.getTime() + LIFE_MS)
}

function boundTo(id: string): string {
  return `${id}/key`
}
