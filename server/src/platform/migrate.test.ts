import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { migrate } from './migrate.ts'
import { withClient } from './postgres/roles.ts'
import { StartRefused } from './start-refused.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const versions = () =>
  withClient(database.superuserUrl, async (client) => (await client.query('SELECT version FROM schema_version')).rows)

it('programs that start together migrate once', async () => {
  const before = await versions()
  const { owner } = database.connectionUrls
  await Promise.all([1, 2, 3].map(() => migrate(owner, database.appRole)))
  expect(await versions()).toEqual(before)
  expect(before.length).toBeGreaterThan(0)
})

it('a database of a newer version is refused in one line that says what to do', async () => {
  await withClient(database.superuserUrl, (client) =>
    client.query("INSERT INTO schema_version (version, name) VALUES (9999, 'later')"),
  )
  const attempt = migrate(database.connectionUrls.owner, database.appRole)
  await expect(attempt).rejects.toThrow(StartRefused)
  await expect(attempt).rejects.toThrow(/newer version.*schema 9999.*start the newer version/)
})
