import pg from 'pg'
import { withClient } from '../platform/postgres/roles.ts'

/** Everything of a database that is kept, as its catalogue says it. Names are `schema.table`, columns in the order of C. */
export interface Table {
  name: string
  columns: string[]
}

/** Count and checksum of a table's rows: the same on every version of the server, in whatever order the rows lie. */
export interface RowSum {
  rows: number
  checksum: string
}

export interface Sequence {
  name: string
  value: string
  isCalled: boolean
}

/** Of the job queue: which kinds of jobs there are, the jobs, and when some of them come again. The rest is statistics. */
const JOB_TABLES = ['queue', 'schedule', 'subscription', 'job', 'job_dependency']

/** Sums and copies say every value in one way only, whatever server they run on. */
const FORMATS = `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL client_encoding = 'UTF8';
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
  SET LOCAL tucai.actor = 'system'`

/** A connection of the owner for one command; it names itself apart from those of the running program. */
export const asOwner = <T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(ownerUrl, work, 'tucai-backup')

/** A transaction that sees every row, in which values are said in one way only. */
export async function transaction<T>(client: pg.Client, begin: string, work: () => Promise<T>): Promise<T> {
  await client.query(`${begin}; ${FORMATS}`)
  try {
    const made = await work()
    await client.query('COMMIT')
    return made
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw error
  }
}

/** The tables whose rows are kept; the schema's own versions are made by the migrations. */
export async function listTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT n.nspname || '.' || c.relname AS name, array_agg(a.attname::text ORDER BY a.attname::text COLLATE "C") AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND (n.nspname = 'public' AND c.relname <> 'schema_version' OR n.nspname = 'pgboss' AND c.relname = ANY($1))
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      GROUP BY 1 ORDER BY 1`,
    [JOB_TABLES],
  )
  return rows
}

export async function sumRows(client: pg.Client, table: Table): Promise<RowSum> {
  const { rows } = await client.query<{ rows: string; checksum: string }>(
    `SELECT count(*) AS rows, coalesce(sum(('x' || left(hash, 16))::bit(64)::bigint), 0) || ' '
        || coalesce(sum(('x' || right(hash, 16))::bit(64)::bigint), 0) AS checksum
      FROM (SELECT encode(sha256(convert_to(ROW(${columnsIn(table)})::text, 'UTF8')), 'hex') AS hash
        FROM ${nameOf(table)}) AS hashes`,
  )
  return { rows: Number(rows[0]!.rows), checksum: rows[0]!.checksum }
}

export async function listSequences(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'S' AND n.nspname IN ('public', 'pgboss') ORDER BY 1`,
  )
  const sequences: Sequence[] = []
  for (const { name } of rows) {
    const state = await client.query(`SELECT last_value::text AS value, is_called FROM ${nameOf({ name })}`)
    sequences.push({ name, value: state.rows[0].value, isCalled: state.rows[0].is_called })
  }
  return sequences
}

/** The schema's steps that have been made here. */
export async function schemaVersions(client: pg.Client): Promise<number[]> {
  const { rows } = await client.query<{ version: number }>('SELECT version FROM schema_version ORDER BY version')
  return rows.map(({ version }) => version)
}

/** The version of the job queue's own schema; null where there is none yet. */
export async function jobSchemaVersion(client: pg.Client): Promise<number | null> {
  const known = await client.query("SELECT to_regclass('pgboss.version') IS NOT NULL AS present")
  if (!known.rows[0].present) return null
  return (await client.query<{ version: number }>('SELECT version FROM pgboss.version')).rows[0]?.version ?? null
}

export const copyOut = (table: Table) => `COPY (SELECT ${columnsIn(table)} FROM ${nameOf(table)}) TO STDOUT`
export const copyIn = (table: Table) => `COPY ${nameOf(table)} (${columnsIn(table)}) FROM STDIN`

/** Quoted, with its schema. */
export function nameOf({ name }: Pick<Table, 'name'>): string {
  const dot = name.indexOf('.')
  return [name.slice(0, dot), name.slice(dot + 1)].map(pg.escapeIdentifier).join('.')
}

function columnsIn({ columns }: Table): string {
  return columns.map(pg.escapeIdentifier).join(', ')
}
