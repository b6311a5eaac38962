import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { type Db, inTransaction, openDatabase, rowOf, SYSTEM, type Tx } from '../db.ts'
import { isOutage } from '../outage.ts'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.connectionUrls.app, { connections: 1, answerLimitMs: 500 })
})
afterAll(async () => {
  await db.close()
  await database.drop()
})

const asked = (work: (tx: Tx) => Promise<unknown>) => inTransaction(db, SYSTEM, work)
const answersAfter = (tx: Tx, seconds: number) => sql`SELECT pg_sleep(${seconds})`.execute(tx)

it('a database that does not answer in time is away, in and outside of transactions, and the next one asks anew', async () => {
  const outside = () => sql`SELECT pg_sleep(60)`.execute(db.kysely)
  const inside = () => asked((tx) => answersAfter(tx, 60))
  for (const silent of [inside, outside]) {
    expect(isOutage(await silent().catch((error: unknown) => error))).toBe(true)
    expect(await asked((tx) => rowOf(tx, sql`SELECT 1 AS one`))).toEqual({ one: 1 })
  }
})

it('each statement has the time for itself, and what rests between statements is not counted', async () => {
  await asked(async (tx) => {
    for (let nth = 0; nth < 4; nth++) await answersAfter(tx, 0.2)
    await new Promise((done) => setTimeout(done, 700))
    await answersAfter(tx, 0.2)
  })
})
