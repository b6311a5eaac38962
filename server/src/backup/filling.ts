import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { makeJobTables } from '../platform/jobs.ts'
import { migrate } from '../platform/migrate.ts'
import { type ConnectionUrls, roleOf } from '../platform/postgres/roles.ts'
import { StartRefused } from '../platform/start-refused.ts'
import type { Contents, SummedTable } from './snapshot.ts'
import { copyIn, jobSchemaVersion, nameOf, sumRows, transaction } from './tables.ts'

/**
 * Fills an empty database with the rows of another one, table by table. What is done is noted in it, in a schema that is
 * there until the end: meanwhile no program starts on it, and broken off at any moment the next call goes on. The owner
 * of the tables needs no other right: references are taken off meanwhile and checked as a whole at the end.
 */
export interface Filling {
  isResumed: boolean
  /** Whether the table holds these very rows already. */
  has(table: SummedTable): boolean
  /** Replaces the table's rows. @throws StartRefused when they are not as many, or not those */
  fill(table: SummedTable, rows: Readable): Promise<void>
  /** What was noted under the name. */
  noted(name: string): string | undefined
  note(name: string, value: string): Promise<void>
  /** References and sequences; then the database is like any other, of that schema. */
  finish(contents: Pick<Contents, 'sequences'>): Promise<void>
}

/** Where it comes from: the same source goes on, another one is refused. */
export type Origin = Pick<Contents, 'schema' | 'jobSchema'> & { id: string }

/**
 * `ready` is asked before anything is written for the first time.
 * @throws StartRefused when the database is not empty
 */
export async function beginFilling(
  client: pg.Client,
  urls: ConnectionUrls,
  origin: Origin,
  ready: () => Promise<void>,
): Promise<Filling> {
  const isResumed = await claim(client, origin, ready)
  await migrate(urls.owner, roleOf(urls.app), { steps: origin.schema })
  if (origin.jobSchema !== null) await prepareJobTables(client, urls.owner, origin.jobSchema)
  await transaction(client, 'BEGIN', () => takeReferencesOff(client))
  const { rows } = await client.query<{ name: string; value: string }>('SELECT name, value FROM filling.done')
  const done = new Map(rows.map(({ name, value }) => [name, value]))
  const note = async (name: string, value: string) => {
    await client.query(
      'INSERT INTO filling.done (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = $2',
      [name, value],
    )
    done.set(name, value)
  }
  return {
    isResumed,
    noted: (name) => done.get(name),
    note,
    has: (table) => done.get(table.name) === doneValue(table),
    fill: (table, rows) =>
      transaction(client, 'BEGIN', async () => {
        await replaceRows(client, table, rows)
        await note(table.name, doneValue(table))
      }),
    async finish({ sequences }) {
      await transaction(client, 'BEGIN', async () => {
        for (const { name, value, isCalled } of sequences)
          await client.query('SELECT setval($1::regclass, $2, $3)', [nameOf({ name }), value, isCalled])
        await putReferencesBack(client)
        await client.query('DROP SCHEMA filling CASCADE')
      })
      await client.query('ANALYZE')
    },
  }
}

const doneValue = ({ rows, checksum }: SummedTable) => `${rows} ${checksum}`

/** @returns whether an earlier call began already */
async function claim(client: pg.Client, { id }: Origin, ready: () => Promise<void>): Promise<boolean> {
  return transaction(client, 'BEGIN', async () => {
    const { rows } = await client.query<{ filling: boolean; tables: number }>(
      `SELECT to_regnamespace('filling') IS NOT NULL AS filling, (SELECT count(*)::int FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text IN ('public', 'pgboss')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')) AS tables`,
    )
    const { filling, tables } = rows[0]!
    if (!filling && tables > 0)
      throw new StartRefused('The database to be filled is not empty: name an empty one; nothing was changed.')
    if (filling) {
      const origin = await client.query<{ id: string }>('SELECT id FROM filling.origin')
      if (origin.rows[0]?.id === id) return true
      throw new StartRefused(
        'The database is half filled from another backup or product: finish that one, or name an empty database.',
      )
    }
    await ready()
    await client.query(`CREATE SCHEMA filling;
      CREATE TABLE filling.origin (id text PRIMARY KEY);
      CREATE TABLE filling.done (name text PRIMARY KEY, value text NOT NULL);
      CREATE TABLE filling.reference (at text, name text, definition text, PRIMARY KEY (at, name))`)
    await client.query('INSERT INTO filling.origin (id) VALUES ($1)', [id])
    return false
  })
}

async function prepareJobTables(client: pg.Client, ownerUrl: string, wanted: number): Promise<void> {
  await makeJobTables(ownerUrl)
  const present = await jobSchemaVersion(client)
  if (present === wanted) return
  throw new StartRefused(
    `The jobs come from another version of the program (queue ${wanted}, here ${present}): restore with that version, then upgrade.`,
  )
}

async function takeReferencesOff(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ at: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS at, conname AS name, pg_get_constraintdef(oid) AS definition
      FROM pg_constraint WHERE contype = 'f' AND conparentid = 0
        AND connamespace::regnamespace::text IN ('public', 'pgboss')`,
  )
  for (const { at, name, definition } of rows) {
    await client.query('INSERT INTO filling.reference VALUES ($1, $2, $3)', [at, name, definition])
    await client.query(`ALTER TABLE ${at} DROP CONSTRAINT ${pg.escapeIdentifier(name)}`)
  }
}

async function putReferencesBack(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ at: string; name: string; definition: string }>(
    'SELECT * FROM filling.reference',
  )
  for (const { at, name, definition } of rows)
    await client.query(`ALTER TABLE ${at} ADD CONSTRAINT ${pg.escapeIdentifier(name)} ${definition}`)
}

/** No policy and no trigger of the tables may have a say in what comes in; both are back before anyone else sees it. */
async function replaceRows(client: pg.Client, table: SummedTable, rows: Readable): Promise<void> {
  const name = nameOf(table)
  const forced = await client.query('SELECT relforcerowsecurity AS is FROM pg_class WHERE oid = $1::regclass', [name])
  const isForced = forced.rows[0].is as boolean
  if (isForced) await client.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`)
  await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`)
  await client.query(`TRUNCATE ${name}`)
  await pipeline(rows, client.query(from(copyIn(table))))
  const arrived = await sumRows(client, table)
  if (arrived.rows !== table.rows || arrived.checksum !== table.checksum)
    throw new StartRefused(
      `${table.name} did not arrive as it was (${arrived.rows} rows of ${table.rows}): run it again.`,
    )
  await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`)
  if (isForced) await client.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`)
}
