import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import type pg from 'pg'
import { to } from 'pg-copy-streams'
import { halfFilled, refuseNewer } from '../platform/migrate.ts'
import { StartRefused } from '../platform/start-refused.ts'
import { type KeptFile, listFiles } from './kept-files.ts'
import {
  asOwner,
  copyOut,
  jobSchemaVersion,
  listSequences,
  listTables,
  nameOf,
  type RowSum,
  type Sequence,
  schemaVersions,
  sumRows,
  type Table,
  transaction,
} from './tables.ts'

export type SummedTable = Table & RowSum

/** What a database held at one moment, without its rows. */
export interface Contents {
  postgres: string
  /** The steps of the schema. */
  schema: number[]
  /** Of the job queue's own schema; null without a queue. */
  jobSchema: number | null
  tables: SummedTable[]
  sequences: Sequence[]
  /** Which keys sealed what is in it. */
  keyProofs: string[]
  /** Every file that a row names. */
  files: KeptFile[]
}

export interface Snapshot extends Contents {
  /** The rows as PostgreSQL's COPY writes them. */
  rowsOf(table: Table): Readable
}

/**
 * One moment of a database, while programs go on writing to it: everything is read in one transaction that sees no later
 * change. It waits for no one, and no one waits for it but a change of the schema.
 * @throws StartRefused
 */
export async function withSnapshot<T>(ownerUrl: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return asOwner(ownerUrl, (client) =>
    transaction(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async () => {
      await refuseUnfit(client)
      const tables = await listTables(client)
      await client.query(`LOCK TABLE ${tables.map(nameOf).join(', ')} IN ACCESS SHARE MODE`)
      const contents = await readContents(client, tables)
      return work({ ...contents, rowsOf: (table) => client.query(to(copyOut(table))) })
    }),
  )
}

/** The keys of files that rows name now. */
export function filesNamedNow(ownerUrl: string): Promise<KeptFile[]> {
  return asOwner(ownerUrl, (client) => transaction(client, 'BEGIN READ ONLY', () => listFiles(client)))
}

/** Says whether two looks at a database saw the same rows. */
export function sumOfAll(tables: SummedTable[]): string {
  const sums = tables.map(({ name, rows, checksum }) => [name, rows, checksum])
  return createHash('sha256').update(JSON.stringify(sums)).digest('hex')
}

async function refuseUnfit(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `SELECT to_regclass('public.schema_version') IS NOT NULL AS begun, to_regnamespace('filling') IS NOT NULL AS filling`,
  )
  if (rows[0].filling) throw halfFilled()
  if (!rows[0].begun) throw new StartRefused('The database holds nothing of this program yet.')
  refuseNewer(await schemaVersions(client))
}

async function keyProofsIn(client: pg.Client): Promise<string[]> {
  const known = await client.query("SELECT to_regclass('public.key_proof') IS NOT NULL AS present")
  if (!known.rows[0].present) return []
  const { rows } = await client.query<{ proof: string }>('SELECT proof FROM key_proof ORDER BY proof')
  return rows.map(({ proof }) => proof)
}

async function readContents(client: pg.Client, tables: Table[]): Promise<Contents> {
  const version = await client.query<{ version: string }>("SELECT current_setting('server_version') AS version")
  const summed: SummedTable[] = []
  for (const table of tables) summed.push({ ...table, ...(await sumRows(client, table)) })
  return {
    postgres: version.rows[0]!.version,
    schema: await schemaVersions(client),
    jobSchema: await jobSchemaVersion(client),
    tables: summed,
    sequences: await listSequences(client),
    keyProofs: await keyProofsIn(client),
    files: await listFiles(client),
  }
}
