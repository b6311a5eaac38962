import pg from 'pg'
import { StartRefused } from '../start-refused.ts'
import type { DatabasePasswords } from './passwords.ts'
import { type ConnectionUrls, ensureLogin, refuseTooMuchPower, roleOf, withClient } from './roles.ts'

/** The oldest server that has everything the migrations use. */
const OLDEST_VERSION = 150_000

/**
 * Prepares a PostgreSQL of the operator's own: DATABASE_URL is the owner's login; the application's role
 * `<database>_app` is made or given our password, unless the operator names a login for it.
 * @throws StartRefused naming the setting, never its value
 */
export async function prepareOwnServer(
  ownerUrl: string,
  appUrl: string | undefined,
  passwords: DatabasePasswords,
): Promise<ConnectionUrls> {
  try {
    return await withClient(ownerUrl, (client) => prepare(client, ownerUrl, appUrl, passwords.app))
  } catch (error) {
    throw refusalOf(error)
  }
}

async function prepare(client: pg.Client, ownerUrl: string, appUrl: string | undefined, appPassword: string) {
  const { rows } = await client.query(
    "SELECT current_database() AS database, current_setting('server_version_num')::int AS version, " +
      "current_setting('server_encoding') AS encoding",
  )
  const { database, version, encoding } = rows[0] as { database: string; version: number; encoding: string }
  if (version < OLDEST_VERSION) {
    throw new StartRefused('The PostgreSQL of DATABASE_URL is older than version 15: use a newer server.')
  }
  if (encoding !== 'UTF8') {
    throw new StartRefused('The database of DATABASE_URL is not encoded in UTF8: make one with ENCODING UTF8.')
  }
  if (appUrl !== undefined) {
    await refuseTooMuchPower(client, roleOf(appUrl))
    return { owner: ownerUrl, app: appUrl }
  }
  const appRole = `${database}_app`
  await ensureLogin(client, appRole, appPassword)
  await client.query(`GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${pg.escapeIdentifier(appRole)}`)
  const app = new URL(ownerUrl)
  app.username = encodeURIComponent(appRole)
  app.password = encodeURIComponent(appPassword)
  return { owner: ownerUrl, app: app.toString() }
}

function refusalOf(error: unknown): unknown {
  const code = (error as { code?: string }).code ?? ''
  if (code === '42501') {
    return new StartRefused(
      "The login of DATABASE_URL may not make the application's role: give it CREATEROLE, or make the role yourself and set DATABASE_APP_URL.",
    )
  }
  if (['28P01', '28000'].includes(code)) {
    return new StartRefused('The PostgreSQL of DATABASE_URL refuses the login: check its user and password.')
  }
  if (code === '3D000') {
    return new StartRefused('The database that DATABASE_URL names does not exist: create it, or correct DATABASE_URL.')
  }
  if (['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOENT', 'EAI_AGAIN', 'ECONNRESET'].includes(code)) {
    return new StartRefused('The PostgreSQL of DATABASE_URL does not answer: start it, or correct DATABASE_URL.')
  }
  if (error instanceof Error && /timeout expired|connection timeout/i.test(error.message)) {
    return new StartRefused('The PostgreSQL of DATABASE_URL does not answer: start it, or correct DATABASE_URL.')
  }
  return error
}
