import { Problem, type SystemFailedJob, type SystemView } from '@tucai/contract'
import { sql } from 'kysely'
import { recordAudit } from '../audit/audits.ts'
import { inTransaction, rowsOf, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import type { RouteTable } from '../platform/http/route-table.ts'
import type { Job } from '../platform/jobs.ts'
import { redact } from '../platform/redact.ts'
import { failedJobsSql } from './readings.ts'
import type { Watch } from './watch.ts'

export interface SystemSetting {
  watch: Watch
  /** Every kind of job of the product. */
  jobKinds: readonly Job[]
  versions: Pick<SystemView['versions'], 'program' | 'schema'>
}

const SHOWN_AT_MOST = 20
const ERROR_CHARACTERS = 200

/** How the program is, for administrators, and the jobs that were given up. */
export function systemRoutes(routes: RouteTable, engines: Engines, setting: SystemSetting): void {
  const { db, jobs, clock, log } = engines
  const { watch, jobKinds, versions } = setting

  routes.handle('staffSystemShow', async () => {
    const seen = await watch().catch((error: Error) => {
      log.warn({ err: error }, 'the state of the program could not be read')
      throw new Problem('busy', { retryAfterSeconds: 5 })
    })
    const failedJobs = await inTransaction(db, SYSTEM, (tx) => failedJobsNow(tx, jobKinds))
    const { readAt, jobs: waiting, notices, postgres, processes, photos, payments, signIn, disk, database } = seen
    return {
      ...{ processes, photos, payments, signIn, disk, database, failedJobs },
      readAt: readAt.toISOString(),
      jobs: waiting.map(({ since, ...row }) => ({ ...row, waitingSince: since.toISOString() })),
      notices: { ...notices, dueSince: notices.dueSince?.toISOString() ?? null },
      versions: { ...versions, postgres, node: process.versions.node },
    }
  })

  routes.handle('staffFailedJobRetry', async ({ actor, params: { jobId } }) => {
    const failed = await inTransaction(db, SYSTEM, (tx) => failedJobsNow(tx, jobKinds, jobId))
    const [job] = failed
    if (job === undefined) throw new Problem('not-found')
    if (!job.mayTryAgain || !(await jobs.tryAgain(job.kind, jobId))) throw new Problem('job-not-failed')
    await inTransaction(db, actor, (tx) => recordAudit(tx, clock.now(), actor, 'job-retried', [jobId], job.kind))
    return {}
  })
}

interface FailedRow {
  jobId: string
  kind: string
  failedAt: Date
  attempts: number
  error: string | null
}

/** The newest first; of one job where an id is given. */
async function failedJobsNow(tx: Tx, jobKinds: readonly Job[], jobId?: string): Promise<SystemFailedJob[]> {
  const one = jobId === undefined ? sql`` : sql`AND j.id::text = ${jobId}`
  const rows = await rowsOf<FailedRow>(
    tx,
    sql`SELECT DISTINCT j.id::text AS job_id, j.name AS kind, j.completed_on AS failed_at, j.retry_count + 1 AS attempts,
        j.output->>'message' AS error ${failedJobsSql} ${one} ORDER BY j.completed_on DESC, 1 LIMIT ${SHOWN_AT_MOST}`,
  )
  return rows.map(({ failedAt, error, ...row }) => ({
    ...row,
    failedAt: failedAt.toISOString(),
    error: firstLine(error ?? ''),
    mayTryAgain: !comesAgain(jobKinds.find(({ name }) => name === row.kind)),
  }))
}

function firstLine(error: string): string {
  return redact(error.split('\n')[0]!).slice(0, ERROR_CHARACTERS)
}

/** A sweep is about nothing in particular: it is added again at its next time. Unknown kinds have no handler. */
function comesAgain(job: Job | undefined): boolean {
  const { properties = {} } = (job?.payload ?? {}) as { properties?: object }
  return Object.keys(properties).length === 0
}
