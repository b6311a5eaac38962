import type { Delivery } from '@tucai/contract'
import { sql } from 'kysely'
import type { Address } from '../address/address.ts'
import { openAddress, sealAddress } from '../address/addresses.ts'
import type { Graduate } from '../graduate/graduate.ts'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Collection, notBegun } from './collection.ts'

export const sealedInCollections: SealedColumn[] = [
  { table: 'collection', key: 'graduate_id', column: 'address_sealed', boundTo },
  { table: 'correction', key: 'id', column: 'text_sealed', boundTo: (id) => `${id}/text` },
]

type CollectionRow = Omit<Collection, 'address'> & { addressSealed: string | null }

const COLUMNS = sql`graduate_id, information_confirmed_at, photo_id, photo_confirmed_at, paper, print_sets, delivery, address_sealed,
  correction_sent_at`

/** The graduate's collection, and until the transaction ends nobody else changes it. */
export async function lockCollection(tx: Tx, secrets: Secrets, graduate: Graduate): Promise<Collection> {
  const { id, identityId, schoolId } = graduate
  await sql`INSERT INTO collection (graduate_id, identity_id, school_id) VALUES (${id}, ${identityId}, ${schoolId})
    ON CONFLICT (graduate_id) DO NOTHING`.execute(tx)
  const row = await rowOf<CollectionRow>(
    tx,
    sql`SELECT ${COLUMNS} FROM collection WHERE graduate_id = ${id} FOR UPDATE`,
  )
  return openCollection(secrets, row!)
}

export async function collectionOf(tx: Tx, secrets: Secrets, graduateId: string): Promise<Collection> {
  const row = await rowOf<CollectionRow>(tx, sql`SELECT ${COLUMNS} FROM collection WHERE graduate_id = ${graduateId}`)
  return row ? openCollection(secrets, row) : { graduateId, ...notBegun }
}

export async function confirmInformation(tx: Tx, graduateId: string, at: Date): Promise<void> {
  await sql`UPDATE collection SET information_confirmed_at = coalesce(information_confirmed_at, ${at})
    WHERE graduate_id = ${graduateId}`.execute(tx)
}

/** A new take is looked at; whatever was confirmed before is not any more. */
export async function lookAtPhoto(tx: Tx, graduateId: string, photoId: string): Promise<void> {
  await sql`UPDATE collection SET photo_id = ${photoId}, photo_confirmed_at = NULL
    WHERE graduate_id = ${graduateId}`.execute(tx)
}

export async function confirmPhoto(tx: Tx, graduateId: string, photoId: string, at: Date): Promise<void> {
  await sql`UPDATE collection SET photo_id = ${photoId}, photo_confirmed_at = ${at}
    WHERE graduate_id = ${graduateId}`.execute(tx)
}

/** The photo is to be taken anew: nothing is confirmed, and where `forget` is said the take is not looked at any more. */
export async function unconfirmPhoto(tx: Tx, graduateId: string, { forget }: { forget: boolean }): Promise<void> {
  await sql`UPDATE collection SET photo_confirmed_at = NULL, photo_id = ${forget ? null : sql`photo_id`}
    WHERE graduate_id = ${graduateId}`.execute(tx)
}

export async function setPaper(
  tx: Tx,
  secrets: Secrets,
  graduateId: string,
  { printSets, delivery, address }: { printSets: number; delivery: Delivery; address: Address | null },
): Promise<void> {
  const sealed = address && sealAddress(secrets, address, boundTo(graduateId))
  await sql`UPDATE collection SET paper = ${printSets > 0}, print_sets = ${printSets}, delivery = ${delivery},
      address_sealed = ${sealed}
    WHERE graduate_id = ${graduateId}`.execute(tx)
}

/** Keeps what the student says is wrong in the school's data, for the school. */
export async function addCorrection(
  tx: Tx,
  secrets: Secrets,
  graduate: Graduate,
  text: string,
  at: Date,
): Promise<void> {
  const id = newId('cor')
  await sql`INSERT INTO correction (id, graduate_id, identity_id, school_id, text_sealed, sent_at)
    VALUES (${id}, ${graduate.id}, ${graduate.identityId}, ${graduate.schoolId},
      ${secrets.seal(text, `${id}/text`)}, ${at})`.execute(tx)
  await sql`UPDATE collection SET correction_sent_at = ${at} WHERE graduate_id = ${graduate.id}`.execute(tx)
}

/** What the student said is wrong, as it was written. */
export async function correctionsOf(tx: Tx, secrets: Secrets, graduateId: string) {
  const rows = await rowsOf<{ id: string; textSealed: string; sentAt: Date; settledAt: Date | null }>(
    tx,
    sql`SELECT id, text_sealed, sent_at, settled_at FROM correction WHERE graduate_id = ${graduateId} ORDER BY sent_at, id`,
  )
  return rows.map(({ id, textSealed, sentAt, settledAt }) => ({
    sentAt,
    settledAt,
    text: secrets.open(textSealed, `${id}/text`),
  }))
}

function openCollection(secrets: Secrets, { addressSealed, ...row }: CollectionRow): Collection {
  const address = addressSealed === null ? null : openAddress(secrets, addressSealed, boundTo(row.graduateId))
  return { ...row, address }
}

function boundTo(graduateId: string): string {
  return `${graduateId}/collection-address`
}
