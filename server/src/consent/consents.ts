import { sql } from 'kysely'
import { rowOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'

/** Records agreement to one purpose in one version of its text. */
export async function giveConsent(
  tx: Tx,
  consent: { purpose: string; version: string; channel: 'web' | 'weapp'; givenAt: Date },
): Promise<string> {
  const id = newId('con')
  await sql`INSERT INTO consent (id, purpose, version, channel, given_at)
    VALUES (${id}, ${consent.purpose}, ${consent.version}, ${consent.channel}, ${consent.givenAt})`.execute(tx)
  return id
}

export async function hasConsent(tx: Tx, consentId: string, purpose: string): Promise<boolean> {
  const row = await rowOf(tx, sql`SELECT 1 FROM consent WHERE id = ${consentId} AND purpose = ${purpose}`)
  return row !== undefined
}
