import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { withClient } from '../platform/postgres/roles.ts'
import { fileColumns } from './kept-files.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

/** Columns that are called keys and name no file. */
const OTHERS = ['notice.dedupe_key', 'refund.request_key', 'throttle.key']

it('every column that names a file is known to backups', async () => {
  const { rows } = await withClient(database.superuserUrl, (client) =>
    client.query<{ at: string }>(
      `SELECT table_name || '.' || column_name AS at FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name ~ '(^|_)key$'`,
    ),
  )
  const known = fileColumns.map(({ table, column }) => `${table}.${column}`)
  expect(rows.map(({ at }) => at).sort()).toEqual([...known, ...OTHERS].sort())
})
