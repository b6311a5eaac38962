import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Actor, ANONYMOUS, inTransaction, openDatabase, rowsOf } from '../src/platform/db.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/**
 * Every table of the schema gets one row of side `a` and one of side `b`, made from the catalogue alone: a key is called
 * after its table, what refers to another table carries that table's key, and checks of values are left out. So a table
 * that is added later is proven without a word here.
 */
type Side = 'a' | 'b'
interface Column {
  table: string
  name: string
  type: string
  isGiven: boolean
  refersTo: string | null
}

/** Whose rows these are, is nobody's business: the schema's own version, and counters under hashed keys. */
const WITHOUT_OWNERS = ['schema_version', 'throttle']

let database: TestDatabase
let db: ReturnType<typeof openDatabase>
let tables: Map<string, Column[]>

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.connectionUrls.app, { connections: 2 })
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  tables = await columnsOf(client)
  await loosen(client)
  for (const columns of tables.values())
    for (const side of ['a', 'b'] as const) await client.query(insertion(columns, side))
  await client.end()
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

async function columnsOf(client: pg.Client): Promise<Map<string, Column[]>> {
  const { rows } = await client.query<Column>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type,
        (a.attnotnull AND NOT a.atthasdef AND a.attidentity = '') OR a.attname ~ '^id$|_id$' AS "isGiven",
        (SELECT f.confrelid::regclass::text FROM pg_constraint f
          WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]) AS "refersTo"
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL($1)
        AND a.attgenerated = ''
      ORDER BY c.relname, a.attnum`,
    [WITHOUT_OWNERS],
  )
  return Map.groupBy(rows, ({ table }) => table)
}

/** Rows may now hold what no program would write. */
async function loosen(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname) AS statement
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f')`,
  )
  for (const { statement } of rows) await client.query(statement)
}

function insertion(columns: Column[], side: Side): string {
  const given = columns.filter(({ isGiven }) => isGiven)
  const { table } = given[0]!
  const names = given.map(({ name }) => pg.escapeIdentifier(name)).join(', ')
  return `INSERT INTO ${pg.escapeIdentifier(table)} (${names}) VALUES (${given.map((one) => literalOf(one, side)).join(', ')})`
}

function literalOf({ table, name, type, refersTo }: Column, side: Side): string {
  const number = side === 'a' ? 1 : 2
  if (type === 'text') return `'${textOf(table, name, refersTo)}_${side}'`
  if (/^(integer|bigint|smallint|numeric)$/.test(type)) return String(number)
  if (type === 'boolean') return 'false'
  if (type.startsWith('timestamp') || type === 'date') return `'2027-03-0${number}'`
  if (type === 'jsonb') return `'{}'`
  if (type.endsWith('[]')) return `'{}'`
  if (type === 'bytea') return `'\\x0${number}'`
  if (type === 'uuid') return `'00000000-0000-4000-8000-00000000000${number}'`
  throw new Error(`how is a ${type} made, for ${table}.${name}?`)
}

function textOf(table: string, name: string, refersTo: string | null): string {
  if (refersTo !== null) return refersTo.replaceAll('"', '')
  return name === 'id' ? table : name.replace(/_id$/, '')
}

const operator = (side: Side): Actor => ({
  kind: 'staff',
  staffId: 'staff_a',
  role: 'school',
  schoolId: `school_${side}`,
})
const student = (side: Side): Actor => ({
  kind: 'student',
  identityId: `identity_${side}`,
  accountId: `account_${side}`,
})

/** The sides whose row the actor sees, table by table. */
async function seenBy(actor: Actor): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  for (const [table, columns] of tables) {
    const key = pg.escapeIdentifier(columns.find(({ type, isGiven }) => type === 'text' && isGiven)!.name)
    const rows = await inTransaction(db, actor, (tx) =>
      rowsOf<{ side: Side }>(tx, sql`SELECT right(${sql.raw(key)}, 1) AS side FROM ${sql.table(table)} ORDER BY 1`),
    )
    seen.set(table, rows.map(({ side }) => side).join(''))
  }
  return seen
}

const of = (seen: Map<string, string>, sides: string) =>
  [...seen].filter(([, one]) => one === sides).map(([table]) => table)

it('each table holds a row of either side, and the centre’s program sees both', async () => {
  const seen = await seenBy({ kind: 'system' })
  expect(of(seen, 'ab')).toEqual([...tables.keys()])
})

it('nobody sees no row', async () => {
  const seen = await seenBy(ANONYMOUS)
  expect(of(seen, '')).toEqual([...tables.keys()])
})

it('a school’s operator never sees a row of another school, in any table, and sees the own graduates', async () => {
  for (const side of ['a', 'b'] as const) {
    const seen = await seenBy(operator(side))
    const own = of(seen, side)
    expect(own).toEqual(expect.arrayContaining(['school', 'campaign', 'graduate', 'photo', 'review', 'order']))
    expect([...own, ...of(seen, '')].sort()).toEqual([...tables.keys()])
  }
})

it('a student never sees a row of another one, in any table, and sees the own', async () => {
  for (const side of ['a', 'b'] as const) {
    const seen = await seenBy(student(side))
    const own = of(seen, side)
    expect(own).toEqual(expect.arrayContaining(['graduate', 'account', 'photo', 'order', 'payment']))
    expect([...own, ...of(seen, '')].sort()).toEqual([...tables.keys()])
  }
})

it('a school’s operator can neither change, remove nor add a row of another school, in any table', async () => {
  for (const [table, columns] of tables) {
    const key = sql.id(columns.find(({ type, isGiven }) => type === 'text' && isGiven)!.name)
    for (const change of [
      sql`UPDATE ${sql.table(table)} SET ${key} = ${key} WHERE right(${key}, 1) = 'b'`,
      sql`DELETE FROM ${sql.table(table)} WHERE right(${key}, 1) = 'b'`,
    ]) {
      const outcome = await inTransaction(db, operator('a'), (tx) => change.execute(tx)).then(
        ({ numAffectedRows }) => Number(numAffectedRows),
        (error) => String(error.message),
      )
      expect([0, `permission denied for table ${table}`], table).toContain(outcome)
    }
    if (!columns.some(({ name }) => name === 'school_id')) continue
    const added = inTransaction(db, operator('a'), (tx) => sql.raw(insertion(columns, 'b')).execute(tx))
    await expect(added, table).rejects.toThrow(/row-level security|permission denied/)
  }
})
