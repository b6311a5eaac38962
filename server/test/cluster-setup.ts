import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { migrate } from '../src/platform/migrate.ts'
import { ensureDatabase, startBundledServer } from '../src/platform/postgres/bundled-server.ts'
import { onDatabase, roleOf, withClient } from '../src/platform/postgres/roles.ts'

/** How tests reach the PostgreSQL of this run. */
export interface TestCluster {
  superuserUrl: string
  ownerUrl: string
  appUrl: string
  /** A migrated, empty database to clone. */
  template: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    testCluster: TestCluster
  }
}

/** One bundled PostgreSQL for the whole run, in a temporary folder; what it holds need not survive a power cut. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
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
  project.provide('testCluster', {
    superuserUrl: server.superuserUrl,
    ownerUrl: server.connectionUrls.owner,
    appUrl: server.connectionUrls.app,
    template,
  })
  return async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
    if (failure) throw failure
  }
}
