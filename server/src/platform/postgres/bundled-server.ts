import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { ensureCluster, type ServerSettings, SUPERUSER, stopLeftover } from './cluster.ts'
import { launchServer } from './launch.ts'
import { type DatabasePasswords, databasePasswords } from './passwords.ts'
import { findPlace, makeSocketFolder } from './place.ts'
import { type ConnectionUrls, ensureLogin, socketUrl, withClient } from './roles.ts'
import { BUNDLED, recordedSocketFolder, removeRunRecord, urlsOver, writeRunRecord } from './run-record.ts'
import { type Supervised, supervise } from './supervise.ts'

export interface BundledServer extends Supervised {
  connectionUrls: ConnectionUrls
  /** Login of the role that may do everything on this server, such as making databases for tests. */
  superuserUrl: string
}

export interface BundledServerOptions {
  dataFolder: string
  /** Told in one sentence what happens: a first start, a recovery, a restart. */
  tell(sentence: string): void
  /** Told once the server can't be kept running. */
  lost(error: Error): void
  settings?: ServerSettings
  /** Where root keeps what an unprivileged account must reach. */
  systemFolder?: string
}

/**
 * Starts the bundled PostgreSQL on a data folder whose lock the caller holds, and keeps it running. It listens on a
 * socket in a private folder only; the two roles and the database exist afterwards.
 * @throws StartRefused
 */
export async function startBundledServer(options: BundledServerOptions): Promise<BundledServer> {
  const { dataFolder, tell, settings = {} } = options
  const place = findPlace(dataFolder, options.systemFolder)
  if (place.notice) tell(place.notice)
  const passwords = databasePasswords(join(dataFolder, 'keys'))
  if (!existsSync(join(place.clusterFolder, 'PG_VERSION'))) tell('Preparing the database for the first time.')
  await ensureCluster(place, passwords.superuser, settings)
  if (await stopLeftover(place)) tell('Stopped a PostgreSQL that an earlier run had left over.')
  dropTemporary(recordedSocketFolder(dataFolder))
  const socketFolder = makeSocketFolder(place)
  const superuserUrl = socketUrl(socketFolder, SUPERUSER, passwords.superuser, 'postgres')
  const logPath = join(dataFolder, 'logs', 'postgres.log')
  const launch = { place, socketFolder, logPath, superuserUrl, settings, tell }
  const supervised = await supervise(() => launchServer(launch), tell, options.lost)
  const stop = async () => {
    await supervised.stop()
    removeRunRecord(dataFolder)
    dropTemporary(socketFolder)
  }
  try {
    await withClient(superuserUrl, (client) => prepareDatabase(client, passwords))
    writeRunRecord(dataFolder, socketFolder)
  } catch (error) {
    await stop()
    throw error
  }
  return { ...supervised, stop, superuserUrl, connectionUrls: urlsOver(socketFolder, dataFolder) }
}

async function prepareDatabase(client: pg.Client, passwords: DatabasePasswords): Promise<void> {
  await ensureLogin(client, BUNDLED.owner, passwords.owner)
  await ensureLogin(client, BUNDLED.app, passwords.app)
  await ensureDatabase(client, BUNDLED.database)
}

/** Makes a database that belongs to the owner's role and that nobody but the two roles may enter. */
export async function ensureDatabase(client: pg.ClientBase, database: string, template = 'template1'): Promise<void> {
  const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
  const name = pg.escapeIdentifier(database)
  if (!known.rowCount) {
    await client.query(`CREATE DATABASE ${name} OWNER ${BUNDLED.owner} TEMPLATE ${pg.escapeIdentifier(template)}`)
  }
  await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`)
  await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${BUNDLED.app}`)
}

/** The folder made for a socket whose own place had too long a path; a killed program could not remove it. */
function dropTemporary(socketFolder: string | undefined): void {
  if (socketFolder && /\/tucai-\w{6}$/.test(socketFolder)) rmSync(socketFolder, { recursive: true, force: true })
}
