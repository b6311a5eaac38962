import pg from 'pg'
import { StartRefused } from '../start-refused.ts'

/** Logins of the two roles: the owner migrates and keeps the job schema, the application does everything else. */
export interface ConnectionUrls {
  owner: string
  app: string
}

/** Connects, runs the work and disconnects; `name` is what the server calls the connection. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>, name = 'tucai'): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, application_name: name })
  // An idle connection that breaks emits here; the running query fails by itself as well.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Makes sure a role may log in with the password and has no right beyond: it is no superuser, doesn't bypass
 * row-level security, and makes neither roles nor databases.
 */
export async function ensureLogin(client: pg.ClientBase, role: string, password: string): Promise<void> {
  const known = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
  const verb = known.rowCount ? 'ALTER' : 'CREATE'
  await client.query(`${verb} ROLE ${pg.escapeIdentifier(role)} LOGIN PASSWORD ${pg.escapeLiteral(password)}`)
  await refuseTooMuchPower(client, role)
}

/** @throws StartRefused when row-level security would not hold for the application's role */
export async function refuseTooMuchPower(client: pg.ClientBase, role: string): Promise<void> {
  const { rows } = await client.query('SELECT rolsuper OR rolbypassrls AS above FROM pg_roles WHERE rolname = $1', [
    role,
  ])
  if (!rows[0]?.above) return
  throw new StartRefused(
    `The database role ${role} is above row-level security: ALTER ROLE ${pg.escapeIdentifier(role)} NOSUPERUSER NOBYPASSRLS, then start again.`,
  )
}

/** The same login on another database of the server. */
export function onDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  return changed.toString()
}

/** The name of the role that a login belongs to. */
export function roleOf(url: string): string {
  return decodeURIComponent(new URL(url).username)
}

/** A login over a socket in the folder. */
export function socketUrl(socketFolder: string, role: string, password: string, database: string): string {
  const login = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`
  return `postgresql://${login}@${encodeURIComponent(socketFolder)}:5432/${encodeURIComponent(database)}`
}
