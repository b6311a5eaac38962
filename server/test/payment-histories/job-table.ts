import { sql } from 'kysely'
import type pg from 'pg'
import type { Attempt, Job, Jobs } from '../../src/platform/jobs.ts'
import { livingIn } from './life.ts'
import { newToken } from './names.ts'

type Handler = (payload: never, attempt: Attempt) => Promise<void>

/** A queue that does nothing by itself: jobs are kept where the product’s are, and done when a history says so. */
export interface JobTable extends Jobs {
  /** Handles every job that waits now, once each; answers how many went well. */
  workOff(): Promise<number>
  /** Tries every job that waits until it is done or given up. */
  workOffAll(): Promise<void>
  /** Does what is done again and again, now. */
  doNow(name: string, payload?: object): Promise<void>
}

/** What the owner has to make first. */
export const jobTableSql = (appRole: string) =>
  `CREATE TABLE trial_job (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, payload jsonb NOT NULL,
     tries integer NOT NULL DEFAULT 0);
   GRANT SELECT, INSERT ON trial_job TO "${appRole}"`

/** `handled`: the kinds of jobs that are kept; others never happen. `keeper`: does what the queue’s own login does. */
export function openJobTable(keeper: pg.Pool, handled: readonly string[]): JobTable {
  const handlers = new Map<string, { job: Job; handle: Handler }>()
  const attempt = (number: number, retryLimit: number): Attempt => ({
    ...{ jobId: newToken(), number, isLast: number > retryLimit, addedAt: new Date() },
    signal: new AbortController().signal,
  })
  const work = async (name: string, payload: object, number = 1) => {
    const found = handlers.get(name)
    if (found === undefined) throw new Error(`nobody handles ${name}`)
    await found.handle(payload as never, attempt(number, found.job.retryLimit))
  }
  const table: JobTable = {
    async enqueue(tx, job, payload) {
      if (!handled.includes(job.name)) return newToken()
      if (!('executeQuery' in tx)) throw new Error('jobs of a history are added by the product’s own transactions')
      await sql`INSERT INTO trial_job (name, payload) VALUES (${job.name}, ${JSON.stringify(payload)}::jsonb)`.execute(
        tx as never,
      )
      return newToken()
    },
    async work(job, handler) {
      handlers.set(job.name, { job, handle: handler as Handler })
    },
    async repeat() {},
    tryAgain: async () => false,
    async stop() {},
    async workOff() {
      const waiting = await keeper.query<{ id: string; name: string; payload: object; tries: number }>(
        'SELECT id, name, payload, tries FROM trial_job ORDER BY id',
      )
      let done = 0
      for (const { id, name, payload, tries } of waiting.rows) {
        const isDone = await work(name, payload, tries + 1).then(
          () => true,
          () => false,
        )
        // A queue does not hold it against a job that its program was killed.
        if (livingIn().isOver) return done
        const isOver = isDone || tries >= handlers.get(name)!.job.retryLimit
        await keeper.query(
          isOver ? 'DELETE FROM trial_job WHERE id = $1' : 'UPDATE trial_job SET tries = tries + 1 WHERE id = $1',
          [id],
        )
        if (isDone) done += 1
      }
      return done
    },
    async workOffAll() {
      for (;;) {
        await table.workOff()
        const left = await keeper.query('SELECT 1 FROM trial_job LIMIT 1')
        if (left.rows.length === 0 || livingIn().isOver) return
      }
    },
    doNow: (name, payload = {}) => work(name, payload),
  }
  return table
}
