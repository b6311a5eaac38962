import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { ensureDatabase } from '../src/platform/postgres/bundled-server.ts'
import { type ConnectionUrls, onDatabase, roleOf, withClient } from '../src/platform/postgres/roles.ts'

export interface TestDatabase {
  connectionUrls: ConnectionUrls
  appRole: string
  /** Login that row-level security doesn't bind, to look at everything. */
  superuserUrl: string
  drop(): Promise<void>
}

/** A migrated, empty database of its own for a test file; takes some tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const cluster = inject('testCluster')
  const name = `test_${randomBytes(6).toString('hex')}`
  await withClient(cluster.superuserUrl, (client) => ensureDatabase(client, name, cluster.template))
  return {
    connectionUrls: { owner: onDatabase(cluster.ownerUrl, name), app: onDatabase(cluster.appUrl, name) },
    appRole: roleOf(cluster.appUrl),
    superuserUrl: onDatabase(cluster.superuserUrl, name),
    drop: async () => {
      await withClient(cluster.superuserUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
      )
    },
  }
}
