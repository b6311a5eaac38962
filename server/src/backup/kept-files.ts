import pg from 'pg'

/** A column that names files of the store. */
interface FileColumn {
  table: string
  column: string
  /** May hold hundreds of megabytes: it is read piece by piece. */
  isLarge?: true
  /** Another column that is set once the file has been removed. */
  goneWith?: string
  /** The state of rows whose file is there. */
  state?: string
}

/** Every file that rows name. What is not listed here is in no backup. */
export const fileColumns: FileColumn[] = [
  { table: 'photo', column: 'original_key', goneWith: 'original_removed_at' },
  { table: 'photo', column: 'finished_key' },
  { table: 'photo', column: 'master_key' },
  { table: 'derivative', column: 'key' },
  { table: 'roster', column: 'file_key' },
  { table: 'print_batch', column: 'file_key', isLarge: true },
  { table: 'delivery_file', column: 'key', isLarge: true },
  { table: 'invoice', column: 'file_key' },
  { table: 'data_export', column: 'file_key', isLarge: true, state: 'ready' },
]

export interface KeptFile {
  key: string
  isLarge: boolean
}

/** The files that the rows of this moment name, in the order of their keys; an older schema has fewer columns. */
export async function listFiles(client: pg.Client): Promise<KeptFile[]> {
  const { rows: present } = await client.query<{ at: string }>(
    `SELECT table_name || '.' || column_name AS at FROM information_schema.columns WHERE table_schema = 'public'`,
  )
  const isPresent = (table: string, column: string) => present.some(({ at }) => at === `${table}.${column}`)
  const parts = fileColumns
    .filter(({ table, column }) => isPresent(table, column))
    .map(({ table, column, isLarge = false, goneWith, state }) => {
      const conditions = [`${column} IS NOT NULL`]
      if (goneWith && isPresent(table, goneWith)) conditions.push(`${goneWith} IS NULL`)
      if (state) conditions.push(`state = ${pg.escapeLiteral(state)}`)
      return `SELECT ${column} AS key, ${isLarge} AS large FROM public.${table} WHERE ${conditions.join(' AND ')}`
    })
  const { rows } = await client.query<KeptFile>(
    `SELECT key, bool_or(large) AS "isLarge" FROM (${parts.join(' UNION ALL ')}) AS named
      GROUP BY key ORDER BY key COLLATE "C"`,
  )
  return rows
}
