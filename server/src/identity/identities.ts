import type { DocumentKind } from '@tucai/contract'
import { sql } from 'kysely'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import type { SealedColumn } from '../platform/sealed-columns.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { DocumentNumber } from './identity.ts'

const INDEX = 'identity-number'

export const sealedInIdentities: SealedColumn[] = [
  {
    ...{ table: 'identity', key: 'id', column: 'number_sealed', boundTo },
    index: { column: 'number_index', purpose: () => INDEX },
  },
]

interface IdentityRow {
  id: string
  kind: DocumentKind
  numberSealed: string
}

/** The blind index by which a number is found. `number` in its normal form. */
export function numberIndex(secrets: Secrets, number: string): string {
  return secrets.blindIndex(INDEX, number)
}

/** Under each of these a number may be stored: more than one while keys rotate. */
export function numberIndexes(secrets: Secrets, number: string): string[] {
  return secrets.blindIndexes(INDEX, number)
}

/** The id of the number’s row, made when there is none. Takes the same steps in both cases. */
export async function ensureIdentity(tx: Tx, secrets: Secrets, { kind, number }: DocumentNumber): Promise<string> {
  const indexes = numberIndexes(secrets, number)
  const id = newId('idn')
  await sql`INSERT INTO identity (id, kind, number_sealed, number_index)
    SELECT ${id}, ${kind}, ${secrets.seal(number, boundTo(id))}, ${indexes[0]}
      WHERE NOT EXISTS (SELECT 1 FROM identity WHERE number_index = ANY(${indexes}))
    ON CONFLICT (number_index) DO NOTHING`.execute(tx)
  const row = await rowOf<{ id: string }>(tx, sql`SELECT id FROM identity WHERE number_index = ANY(${indexes})`)
  return row!.id
}

/** The ids of many numbers’ rows by number; rows are made where there are none. No number twice. */
export async function ensureIdentities(
  tx: Tx,
  secrets: Secrets,
  documents: DocumentNumber[],
): Promise<Map<string, string>> {
  const wanted = documents.map(({ kind, number }) => {
    const id = newId('idn')
    return { id, kind, number, sealed: secrets.seal(number, boundTo(id)), indexes: numberIndexes(secrets, number) }
  })
  const known = await identitiesIndexed(
    tx,
    wanted.flatMap(({ indexes }) => indexes),
  )
  const fresh = wanted.filter(({ indexes }) => !indexes.some((index) => known.has(index)))
  await sql`INSERT INTO identity (id, kind, number_sealed, number_index)
    SELECT * FROM unnest(${fresh.map(({ id }) => id)}::text[], ${fresh.map(({ kind }) => kind)}::text[],
      ${fresh.map(({ sealed }) => sealed)}::text[], ${fresh.map(({ indexes }) => indexes[0])}::text[])
    ON CONFLICT (number_index) DO NOTHING`.execute(tx)
  // Somebody else may have made one of them in between.
  const made = await identitiesIndexed(
    tx,
    fresh.map(({ indexes }) => indexes[0]!),
  )
  return new Map(
    wanted.map(({ number, indexes }) => {
      const id = indexes.map((index) => known.get(index) ?? made.get(index)).find((found) => found !== undefined)
      return [number, id!]
    }),
  )
}

async function identitiesIndexed(tx: Tx, indexes: string[]): Promise<Map<string, string>> {
  const rows = await rowsOf<{ id: string; numberIndex: string }>(
    tx,
    sql`SELECT id, number_index FROM identity WHERE number_index = ANY(${indexes})`,
  )
  return new Map(rows.map(({ id, numberIndex }) => [numberIndex, id]))
}

/** Which document it is, told by its owner: a roster often can't know. */
export async function setIdentityKind(tx: Tx, identityId: string, kind: DocumentKind): Promise<void> {
  await sql`UPDATE identity SET kind = ${kind} WHERE id = ${identityId} AND kind <> ${kind}`.execute(tx)
}

/** The numbers of identities, by identity id. Whoever asks answers for the audit row. */
export async function documentNumbers(
  tx: Tx,
  secrets: Secrets,
  identityIds: string[],
): Promise<Map<string, DocumentNumber>> {
  const rows = await rowsOf<IdentityRow>(
    tx,
    sql`SELECT id, kind, number_sealed FROM identity WHERE id = ANY(${identityIds})`,
  )
  return new Map(rows.map((row) => [row.id, { kind: row.kind, number: openNumber(secrets, row) }]))
}

export async function documentNumber(tx: Tx, secrets: Secrets, identityId: string): Promise<DocumentNumber> {
  const row = await rowOf<IdentityRow>(tx, sql`SELECT id, kind, number_sealed FROM identity WHERE id = ${identityId}`)
  if (row === undefined) throw new Error('an identity id without its row')
  return { kind: row.kind, number: openNumber(secrets, row) }
}

function openNumber(secrets: Secrets, row: Pick<IdentityRow, 'id' | 'numberSealed'>): string {
  return secrets.open(row.numberSealed, boundTo(row.id))
}

function boundTo(id: string): string {
  return `${id}/number`
}
