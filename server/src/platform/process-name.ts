import { hostname } from 'node:os'
import { sql } from 'kysely'
import { rowsOf, type Tx } from './db.ts'

export interface LivingProcess {
  role: 'all' | 'web' | 'worker'
  host: string
  pid: number
}

/** PostgreSQL cuts names of connections that are longer. */
const HOST_LIMIT = 40

/** What this process calls its connections to the database, so that all of them can be found there. */
export function processName(role: LivingProcess['role']): string {
  return `tucai ${role} ${hostname()
    .replace(/[^\w.-]/g, '_')
    .slice(0, HOST_LIMIT)}:${process.pid}`
}

/** Processes of the program that are connected now. A process keeps one connection at least, and one that dies loses it. */
export async function livingProcesses(tx: Tx): Promise<LivingProcess[]> {
  const rows = await rowsOf<{ name: string }>(
    tx,
    sql`SELECT DISTINCT application_name AS name FROM pg_stat_activity
      WHERE datname = current_database() AND application_name LIKE 'tucai %' ORDER BY 1`,
  )
  return rows.flatMap(({ name }) => {
    const [, role, host, pid] = /^tucai (all|web|worker) ([\w.-]+):(\d+)$/.exec(name) ?? []
    return role && host && pid ? [{ role: role as LivingProcess['role'], host, pid: Number(pid) }] : []
  })
}
