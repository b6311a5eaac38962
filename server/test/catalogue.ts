import pg from 'pg'

/**
 * Rows made from the catalogue alone: a key is called after its table, what refers to another table carries that table's
 * key, and checks of values are left out. So a table that is added later is proven without a word in any test.
 */
export interface Column {
  table: string
  name: string
  type: string
  /** Whether a row needs it: it has no default, or it is a key. */
  isGiven: boolean
  refersTo: string | null
}

/** Whose rows these are, is nobody's business: the schema's own version, and counters under hashed keys. */
const WITHOUT_OWNERS = ['schema_version', 'throttle']

export async function columnsByTable(client: pg.Client): Promise<Map<string, Column[]>> {
  const { rows } = await client.query<Column>(
    `SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type,
        (a.attnotnull AND NOT a.atthasdef AND a.attidentity = '') OR a.attname ~ '^id$|_id$' AS "isGiven",
        (SELECT f.confrelid::regclass::text FROM pg_constraint f
          WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]) AS "refersTo"
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL($1)
        AND a.attgenerated = ''
      ORDER BY c.relname, a.attnum`,
    [WITHOUT_OWNERS],
  )
  return Map.groupBy(rows, ({ table }) => table)
}

/** Rows may now hold what no program would write; `kinds` as the catalogue calls them: c a check, f a foreign key. */
export async function loosen(client: pg.Client, kinds: ('c' | 'f')[]): Promise<void> {
  const { rows } = await client.query<{ statement: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', conrelid::regclass, conname) AS statement
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype = ANY($1)`,
    [kinds],
  )
  for (const { statement } of rows) await client.query(statement)
}

export interface Rows {
  /** What the keys of a row end in, and the number that its other values are made of: both as SQL. */
  mark: string
  number: string
  /** Where several are made at once. */
  from?: string
  /** The key that all rows have of this table, as SQL; undefined where each has one of its own. */
  sharedKey?(table: string): string | undefined
}

/** The statement that adds rows to one table. */
export function insertion(columns: Column[], rows: Rows): string {
  const given = columns.filter(({ isGiven }) => isGiven)
  const { table } = given[0]!
  const names = given.map(({ name }) => pg.escapeIdentifier(name)).join(', ')
  const values = given.map((column) => sqlOf(column, rows)).join(', ')
  return `INSERT INTO ${pg.escapeIdentifier(table)} (${names}) SELECT ${values} ${rows.from ?? ''}`
}

function sqlOf({ table, name, type, refersTo }: Column, { mark, number, sharedKey }: Rows): string {
  if (type === 'text') {
    const shared = refersTo === null ? undefined : sharedKey?.(refersTo)
    return shared ?? `'${textOf(table, name, refersTo)}_' || ${mark}`
  }
  if (/^(integer|bigint|smallint|numeric)$/.test(type)) return number
  if (type === 'boolean') return 'false'
  if (type.startsWith('timestamp') || type === 'date') return `timestamptz '2027-03-01' + ${number} * interval '1 day'`
  if (type === 'jsonb') return `'{}'`
  if (type.endsWith('[]')) return `'{}'`
  if (type === 'bytea') return `int4send(${number})`
  if (type === 'uuid') return `lpad(${number}::text, 32, '0')::uuid`
  throw new Error(`how is a ${type} made, for ${table}.${name}?`)
}

function textOf(table: string, name: string, refersTo: string | null): string {
  if (refersTo !== null) return refersTo.replaceAll('"', '')
  return name === 'id' ? table : name.replace(/_id$/, '')
}
