import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '../src/platform/migrate.ts'
import { ensureDatabase, startBundledServer } from '../src/platform/postgres/bundled-server.ts'
import { type ConnectionUrls, onDatabase, roleOf, withClient } from '../src/platform/postgres/roles.ts'

/** How tests reach the PostgreSQL of this run. */
export interface TestCluster {
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  /** A migrated, empty database to clone. */
  template: string
}

export interface TestDatabase {
  connectionUrls: ConnectionUrls
  appRole: string
  /** Login that row-level security doesn't bind, to look at everything. */
  superuserUrl: string
  drop(): Promise<void>
}

/** A bundled PostgreSQL in a temporary folder; what it holds need not survive a power cut. */
export async function startTestCluster(): Promise<{ cluster: TestCluster; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tucai-test-'))
  // Root hands PostgreSQL to another account, which must be able to pass.
  chmodSync(folder, 0o711)
  let failure: Error | undefined
  const server = await startBundledServer({
    dataFolder: join(folder, 'data'),
    systemFolder: join(folder, 'system'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
    tell: () => {},
    lost: (error) => {
      failure = error
    },
  })
  const template = 'tucai_template'
  await withClient(server.superuserUrl, (client) => ensureDatabase(client, template))
  await migrate(onDatabase(server.connectionUrls.owner, template), roleOf(server.connectionUrls.app))
  const { superuserUrl, connectionUrls } = server
  return {
    cluster: { superuserUrl, ownerUrl: connectionUrls.owner, appUrl: connectionUrls.app, template },
    async stop() {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
      if (failure) throw failure
    },
  }
}

/** A migrated, empty database of the cluster; takes some tens of milliseconds. */
export const cloneDatabase = (cluster: TestCluster) => makeDatabase(cluster, cluster.template)
/** One without a schema. */
export const emptyDatabase = (cluster: TestCluster) => makeDatabase(cluster, 'template1')

async function makeDatabase(cluster: TestCluster, template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await withClient(cluster.superuserUrl, (client) => ensureDatabase(client, name, template))
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
