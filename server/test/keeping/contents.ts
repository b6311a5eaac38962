import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startBundledServer } from '../../src/platform/postgres/bundled-server.ts'
import { onDatabase, withClient } from '../../src/platform/postgres/roles.ts'

/**
 * Every row of every table, as the superuser sees it, looked at without the product: lines of JSON in their own order.
 * Left out is what the job queue counts for itself and what says when a step of the schema was made.
 */
export type Rows = Map<string, string[]>

const LEFT_OUT = ['public.schema_version', 'pgboss.version', 'pgboss.warning', 'pgboss.bam']

export function rowsIn(url: string): Promise<Rows> {
  return withClient(url, async (client) => {
    await client.query("SET timezone = 'UTC'")
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND c.relname <> 'queue_stats' ORDER BY 1`,
    )
    const found: Rows = new Map()
    for (const { name } of tables.filter((table) => !LEFT_OUT.includes(table.name))) {
      const at = name.split('.').map(pg.escapeIdentifier).join('.')
      const { rows } = await client.query<{ row: string }>(`SELECT to_jsonb(t)::text AS row FROM ${at} t`)
      found.set(name, rows.map(({ row }) => row).sort())
    }
    return found.set('rules', await rulesIn(client))
  })
}

/** The rows of a product that has been stopped. */
export async function rowsOfFolder(dataFolder: string): Promise<Rows> {
  const server = await startBundledServer({
    dataFolder,
    tell: () => {},
    lost: (error) => {
      throw error
    },
  })
  try {
    return await rowsIn(onDatabase(server.superuserUrl, 'tucai'))
  } finally {
    await server.stop()
  }
}

/** References, policies and triggers that hold, in words. */
async function rulesIn(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ rule: string }>(
    `SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS rule FROM pg_constraint
        WHERE contype = 'f' AND conparentid = 0
      UNION ALL SELECT oid::regclass || ' forced ' || relforcerowsecurity FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relrowsecurity
      UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal`,
  )
  return rows.map(({ rule }) => rule).sort()
}

/** SHA-256 of every file of a folder, by its path. */
export function filesIn(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(paths.sort().map((path) => [path.slice(folder.length + 1), sha256(readFileSync(path))]))
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
