import { Gauge, Registry } from 'prom-client'
import type { Db } from '../platform/db.ts'
import { meters } from '../platform/meters.ts'
import type { Seen, Watch } from './watch.ts'

/** Everything there is to scrape: what this process counted, and what the database knows while it answers. */
export async function metricsText(watch: Watch, db: Db): Promise<string> {
  const gauges = new Registry()
  const gauge = gaugesIn(gauges)
  gauge('tucai_database_connections', 'Connections of this process to the database, by state', [
    [{ state: 'open' }, db.pool.totalCount],
    [{ state: 'idle' }, db.pool.idleCount],
  ])
  gauge('tucai_database_waiting', 'Pieces of work of this process that wait for a connection', [
    [{}, db.pool.waitingCount],
  ])
  try {
    const seen = await watch()
    gauge('tucai_database_up', 'Whether the database answers in time', [[{}, 1]])
    describe(gauge, seen)
  } catch {
    gauge('tucai_database_up', 'Whether the database answers in time', [[{}, 0]])
  }
  return (await meters.metrics()) + (await gauges.metrics())
}

type Values = [labels: Record<string, string>, value: number | null][]
type SetGauge = (name: string, help: string, values: Values) => void

/** A value that is not known is left out. */
function gaugesIn(registry: Registry): SetGauge {
  return (name, help, values) => {
    const known = values.filter(([, value]) => value !== null)
    if (known.length === 0) return
    const gauge = new Gauge({ name, help, labelNames: Object.keys(known[0]![0]), registers: [registry] })
    for (const [labels, value] of known) gauge.set(labels, value!)
  }
}

function describe(gauge: SetGauge, seen: Seen): void {
  const { jobs, failedJobs, photos, payments, notices, signIn, database, disk, processes, readAt } = seen
  const secondsSince = (instant: Date | null) =>
    instant === null ? 0 : Math.max(0, readAt.getTime() - instant.getTime()) / 1000
  gauge(
    'tucai_jobs_waiting',
    'Jobs that could begin by now, by kind',
    perKind(jobs, ({ waiting }) => waiting),
  )
  gauge(
    'tucai_jobs_oldest_wait_seconds',
    'How long the job has waited that has waited longest, by kind',
    perKind(jobs, ({ since }) => secondsSince(since)),
  )
  gauge(
    'tucai_jobs_failed',
    'Jobs that were given up and wait for somebody, by kind',
    perKind(failedJobs, ({ count }) => count),
  )
  gauge('tucai_photos_today', 'Photos of today, China’s time, by what became of them', [
    [{ state: 'taken' }, photos.takenToday],
    [{ state: 'finished' }, photos.finishedToday],
    [{ state: 'refused' }, photos.refusedToday],
    [{ state: 'failed' }, photos.failedToday],
  ])
  gauge(
    'tucai_photo_deliver_seconds',
    'From handing a photo in until it was there, in the last hour',
    spread(photos.deliverMs),
  )
  gauge(
    'tucai_payment_lag_seconds',
    'From paying at the provider until the order was paid, in the last day',
    spread(payments.lagMs),
  )
  gauge('tucai_payments_open', 'Payments neither paid nor closed', [[{}, payments.open]])
  gauge('tucai_payments_overdue', 'Payments still open five minutes after their time', [[{}, payments.overdue]])
  gauge('tucai_payment_alarms_open', 'Payments that somebody has to look at', [[{}, payments.alarms]])
  gauge('tucai_refunds', 'Refunds that are not done, by state', [
    [{ state: 'asked' }, payments.refundsAsked],
    [{ state: 'under-way' }, payments.refundsUnderWay],
    [{ state: 'failed' }, payments.refundsFailed],
  ])
  gauge('tucai_notices_due', 'Messages that are still to be carried', [[{}, notices.due]])
  gauge('tucai_notices_oldest_due_seconds', 'Age of the oldest of them', [[{}, secondsSince(notices.dueSince)]])
  gauge('tucai_notices_failed_last_day', 'Messages of the last day that reached nobody', [[{}, notices.failedLastDay]])
  gauge('tucai_sign_in_failures', 'Failed sign-ins from unknown devices in a quarter of an hour', [
    [{}, signIn.failures],
  ])
  gauge('tucai_sign_in_breaker_open', 'Whether unknown devices are refused for it', [[{}, Number(signIn.refuses)]])
  gauge('tucai_database_bytes', 'Size of the database', [[{}, database.bytes]])
  gauge('tucai_database_answer_seconds', 'Time the database took to answer nothing', [[{}, database.answersMs / 1000]])
  gauge('tucai_disk_free_bytes', 'Free room where the data folder of this process is', [[{}, disk?.freeBytes ?? null]])
  gauge('tucai_disk_bytes', 'All room there', [[{}, disk?.totalBytes ?? null]])
  gauge('tucai_processes', 'Processes that are connected to the database, by role', processesByRole(processes))
}

function perKind<T extends { kind: string }>(rows: T[], measured: (row: T) => number): Values {
  return rows.map((row) => [{ kind: row.kind }, measured(row)])
}

function processesByRole(processes: Seen['processes']): Values {
  return (['all', 'web', 'worker'] as const).map((role) => [
    { role },
    processes.filter((one) => one.role === role).length,
  ])
}

const seconds = (ms: number | null) => (ms === null ? null : ms / 1000)
const spread = ({ half, most }: { half: number | null; most: number | null }): Values => [
  [{ quantile: '0.5' }, seconds(half)],
  [{ quantile: '0.95' }, seconds(most)],
]
