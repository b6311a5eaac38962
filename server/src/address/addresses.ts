import { sql } from 'kysely'
import { rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Address } from './address.ts'

export const sealedInAddresses: SealedColumn[] = [
  {
    ...{ table: 'address', key: 'id', column: 'address_sealed', boundTo },
    index: { column: 'address_index', ownerColumn: 'account_id', purpose: indexPurpose },
  },
]

/** How many addresses an account keeps; the least recently used one makes room. */
const KEPT_COUNT = 5

export async function keepAddress(
  tx: Tx,
  secrets: Secrets,
  accountId: string,
  address: Address,
  now: Date,
): Promise<void> {
  const id = newId('adr')
  const text = JSON.stringify(address)
  const indexes = secrets.blindIndexes(indexPurpose(accountId), text)
  await sql`INSERT INTO address (id, account_id, address_sealed, address_index, used_at)
    SELECT ${id}, ${accountId}, ${secrets.seal(text, boundTo(id))}, ${indexes[0]}, ${now}::timestamptz
      WHERE NOT EXISTS (SELECT 1 FROM address WHERE account_id = ${accountId} AND address_index = ANY(${indexes}))
    ON CONFLICT (account_id, address_index) DO UPDATE SET used_at = excluded.used_at`.execute(tx)
  await sql`UPDATE address SET used_at = ${now}
    WHERE account_id = ${accountId} AND address_index = ANY(${indexes})`.execute(tx)
  await sql`DELETE FROM address WHERE account_id = ${accountId} AND id NOT IN (
    SELECT id FROM address WHERE account_id = ${accountId} ORDER BY used_at DESC, id LIMIT ${KEPT_COUNT})`.execute(tx)
}

/** The account’s usual addresses, the last used first. */
export async function addressesOf(tx: Tx, secrets: Secrets, accountId: string): Promise<Address[]> {
  const rows = await rowsOf<{ id: string; addressSealed: string }>(
    tx,
    sql`SELECT id, address_sealed FROM address WHERE account_id = ${accountId} ORDER BY used_at DESC, id`,
  )
  return rows.map((row) => openAddress(secrets, row.addressSealed, boundTo(row.id)))
}

/** An address sealed into another table’s row: `boundTo` names that row and column. */
export function sealAddress(secrets: Secrets, address: Address, boundTo: string): string {
  return secrets.seal(JSON.stringify(address), boundTo)
}

export function openAddress(secrets: Secrets, sealed: string, boundTo: string): Address {
  return JSON.parse(secrets.open(sealed, boundTo)) as Address
}

function indexPurpose(accountId: string): string {
  return `address of ${accountId}`
}

function boundTo(id: string): string {
  return `${id}/address`
}
