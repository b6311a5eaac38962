import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { compiledFolder } from './compiled.ts'
import { reportUnreadable, type Unreadable } from './unreadable.ts'
import type { Job, JobDone, WorkerReady } from './worker.ts'
import { limitAllocation, usualLimits, type WorkerLimits, watchMemory, workerMemory } from './worker-limits.ts'

export interface CrewRules {
  limits?: WorkerLimits
  /** Manifest of the operator's own mask model. */
  maskModel?: string
}

/** How long the engines may take to load on a machine that is busy with other things. */
const startSeconds = 60

/** Much of what a photo needs dies young: with room for it the collector runs half as often. */
const workerFlags = ['--min-semi-space-size=8', '--max-semi-space-size=8']

const workerEnvironment = { ...workerMemory, NODE_COMPILE_CACHE: compiledFolder }

/**
 * Develops jobs in `size` forked workers, at most one job each, and reports each as it ends. A worker that hangs, eats
 * the memory or dies is replaced, and its job counts as a photo that cannot be read. All workers have ended when this
 * resolves.
 */
export async function developAll(
  jobs: Job[],
  size: number,
  done: (job: Job, outcome: JobDone) => void,
  rules: CrewRules = {},
): Promise<void> {
  const waiting = jobs.slice()
  const hands = Array.from({ length: Math.min(size, jobs.length) }, () => workThrough(waiting, done, rules))
  await Promise.all(hands)
}

async function workThrough(
  waiting: Job[],
  done: (job: Job, outcome: JobDone) => void,
  { limits = usualLimits, maskModel }: CrewRules,
): Promise<void> {
  let worker: Worker | undefined
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    if (!worker?.process.connected) worker = startWorker(limits, maskModel)
    let outcome = await give(worker, job, limits)
    if ('reason' in outcome && !worker.isReady) {
      // The first photo is decoded while the engines load: whose fault it was shows when it comes after them.
      await end(worker.process)
      worker = startWorker(limits, maskModel)
      await worker.ready
      outcome = await give(worker, job, limits)
    }
    if ('reason' in outcome) {
      await end(worker.process)
      worker = undefined
      done(job, gaveUp(job, outcome))
    } else done(job, outcome)
  }
  if (worker) await end(worker.process)
}

interface Worker {
  process: ChildProcess
  /** Its engines are warm. */
  isReady: boolean
  /** Rejects with the worker's last words when it ends before its engines are warm. */
  ready: Promise<void>
}

function startWorker(limits: WorkerLimits, maskModel: string | undefined): Worker {
  const file = path.join(import.meta.dirname, 'worker.ts')
  const options = maskModel ? ['--mask-model', maskModel] : []
  const execArgv = [...process.execArgv, ...workerFlags]
  const env = { ...workerEnvironment, ...process.env }
  const child = fork(file, options, { execArgv, env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  if (child.pid !== undefined) limitAllocation(child.pid, limits.bytes)
  let complaint = ''
  child.stderr?.on('data', (text) => {
    complaint = (complaint + text).slice(-2000)
  })
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message: JobDone | WorkerReady) => {
      if (!('ready' in message)) return
      worker.isReady = true
      resolve()
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`the portrait engines did not start: ${complaint.trim()}`)))
  })
  // Whoever waits for it hears of it; nobody has to.
  ready.catch(() => {})
  const worker: Worker = { process: child, isReady: false, ready }
  return worker
}

/** The worker's answer, or why there is none. The photo's time runs from when the engines are warm. */
function give(worker: Worker, job: Job, limits: WorkerLimits): Promise<JobDone | Unreadable> {
  const { process: child } = worker
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    const settle = (outcome: JobDone | Unreadable) => {
      clearTimeout(timer)
      timer = undefined
      stopWatching()
      child.off('message', hear)
      child.off('exit', lost)
      resolve(outcome)
    }
    const hear = (message: JobDone | WorkerReady) => {
      if (!('ready' in message)) settle(message)
      else patience(limits.seconds)
    }
    const lost = () => settle({ reason: 'crashed' })
    const late = () => settle({ reason: 'gave-up', seconds: limits.seconds })
    const patience = (seconds: number) => {
      clearTimeout(timer)
      timer = setTimeout(late, seconds * 1000)
    }
    patience(worker.isReady ? limits.seconds : limits.seconds + startSeconds)
    const stopWatching = watchMemory(child.pid ?? 0, limits.bytes, (bytes) =>
      settle({ reason: 'too-much-memory', bytes, limit: limits.bytes }),
    )
    child.on('message', hear)
    child.once('exit', lost)
    child.send(job)
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
