import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { demoGraduates } from '../../src/demo/demo-roster.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { withClient } from '../../src/platform/postgres/roles.ts'
import { emptyDatabase, type TestDatabase } from '../cluster.ts'
import { startWorld, type World } from '../world.ts'
import { previousKeyring, previousStudent } from './keys.ts'

/** What an older version of the program wrote (schema 12, see make.ts) comes to the newest schema as it is. */
const STEPS = Array.from({ length: 12 }, (_, place) => place + 1)
const keysFolder = mkdtempSync(join(tmpdir(), 'tucai-upgrade-'))
type Row = Record<string, unknown>
let database: TestDatabase
let written: Map<string, Row[]>
let world: World

beforeAll(async () => {
  mkdirSync(keysFolder, { recursive: true })
  writeFileSync(join(keysFolder, 'secrets.json'), previousKeyring())
  database = await emptyDatabase(inject('testCluster'))
  await migrate(database.connectionUrls.owner, database.appRole, { steps: STEPS })
  const rows = readFileSync(new URL('rows.sql', import.meta.url), 'utf8')
  written = await withClient(database.superuserUrl, async (client) => {
    await client.query(`SET session_replication_role = replica; ${rows}`)
    return rowsOf(client)
  })
  await migrate(database.connectionUrls.owner, database.appRole)
  world = await startWorld({ database, environment: { TUCAI_KEYS_DIR: keysFolder } })
})
afterAll(async () => {
  await world.close()
  rmSync(keysFolder, { recursive: true, force: true })
})

async function rowsOf(client: pg.Client): Promise<Map<string, Row[]>> {
  await client.query("SET timezone = 'UTC'")
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_version'",
  )
  const found = new Map<string, Row[]>()
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM ${name} t`)
    found.set(
      name,
      rows.map(({ row }) => row),
    )
  }
  return found
}

it('every row of the older version is there with every value it had', async () => {
  const present = await withClient(database.superuserUrl, rowsOf)
  for (const [table, rows] of written)
    expect(present.get(table), table).toEqual(rows.map((row) => expect.objectContaining(row)))
  expect([...written.values()].flat().length).toBeGreaterThan(40)
})

it('the student of the older version signs in with her password and looks up order, photo and address', async () => {
  const { number } = demoGraduates.find(({ name }) => name === previousStudent.name)!
  const student = world.visitor()
  const started = await student.call('sessionStart', { body: { number, password: previousStudent.password } })
  expect(started.state).toBe('signed-in')
  const [order] = await student.call('orderList', {})
  expect(order).toMatchObject({ state: 'paid', totalFen: 3500, name: previousStudent.name })
  const photo = await student.call('photoShow', { params: { photoId: order!.photoId! } })
  expect(photo).toMatchObject({ state: 'finished', confirmable: true })
  const address = { recipient: previousStudent.name, phone: '+8613800138000', detail: '环湖西一路100号' }
  expect(await student.call('addressList', {})).toMatchObject([address])
})
