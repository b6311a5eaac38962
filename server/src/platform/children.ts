import { availableParallelism } from 'node:os'
import { queueRefusals } from './meters.ts'
import { ChildFailed, startWorker, type WorkerLimits, type WorkerProcess, type WorkerStart } from './worker-process.ts'

export { ChildFailed } from './worker-process.ts'

/**
 * Heavy or dangerous work in forked processes that can be killed: a decoder that hangs or eats the memory costs one
 * job, nothing else.
 */
export interface Children<Job extends object, Result> {
  /**
   * Does the job in one of the workers; jobs beyond their number wait in a queue.
   * @throws ChildrenBusy when the queue is full, ChildFailed when the worker broke a limit, crashed or can't start
   */
  run(job: Job): Promise<Result>
  /** Resolves once one worker is ready. @throws ChildFailed when none gets ready */
  warmUp(): Promise<void>
  /** Jobs that run and wait now. */
  load(): { running: number; waiting: number }
  /** Jobs that can run at the same time. */
  atOnce: number
  /** Process ids of the workers. */
  pids(): number[]
  /** Ends the workers; jobs that run or wait fail. */
  stop(): Promise<void>
}

export class ChildrenBusy extends Error {
  override name = 'ChildrenBusy'
}

export interface ChildrenOptions extends Partial<WorkerLimits>, WorkerStart {
  /** The worker's script; its protocol is described at startWorker. */
  script: URL
  workers?: number
  /** Jobs that may wait; one more is refused. */
  queueLimit?: number
  /** Told in one sentence when a worker was killed or ended by itself. */
  tell?(sentence: string): void
}

interface Waiting {
  job: object
  resolve(result: unknown): void
  reject(error: Error): void
}

/** After so many failed starts in a row, what waits is given up; attempts go on, ever more slowly. */
const START_ATTEMPTS = 3
const START_PAUSE_MS = 1_000

export function startChildren<Job extends object, Result>(options: ChildrenOptions): Children<Job, Result> {
  const { workers: wanted = Math.max(1, availableParallelism() - 1), queueLimit = 64, tell = () => {} } = options
  const { startLimitMs = 30_000, timeLimitMs = 30_000, memoryLimitBytes = 1_500_000_000 } = options
  const limits = { startLimitMs, timeLimitMs, memoryLimitBytes, restingLimitBytes: options.restingLimitBytes }
  const workers = new Set<WorkerProcess>()
  const queue: Waiting[] = []
  let warmUp = withResolvers()
  let failedStarts = 0
  const stopping = new AbortController()
  const stopped = () => stopping.signal.aborted

  function handOut(): void {
    for (const worker of workers) {
      if (!worker.isFree()) continue
      const next = queue.shift()
      if (!next) return
      worker.run(next.job).then(next.resolve, next.reject).finally(handOut)
    }
  }

  function giveUpWaiting(reason: 'start' | 'stopped'): void {
    const error = new ChildFailed(reason)
    for (const waiting of queue.splice(0)) waiting.reject(error)
    warmUp.reject(error)
    if (!stopped()) warmUp = withResolvers()
  }

  /** One place for a worker: whatever ends it, the next one takes over. */
  async function keepWorker(): Promise<void> {
    while (!stopped()) {
      const worker = startWorker(options.script, limits, options)
      workers.add(worker)
      const started = await worker.ready.then(
        () => true,
        () => false,
      )
      failedStarts = started ? 0 : failedStarts + 1
      if (started) {
        warmUp.resolve()
        handOut()
      }
      const { reason, lastWords } = await worker.ended
      workers.delete(worker)
      if (stopped()) return
      if (reason === 'worn') continue
      tell(`A worker process ended (${reason}${lastWords && `: ${lastWords}`}) and is started again.`)
      if (started) continue
      if (failedStarts >= START_ATTEMPTS) giveUpWaiting('start')
      await pause(START_PAUSE_MS * Math.min(failedStarts, 30), stopping.signal)
    }
  }

  const places = Array.from({ length: wanted }, keepWorker)
  return {
    atOnce: wanted,
    run(job) {
      if (stopped()) return Promise.reject(new ChildFailed('stopped'))
      return new Promise<Result>((resolve, reject) => {
        queue.push({ job, resolve: resolve as (result: unknown) => void, reject })
        handOut()
        if (queue.length <= queueLimit) return
        queue.pop()
        queueRefusals.inc()
        reject(new ChildrenBusy('too many jobs wait for the workers'))
      })
    },
    warmUp: () => warmUp.promise,
    load: () => ({ running: [...workers].filter((w) => w.isBusy()).length, waiting: queue.length }),
    pids: () => [...workers].flatMap((worker) => worker.pid ?? []),
    async stop() {
      stopping.abort()
      giveUpWaiting('stopped')
      for (const worker of workers) worker.end('stopped')
      await Promise.all(places)
    },
  }
}

/** Nobody may be waiting when it rejects. */
function withResolvers() {
  const made = Promise.withResolvers<void>()
  made.promise.catch(() => {})
  return made
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs)
    timer.unref()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
