import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { StartRefused } from './start-refused.ts'

const FOLDER = new URL('../../migrations/', import.meta.url)
/** Any number will do, as long as two programs that start together use the same one. */
const LOCK = 7_201_842

interface Migration {
  version: number
  name: string
  sql: string
}

/**
 * Brings the database to the newest schema, as its owner. Forward only; each step is one transaction; two programs that
 * start together take turns. `appRole` is the application's login: `@app@` in a step stands for it. Who fills an empty
 * database with rows of an older schema asks for its steps alone.
 * @throws StartRefused when a newer version of the program has been here, or the database is half filled
 */
export async function migrate(ownerUrl: string, appRole: string, filling?: { steps: number[] }): Promise<void> {
  const known = readMigrations().filter(({ version }) => filling?.steps.includes(version) ?? true)
  const client = new pg.Client({
    connectionString: ownerUrl,
    connectionTimeoutMillis: 10_000,
    application_name: 'tucai',
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(
      'CREATE TABLE IF NOT EXISTS schema_version (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version ORDER BY version')
    refuseNewer(rows.map(({ version }) => version))
    if (filling === undefined && (await isHalfFilled(client))) throw halfFilled()
    // A step may come later than one with a higher number: what was prepared side by side is joined in any order.
    const applied = new Set(rows.map(({ version }) => version))
    for (const migration of known) if (!applied.has(migration.version)) await apply(client, migration, appRole)
  } finally {
    await client.end().catch(() => {})
  }
}

/** @throws StartRefused for the steps of a newer version of the program */
export function refuseNewer(versions: number[]): void {
  const present = versions.at(-1) ?? 0
  const newest = readMigrations().at(-1)?.version ?? 0
  if (present <= newest) return
  throw new StartRefused(
    `The database was written by a newer version of the program (schema ${present}, this one knows ${newest}): start the newer version, or restore a backup made before it.`,
  )
}

/** While rows are brought in from elsewhere there is a schema of that name, and no program may start. */
async function isHalfFilled(client: pg.Client): Promise<boolean> {
  return (await client.query("SELECT to_regnamespace('filling') IS NOT NULL AS present")).rows[0].present
}

export function halfFilled(): StartRefused {
  return new StartRefused(
    'The database is half filled by `backup restore` or `move`, which broke off: run the same command again.',
  )
}

async function apply(client: pg.Client, migration: Migration, appRole: string): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query("SELECT set_config('tucai.actor', 'system', true)")
    await client.query(migration.sql.replaceAll('@app@', pg.escapeIdentifier(appRole)))
    await client.query('INSERT INTO schema_version (version, name) VALUES ($1, $2)', [
      migration.version,
      migration.name,
    ])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** The number of the newest step that this program knows. */
export function newestSchema(): number {
  return readMigrations().at(-1)?.version ?? 0
}

/** The steps in order. @throws for two of one number */
function readMigrations(): Migration[] {
  const names = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name, place) => {
    const version = Number(name.slice(0, 4))
    if (version === Number(names[place - 1]?.slice(0, 4)))
      throw new Error(`migration ${name} has the number of another`)
    return { version, name, sql: readFileSync(new URL(name, FOLDER), 'utf8') }
  })
}
