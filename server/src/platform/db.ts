import type { StaffRole } from '@tucai/contract'
import { CamelCasePlugin, Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { SteadyClient, type SteadyConfig } from './postgres/steady-client.ts'

/** On whose behalf a transaction runs. Row-level security shows each of them their own rows, and nobody else any. */
export type Actor =
  | { kind: 'anonymous' }
  | { kind: 'system' }
  | { kind: 'student'; identityId: string; accountId: string }
  | { kind: 'staff'; staffId: string; role: StaffRole; schoolId: string | null }

export const SYSTEM: Actor = { kind: 'system' }
export const ANONYMOUS: Actor = { kind: 'anonymous' }

/** An open transaction that knows its actor. Rows arrive with camelCase names. */
export type Tx = Transaction<unknown>

export interface Db {
  kysely: Kysely<unknown>
  pool: pg.Pool
  close(): Promise<void>
}

/** Opens a pool with the application's login; `name`: what the database shows for its connections. */
export function openDatabase(
  appUrl: string,
  options: { connections?: number; name?: string; lost?: (error: Error) => void; answerLimitMs?: number } = {},
): Db {
  const pool = new pg.Pool({
    ...({ Client: PreparingClient, answerLimitMs: options.answerLimitMs } satisfies pg.PoolConfig & SteadyConfig),
    connectionString: appUrl,
    max: options.connections ?? 12,
    // By the one that stays the database knows who is alive.
    min: 1,
    connectionTimeoutMillis: 10_000,
    application_name: options.name ?? 'tucai',
  })
  pool.on('error', (error) => options.lost?.(error))
  const kysely = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { kysely, pool, close: () => kysely.destroy() }
}

/**
 * Statements with values are prepared once per connection: to plan them, with the policies of every table, costs the
 * database more than to run them. A pooler in between has to know prepared statements (PgBouncer from 1.21 on does).
 */
class PreparingClient extends SteadyClient {
  override query(...given: unknown[]): never {
    const [text, values] = given
    const isPlain = typeof text === 'string' && Array.isArray(values) && values.length > 0
    const known = isPlain ? [{ name: nameOf(text), text, values }, ...given.slice(2)] : given
    return Reflect.apply(super.query, this, known) as never
  }
}

const names = new Map<string, string>()

/** The same text has the same name on every connection of this process. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `tucai-${names.size}`
  names.set(text, name)
  return name
}

/** Two that waited for each other: the database ended one of them, which simply has to try again. */
const DEADLOCK = '40P01'
const MOST_TRIES = 4

/**
 * The one way to the database: a transaction on behalf of an actor. Whatever `work` throws rolls everything back; it may
 * be called again when the database ended it for the sake of another, so it must do nothing outside the transaction.
 */
export async function inTransaction<T>(db: Db, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await onceInTransaction(db, actor, work)
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK || tried === MOST_TRIES) throw error
    }
  }
}

function onceInTransaction<T>(db: Db, actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.kysely.transaction().execute(async (tx) => {
    const student = actor.kind === 'student' ? actor : { identityId: '', accountId: '' }
    const school = actor.kind === 'staff' ? (actor.schoolId ?? '') : ''
    await sql`SELECT set_config('tucai.actor', ${settingOf(actor)}, true),
      set_config('tucai.identity', ${student.identityId}, true),
      set_config('tucai.account', ${student.accountId}, true),
      set_config('tucai.school', ${school}, true)`.execute(tx)
    return work(tx)
  })
}

function settingOf(actor: Actor): string {
  if (actor.kind !== 'staff') return actor.kind
  return actor.schoolId === null ? 'centre' : 'school'
}

export async function rowsOf<R>(tx: Tx, query: RawBuilder<unknown>): Promise<R[]> {
  return (await query.execute(tx)).rows as R[]
}

/**
 * The rows of a query that goes through a whole campaign: its tables are joined as wholes, never row by row. Left to its
 * statistics, which know nothing of a roster that has just come in, the database would choose otherwise and take minutes.
 */
export async function sweep<R>(tx: Tx, query: RawBuilder<unknown>): Promise<R[]> {
  await sql`SET LOCAL enable_nestloop = off`.execute(tx)
  const rows = await rowsOf<R>(tx, query)
  await sql`SET LOCAL enable_nestloop = on`.execute(tx)
  return rows
}

export async function rowOf<R>(tx: Tx, query: RawBuilder<unknown>): Promise<R | undefined> {
  return (await rowsOf<R>(tx, query))[0]
}

/**
 * All of the conditions, without those that nobody asks for. Written as `$1 IS NULL OR …` those would stay in the plan
 * that PostgreSQL keeps after a statement's fifth time, and no index could be used by it.
 */
export function allOf(...conditions: (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const asked = conditions.filter((condition) => condition !== undefined)
  return asked.length === 0 ? sql`true` : sql.join(asked, sql` AND `)
}

/** That the column holds the value; undefined where none is asked for. */
export function equal(column: RawBuilder<unknown>, value: string | null | undefined): RawBuilder<unknown> | undefined {
  return value === undefined || value === null ? undefined : sql`${column} = ${value}`
}

/** How many rows an INSERT, UPDATE or DELETE touched. */
export async function countOf(tx: Tx, query: RawBuilder<unknown>): Promise<number> {
  return Number((await query.execute(tx)).numAffectedRows ?? 0)
}

/** True for the refusal of a UNIQUE constraint or index, of the given name when one is given. */
export function isDuplicate(error: unknown, constraint?: string): boolean {
  const { code, constraint: broken } = error as { code?: string; constraint?: string }
  return code === '23505' && (constraint === undefined || broken === constraint)
}
