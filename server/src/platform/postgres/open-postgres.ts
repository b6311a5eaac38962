import { startBundledServer } from './bundled-server.ts'
import { prepareOwnServer } from './own-server.ts'
import { databasePasswords } from './passwords.ts'
import type { ConnectionUrls } from './roles.ts'

export interface Postgres {
  connectionUrls: ConnectionUrls
  stop(): Promise<void>
  stopNow(): void
}

export interface PostgresOptions {
  dataFolder: string
  /** Keeps the application's password on a PostgreSQL of the operator's own; the bundled one has its own. */
  keysFolder: string
  /** Login of the owner on a PostgreSQL of the operator's own; without it the bundled server is started. */
  databaseUrl?: string
  /** Login of the application there, when the operator makes that role himself. */
  databaseAppUrl?: string
  tell(sentence: string): void
  lost(error: Error): void
}

/**
 * A PostgreSQL that is ready for migrations: the operator's own, or the bundled one on the data folder.
 * @throws StartRefused
 */
export async function openPostgres(options: PostgresOptions): Promise<Postgres> {
  if (options.databaseUrl === undefined) return startBundledServer(options)
  const passwords = databasePasswords(options.keysFolder)
  const connectionUrls = await prepareOwnServer(options.databaseUrl, options.databaseAppUrl, passwords)
  return { connectionUrls, stop: async () => {}, stopNow: () => {} }
}
