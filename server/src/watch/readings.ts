import { rejectReasons, type SystemView } from '@tucai/contract'
import { type RawBuilder, sql } from 'kysely'
import { chinaDayNumber, chinaDayStart } from '../platform/china-time.ts'
import { rowOf, rowsOf, type Tx } from '../platform/db.ts'
import { livingProcesses } from '../platform/process-name.ts'

type Photos = SystemView['photos']
type Payments = SystemView['payments']

/** What the database knows of how the program is: the same for every process that asks. */
export interface Readings extends Pick<SystemView, 'processes' | 'photos' | 'payments'> {
  jobs: { kind: string; waiting: number; since: Date }[]
  /** Jobs that were given up, by kind. */
  failedJobs: { kind: string; count: number }[]
  notices: { due: number; dueSince: Date | null; failedLastDay: number }
  database: SystemView['database']
  postgres: string
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A payment that is still open so long after its time has been missed by the sweep. */
const OVERDUE_AFTER_MS = 5 * 60_000
const FINDINGS_SHOWN = 8

export async function readingsOf(tx: Tx, now: Date): Promise<Readings> {
  return {
    database: await databaseOf(tx),
    processes: await livingProcesses(tx),
    jobs: await waitingJobs(tx),
    failedJobs: await rowsOf(
      tx,
      sql`SELECT j.name AS kind, count(DISTINCT j.id)::integer AS count ${failedJobsSql} GROUP BY j.name ORDER BY j.name`,
    ),
    photos: await photosOf(tx, now),
    payments: await paymentsOf(tx, now),
    notices: await noticesOf(tx, now),
    postgres: (await rowOf<{ version: string }>(tx, sql`SELECT current_setting('server_version') AS version`))!.version,
  }
}

/** Jobs that are still failed, found by the copies that the queue puts aside: the table itself may be long. */
export const failedJobsSql: RawBuilder<unknown> = sql`FROM pgboss.job d
  JOIN pgboss.job j ON j.name = d.source_name AND j.id = d.source_id
  WHERE d.name = 'dead-jobs' AND j.state = 'failed'`

async function databaseOf(tx: Tx): Promise<SystemView['database']> {
  const began = performance.now()
  await sql`SELECT 1`.execute(tx)
  const answersMs = Math.round((performance.now() - began) * 10) / 10
  const size = await rowOf<{ bytes: string }>(tx, sql`SELECT pg_database_size(current_database()) AS bytes`)
  return { answersMs, bytes: Number(size!.bytes) }
}

/** Kinds of jobs of which some could begin by now. */
function waitingJobs(tx: Tx): Promise<Readings['jobs']> {
  return rowsOf(
    tx,
    sql`SELECT name AS kind, count(*)::integer AS waiting, min(start_after) AS since FROM pgboss.job
      WHERE state < 'active' AND NOT blocked AND start_after <= now() AND name <> 'dead-jobs' GROUP BY name ORDER BY name`,
  )
}

const halfAndMost = (value: RawBuilder<unknown>) =>
  sql`json_build_object('half', round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ${value})),
    'most', round(percentile_cont(0.95) WITHIN GROUP (ORDER BY ${value})))`
const msBetween = (from: string, to: string) =>
  sql`greatest(0, extract(epoch FROM ${sql.ref(to)} - ${sql.ref(from)}) * 1000)`

async function photosOf(tx: Tx, now: Date): Promise<Photos> {
  const today = chinaDayStart(chinaDayNumber(now))
  const lastHour = await rowOf<Pick<Photos, 'developMs' | 'deliverMs' | 'developedLastHour'>>(
    tx,
    sql`SELECT count(*)::integer AS developed_last_hour,
        ${halfAndMost(sql`(record->'timings'->>'totalMs')::float8`)} AS develop_ms,
        ${halfAndMost(msBetween('taken_at', 'developed_at'))} AS deliver_ms
      FROM photo WHERE taken_at > ${ago(now, DAY_MS)} AND developed_at > ${ago(now, HOUR_MS)}`,
  )
  const counts = await rowOf<Pick<Photos, 'takenToday' | 'finishedToday' | 'refusedToday' | 'failedToday'>>(
    tx,
    sql`SELECT count(*)::integer AS taken_today, ${countWhen(sql`state = 'finished'`)} AS finished_today,
        ${countWhen(sql`state = 'refused'`)} AS refused_today, ${countWhen(sql`state = 'failed'`)} AS failed_today
      FROM photo WHERE taken_at >= ${today}`,
  )
  const findings = await rowsOf<{ code: string; count: number }>(
    tx,
    sql`SELECT f->>'code' AS code, count(*)::integer AS count FROM photo, jsonb_array_elements(findings) f
      WHERE taken_at >= ${today} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${FINDINGS_SHOWN}`,
  )
  return { ...lastHour!, ...counts!, findings: findings.map((one) => ({ ...one, ...faultOf(one.code) })) }
}

function faultOf(code: string): { zh: string; en: string } {
  const known: Partial<Record<string, (typeof rejectReasons)[keyof typeof rejectReasons]>> = rejectReasons
  return known[code]?.fault ?? { zh: code, en: code }
}

async function paymentsOf(tx: Tx, now: Date): Promise<Payments> {
  const settled = await rowOf<Pick<Payments, 'settledLastDay' | 'lagMs'>>(
    tx,
    sql`SELECT count(*)::integer AS settled_last_day, ${halfAndMost(msBetween('ended_at', 'settled_at'))} AS lag_ms
      FROM payment WHERE started_at > ${ago(now, 2 * DAY_MS)} AND settled_at > ${ago(now, DAY_MS)}`,
  )
  const open = await rowOf<Pick<Payments, 'open' | 'overdue'>>(
    tx,
    sql`SELECT count(*)::integer AS open, ${countWhen(sql`expires_at < ${ago(now, OVERDUE_AFTER_MS)}`)} AS overdue
      FROM payment WHERE state IN ('open', 'closing')`,
  )
  const refunds = await rowOf<Pick<Payments, 'refundsAsked' | 'refundsUnderWay' | 'refundsFailed'>>(
    tx,
    sql`SELECT ${countWhen(sql`state = 'asked'`)} AS refunds_asked,
        ${countWhen(sql`state IN ('approved', 'sent')`)} AS refunds_under_way,
        ${countWhen(sql`state = 'failed'`)} AS refunds_failed
      FROM refund WHERE state IN ('asked', 'approved', 'sent', 'failed')`,
  )
  const alarms = await rowOf<{ alarms: number }>(
    tx,
    sql`SELECT count(*)::integer AS alarms FROM payment_alarm WHERE settled_at IS NULL`,
  )
  return { ...settled!, ...open!, ...refunds!, ...alarms! }
}

async function noticesOf(tx: Tx, now: Date): Promise<Readings['notices']> {
  const due = await rowOf<{ due: number; dueSince: Date | null }>(
    tx,
    sql`SELECT count(*)::integer AS due, min(made_at) AS due_since FROM notice WHERE state = 'due'`,
  )
  const failed = await rowOf<{ failedLastDay: number }>(
    tx,
    sql`SELECT ${countWhen(sql`state = 'failed'`)} AS failed_last_day FROM notice WHERE made_at > ${ago(now, DAY_MS)}`,
  )
  return { ...due!, ...failed! }
}

const countWhen = (condition: RawBuilder<unknown>) => sql`(count(*) FILTER (WHERE ${condition}))::integer`
const ago = (now: Date, ms: number) => new Date(now.getTime() - ms)
