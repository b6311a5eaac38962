import pg from 'pg'
import { fromKysely, type JobWithMetadata, type KyselyTransactionLike, PgBoss } from 'pg-boss'
import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { jobSeconds, jobWaitSeconds } from './meters.ts'
import { withClient } from './postgres/roles.ts'
import { SteadyClient } from './postgres/steady-client.ts'
import { inContext, workContext } from './work-context.ts'

/** A kind of work that outlives the request that made it necessary. */
export interface Job<Payload extends TSchema = TSchema> {
  name: string
  payload: Payload
  /** How often a failed job is tried again, after growing pauses. */
  retryLimit: number
  /** No pause between two attempts is longer. */
  pauseLimitSeconds: number
  /** A handler that takes longer is taken for lost. */
  timeLimitSeconds: number
}

/** Defines a job apart from the engine that runs it. Payloads hold ids only. */
export function defineJob<Payload extends TSchema>(
  name: string,
  payload: Payload,
  limits: Partial<Pick<Job, 'retryLimit' | 'pauseLimitSeconds' | 'timeLimitSeconds'>> = {},
): Job<Payload> {
  return { name, payload, retryLimit: 5, pauseLimitSeconds: 300, timeLimitSeconds: 120, ...limits }
}

export interface EnqueueOptions {
  /** Not before this instant. */
  startAt?: Date
}

/** What a handler may know about the attempt it makes; the signal aborts when the attempt is taken for lost. */
export interface Attempt {
  jobId: string
  /** Counts from 1. */
  number: number
  isLast: boolean
  addedAt: Date
  signal: AbortSignal
}

export interface Jobs {
  /**
   * Adds the job inside our transaction: it exists exactly if the transaction commits. The handler may run it more
   * than once, so it must be safe to repeat.
   */
  enqueue<P extends TSchema>(
    tx: KyselyTransactionLike | pg.ClientBase,
    job: Job<P>,
    payload: Static<P>,
    options?: EnqueueOptions,
  ): Promise<string>
  /** Starts to handle jobs of this kind. A handler that throws is called again later. */
  work<P extends TSchema>(
    job: Job<P>,
    handler: (payload: Static<P>, attempt: Attempt) => Promise<void>,
    options?: { concurrency?: number },
  ): Promise<void>
  /** Adds the job again and again from now on, at the times of a cron line in China’s time; one process of many adds it. */
  repeat<P extends TSchema>(job: Job<P>, payload: Static<P>, cron: string): Promise<void>
  /** Lets a job that was given up be tried once more. False when it is not failed any more. */
  tryAgain(kind: string, jobId: string): Promise<boolean>
  /** Lets running handlers finish (at most 20 s) and takes no more. */
  stop(): Promise<void>
}

export interface JobsOptions {
  ownerUrl: string
  /** The application's role, which may add jobs and no more. */
  appRole: string
  /** Every kind of job of the product. */
  definitions: Job[]
  /** No other process handles jobs of this database: what is marked as running was lost with an earlier one. */
  alone?: boolean
  /** This process adds jobs and leaves all else to the running program. */
  addsOnly?: boolean
  log: JobsLog
}

