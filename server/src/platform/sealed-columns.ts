import { sql } from 'kysely'
import { countOf, type Db, inTransaction, rowsOf, SYSTEM, type Tx } from './db.ts'
import type { Secrets } from './secrets.ts'

/** A column that holds sealed values. Each slice tells of its own, so that keys can rotate. */
export interface SealedColumn {
  table: string
  /** The column that names the row. */
  key: string
  column: string
  /** What the value of the row is bound to. */
  boundTo(rowKey: string): string
  /** The blind index of the same value, stored beside it. */
  index?: {
    column: string
    /** `owner` is the value of the column `ownerColumn`. */
    purpose(owner: string): string
    ownerColumn?: string
  }
}

interface Row {
  key: string
  sealed: string
  owner: string | null
}

const BATCH_ROWS = 200

/**
 * Seals every value of the column under the present key, and its index with it, in short transactions. Safe to repeat
 * and to break off. Answers how many values changed.
 */
export async function resealColumn(db: Db, secrets: Secrets, sealed: SealedColumn): Promise<number> {
  let changed = 0
  for (;;) {
    const count = await inTransaction(db, SYSTEM, (tx) => resealBatch(tx, secrets, sealed))
    changed += count
    if (count === 0) return changed
  }
}

/** How many values of the column are under an older key. */
export async function countOldValues(tx: Tx, secrets: Secrets, { table, column }: SealedColumn): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    tx,
    sql`SELECT count(*)::int AS count FROM ${sql.table(table)} WHERE ${isOld(secrets, column)}`,
  )
  return row!.count
}

async function resealBatch(tx: Tx, secrets: Secrets, sealed: SealedColumn): Promise<number> {
  const { table, key, column, index } = sealed
  const rows = await rowsOf<Row>(
    tx,
    sql`SELECT ${sql.ref(key)} AS key, ${sql.ref(column)} AS sealed,
        ${index?.ownerColumn ? sql.ref(index.ownerColumn) : sql`NULL`} AS owner
      FROM ${sql.table(table)} WHERE ${isOld(secrets, column)} ORDER BY 1 LIMIT ${BATCH_ROWS} FOR UPDATE`,
  )
  for (const row of rows) await resealRow(tx, secrets, sealed, row)
  return rows.length
}

async function resealRow(tx: Tx, secrets: Secrets, { table, key, column, boundTo, index }: SealedColumn, row: Row) {
  const text = secrets.open(row.sealed, boundTo(row.key))
  const anew = sql`${sql.ref(column)} = ${secrets.seal(text, boundTo(row.key))}`
  const indexAnew =
    index && sql`, ${sql.ref(index.column)} = ${secrets.blindIndex(index.purpose(row.owner ?? ''), text)}`
  await countOf(tx, sql`UPDATE ${sql.table(table)} SET ${anew}${indexAnew ?? sql``} WHERE ${sql.ref(key)} = ${row.key}`)
}

function isOld(secrets: Secrets, column: string) {
  return sql`${sql.ref(column)} IS NOT NULL AND NOT starts_with(${sql.ref(column)}, ${`${secrets.keyVersion()}.`})`
}
