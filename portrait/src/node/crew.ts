import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { reportUnreadable, type Unreadable } from './unreadable.ts'
import type { Job, JobDone, WorkerReady } from './worker.ts'
import { limitAllocation, usualLimits, type WorkerLimits, watchMemory } from './worker-limits.ts'

/**
 * Develops jobs in `size` forked workers, at most one job each, and reports each as it ends. A worker that hangs, eats
 * the memory or dies is replaced, and its job counts as a photo that cannot be read. All workers have ended when this
 * resolves.
 */
export async function developAll(
  jobs: Job[],
  size: number,
  done: (job: Job, outcome: JobDone) => void,
  limits: WorkerLimits = usualLimits,
): Promise<void> {
  const waiting = jobs.slice()
  const hands = Array.from({ length: Math.min(size, jobs.length) }, () => workThrough(waiting, done, limits))
  await Promise.all(hands)
}

async function workThrough(
  waiting: Job[],
  done: (job: Job, outcome: JobDone) => void,
  limits: WorkerLimits,
): Promise<void> {
  let worker: ChildProcess | undefined
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    if (!worker?.connected) worker = await startWorker(limits)
    const outcome = await give(worker, job, limits)
    if ('reason' in outcome) {
      await end(worker)
      worker = undefined
      done(job, gaveUp(job, outcome))
    } else done(job, outcome)
  }
  if (worker) await end(worker)
}

function startWorker(limits: WorkerLimits): Promise<ChildProcess> {
  const worker = fork(path.join(import.meta.dirname, 'worker.ts'), [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  if (worker.pid !== undefined) limitAllocation(worker.pid, limits.bytes)
  let complaint = ''
  worker.stderr?.on('data', (text) => {
    complaint = (complaint + text).slice(-2000)
  })
  return new Promise((resolve, reject) => {
    worker.once('message', (message: WorkerReady) => message.ready && resolve(worker))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error(`the portrait engines did not start: ${complaint.trim()}`)))
  })
}

/** The worker's answer, or why there is none. */
function give(worker: ChildProcess, job: Job, limits: WorkerLimits): Promise<JobDone | Unreadable> {
  return new Promise((resolve) => {
    const settle = (outcome: JobDone | Unreadable) => {
      clearTimeout(timer)
      stopWatching()
      worker.off('message', settle)
      worker.off('exit', lost)
      resolve(outcome)
    }
    const lost = () => settle({ reason: 'crashed' })
    const late = () => settle({ reason: 'gave-up', seconds: limits.seconds })
    const timer = setTimeout(late, limits.seconds * 1000)
    const stopWatching = watchMemory(worker.pid ?? 0, limits.bytes, (bytes) =>
      settle({ reason: 'too-much-memory', bytes, limit: limits.bytes }),
    )
    worker.once('message', settle)
    worker.once('exit', lost)
    worker.send(job)
  })
}

function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
    worker.kill('SIGKILL')
  })
}

function gaveUp(job: Job, why: Unreadable): JobDone {
  return { id: job.id, ok: false, report: reportUnreadable(job.standard, why) }
}