export interface JobsLog {
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

const SCHEMA = 'pgboss'
const DEAD_JOBS = 'dead-jobs'
const STOP_LIMIT_MS = 20_000
const HEARTBEAT_SECONDS = 10
/** New jobs are announced; those that are tried again, or are dead, are found by looking. */
const POLL_SECONDS = 2

/** Opens the job queue, which the owner's role keeps in a schema of its own. */
export async function openJobs(options: JobsOptions): Promise<Jobs> {
  const { log, definitions } = options
  const boss = new PgBoss({
    // Its options are those of the pool that it opens.
    ...({ Client: SteadyClient, connectionTimeoutMillis: 10_000 } satisfies pg.PoolConfig),
    connectionString: options.ownerUrl,
    application_name: 'tucai-jobs',
    schema: SCHEMA,
    max: 4,
    useListenNotify: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    supervise: !options.addsOnly,
    schedule: !options.addsOnly,
  })
  boss.on('error', (error) => log.error({ err: error }, 'the job queue has trouble'))
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'))
  await boss.start()
  for (const job of [deadJobs, ...definitions]) await ensureQueue(boss, job)
  await withClient(options.ownerUrl, (client) => allowAdding(client, options.appRole))
  if (options.alone) await takeBackLost(boss, options.ownerUrl)
  if (!options.addsOnly) await reportDead(boss, log)
  return {
    async enqueue(tx, job, payload, { startAt } = {}) {
      if (!Value.Check(job.payload, payload)) throw new Error(`the payload of job ${job.name} is not what it says`)
      const data = addedBy(workContext().reqId, payload as object)
      const id = await boss.send(job.name, data, { db: databaseOf(tx), startAfter: startAt })
      if (id === null) throw new Error(`job ${job.name} was not added`)
      return id
    },
    work: (job, handler, { concurrency = 1 } = {}) => startWork(boss, log, job, handler, concurrency),
    repeat: (job, payload, cron) => boss.schedule(job.name, cron, payload as object, { tz: 'Asia/Shanghai' }),
    tryAgain: async (kind, jobId) => ((await boss.retry(kind, jobId)) as { affected: number }).affected > 0,
    stop: () => boss.stop({ graceful: true, timeout: STOP_LIMIT_MS, close: true }),
  }
}

/** Makes the empty tables of the queue, for rows that come from elsewhere. */
export async function makeJobTables(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: SCHEMA, max: 2, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  await boss.stop({ graceful: false, close: true })
}

const deadJobs = { name: DEAD_JOBS, retryLimit: 0, pauseLimitSeconds: 1, timeLimitSeconds: 60 }

async function ensureQueue(boss: PgBoss, job: Omit<Job, 'payload'>): Promise<void> {
  const options = {
    notify: true,
    retryLimit: job.retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: job.pauseLimitSeconds,
    expireInSeconds: job.timeLimitSeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    ...(job.name === DEAD_JOBS ? {} : { deadLetter: DEAD_JOBS }),
  }
  if (await boss.getQueue(job.name)) await boss.updateQueue(job.name, options)
  else await boss.createQueue(job.name, options)
}

/** The application adds jobs inside its own transactions; everything else about them is the owner's. */
async function allowAdding(client: pg.Client, appRole: string): Promise<void> {
  const role = pg.escapeIdentifier(appRole)
  await client.query(`GRANT USAGE ON SCHEMA ${SCHEMA} TO ${role}`)
  await client.query(`GRANT SELECT ON ${SCHEMA}.queue TO ${role}`)
  await client.query(`GRANT SELECT, INSERT ON ${SCHEMA}.job, ${SCHEMA}.job_common TO ${role}`)
}

/** A job whose process was killed would otherwise wait until its time limit is over. */
async function takeBackLost(boss: PgBoss, ownerUrl: string): Promise<void> {
  const lost = await withClient(ownerUrl, (client) =>
    client.query<{ name: string; ids: string[] }>(
      `SELECT name, array_agg(id::text) AS ids FROM ${SCHEMA}.job WHERE state = 'active' GROUP BY name`,
    ),
  )
  for (const { name, ids } of lost.rows) await boss.fail(name, ids, { message: 'the process ended' })
}

/** Jobs that failed for good: somebody has to look at them. */
async function reportDead(boss: PgBoss, log: JobsLog): Promise<void> {
  await boss.work(DEAD_JOBS, { includeMetadata: true, notifyPollingIntervalSeconds: POLL_SECONDS }, async (jobs) => {
    for (const job of jobs) {
      log.error({ job: job.sourceName, jobId: job.sourceId, payload: job.data }, 'a job failed for good')
    }
  })
}

/** As many workers as may run at once, each of which looks for its next job as soon as it is done with one. */
async function startWork<P extends TSchema>(
  boss: PgBoss,
  log: JobsLog,
  job: Job<P>,
  handler: (payload: Static<P>, attempt: Attempt) => Promise<void>,
  concurrency: number,
): Promise<void> {
  for (let nth = 0; nth < concurrency; nth++) {
    let workerId: string | undefined
    workerId = await boss.work<unknown, void, typeof workOptions>(job.name, workOptions, async ([found]) => {
      try {
        await handle(log, job, handler, found)
      } finally {
        // Left to itself it would pause after each job, and a backlog would be worked off at the pace of the pauses.
        if (workerId !== undefined) boss.notifyWorker(workerId)
      }
    })
  }
}

/** The request that adds a job goes along with it, beside its payload. */
const ADDED_BY = 'addedBy'

function addedBy(reqId: string | undefined, payload: object): object {
  return reqId === undefined ? payload : { ...payload, [ADDED_BY]: reqId }
}

const workOptions = { includeMetadata: true, batchSize: 1, notifyPollingIntervalSeconds: POLL_SECONDS } as const

async function handle<P extends TSchema>(
  log: JobsLog,
  job: Job<P>,
  handler: (payload: Static<P>, attempt: Attempt) => Promise<void>,
  found: JobWithMetadata<unknown>,
): Promise<void> {
  const { [ADDED_BY]: reqId, ...payload } = (found.data ?? {}) as Record<string, unknown>
  const attempt = {
    jobId: found.id,
    number: found.retryCount + 1,
    isLast: found.retryCount >= found.retryLimit,
    addedAt: found.createdOn,
    signal: found.signal,
  }
  if (attempt.number === 1)
    jobWaitSeconds.observe({ kind: job.name }, secondsBetween(found.startAfter, found.startedOn))
  const measured = jobSeconds.startTimer({ kind: job.name })
  await inContext({ jobId: found.id, reqId: reqId as string | undefined }, async () => {
    try {
      if (!Value.Check(job.payload, payload)) throw new Error(`the payload of job ${job.name} is not what it says`)
      await handler(payload as Static<P>, attempt)
      measured({ outcome: 'done' })
    } catch (error) {
      measured({ outcome: 'failed' })
      log.warn({ err: error, job: job.name, jobId: found.id, attempt: attempt.number }, 'a job failed')
      throw error
    }
  })
}

const secondsBetween = (from: Date, to: Date) => Math.max(0, to.getTime() - from.getTime()) / 1000

function databaseOf(tx: KyselyTransactionLike | pg.ClientBase) {
  if ('executeQuery' in tx) return fromKysely(tx)
  return { executeSql: (text: string, values?: unknown[]) => tx.query(text, values) }
}
