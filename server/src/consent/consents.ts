import type { ConsentPurpose } from '@tucai/contract'
import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { type Consent, stands } from './consent.ts'

/** Records agreement to one purpose in one version of its text; before there is an account it is nobody’s yet. */
export async function giveConsent(
  tx: Tx,
  consent: {
    purpose: ConsentPurpose
    version: string
    channel: 'web' | 'weapp'
    givenAt: Date
    identityId?: string
  },
): Promise<string> {
  const id = newId('con')
  const { purpose, version, channel, givenAt, identityId = null } = consent
  await sql`INSERT INTO consent (id, purpose, version, channel, given_at, identity_id)
    VALUES (${id}, ${purpose}, ${version}, ${channel}, ${givenAt}, ${identityId})`.execute(tx)
  return id
}

/** Whether the agreement is to this purpose in this version of its text. */
export async function hasConsent(tx: Tx, consentId: string, purpose: string, version: string): Promise<boolean> {
  const row = await rowOf(
    tx,
    sql`SELECT 1 FROM consent WHERE id = ${consentId} AND purpose = ${purpose} AND version = ${version}
      AND withdrawn_at IS NULL`,
  )
  return row !== undefined
}

/** From now on the agreement is this person’s. With one that is somebody’s already nothing happens. */
export async function claimConsent(tx: Tx, consentId: string, identityId: string): Promise<void> {
  await sql`UPDATE consent SET identity_id = ${identityId} WHERE id = ${consentId} AND identity_id IS NULL`.execute(tx)
}

/** A person’s newest agreement to each purpose. */
export async function newestConsents(tx: Tx, identityId: string): Promise<Map<ConsentPurpose, Consent>> {
  const rows = await rowsOf<Consent>(
    tx,
    sql`SELECT DISTINCT ON (purpose) purpose, version, given_at, withdrawn_at FROM consent
      WHERE identity_id = ${identityId} ORDER BY purpose, given_at DESC, id DESC`,
  )
  return new Map(rows.map((row) => [row.purpose, row]))
}

/** Whether a person’s agreement to a purpose stands. */
export async function consentStands(tx: Tx, identityId: string, purpose: ConsentPurpose): Promise<boolean> {
  return stands((await newestConsents(tx, identityId)).get(purpose))
}

/** Every agreement a person ever gave, the newest first. */
export async function consentsOf(tx: Tx, identityId: string): Promise<(Consent & { channel: string })[]> {
  return rowsOf(
    tx,
    sql`SELECT purpose, version, channel, given_at, withdrawn_at FROM consent WHERE identity_id = ${identityId}
      ORDER BY given_at DESC, id`,
  )
}

export async function withdrawConsents(tx: Tx, identityId: string, purpose: ConsentPurpose, at: Date): Promise<void> {
  await sql`UPDATE consent SET withdrawn_at = ${at}
    WHERE identity_id = ${identityId} AND purpose = ${purpose} AND withdrawn_at IS NULL`.execute(tx)
}
