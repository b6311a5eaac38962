import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Actor, ANONYMOUS, inTransaction, openDatabase, rowsOf } from '../src/platform/db.ts'
import { type Column, columnsByTable, insertion, loosen } from './catalogue.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'

/** Every table of the schema gets one row of side `a` and one of side `b`. */
type Side = 'a' | 'b'

let database: TestDatabase
let db: ReturnType<typeof openDatabase>
let tables: Map<string, Column[]>

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.connectionUrls.app, { connections: 2 })
  const client = new pg.Client({ connectionString: database.superuserUrl })
  await client.connect()
  tables = await columnsByTable(client)
  await loosen(client, ['c', 'f'])
  for (const columns of tables.values())
    for (const side of ['a', 'b'] as const) await client.query(insertionOf(columns, side))
  await client.end()
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const insertionOf = (columns: Column[], side: Side) =>
  insertion(columns, { mark: `'${side}'`, number: side === 'a' ? '1' : '2' })

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
    const added = inTransaction(db, operator('a'), (tx) => sql.raw(insertionOf(columns, 'b')).execute(tx))
    await expect(added, table).rejects.toThrow(/row-level security|permission denied/)
  }
})
