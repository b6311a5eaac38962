import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { emptyReport, type Report } from '../report.ts'
import { loadStandard } from './standards.ts'
import { unreadableFinding } from './unreadable.ts'
import type { Job, JobDone, WorkerReady } from './worker.ts'

/** A photo that takes longer is given up; a 50-megapixel one takes about four seconds on a slow core. */
const patienceSeconds = 30

/**
 * Develops jobs in `size` forked workers, at most one job each, and reports each as it ends. A worker that hangs or
 * dies is replaced and its job counts as a photo that cannot be read. All workers have ended when this resolves.
 */
export async function developAll(jobs: Job[], size: number, done: (job: Job, outcome: JobDone) => void): Promise<void> {
  const waiting = jobs.slice()
  const hands = Array.from({ length: Math.min(size, jobs.length) }, () => workThrough(waiting, done))
  await Promise.all(hands)
}

async function workThrough(waiting: Job[], done: (job: Job, outcome: JobDone) => void): Promise<void> {
  let worker: ChildProcess | undefined
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    if (!worker?.connected) worker = await startWorker()
    const outcome = await give(worker, job)
    if (!outcome) {
      await end(worker)
      worker = undefined
    }
    done(job, outcome ?? gaveUp(job))
  }
  if (worker) await end(worker)
}

function startWorker(): Promise<ChildProcess> {
  const worker = fork(path.join(import.meta.dirname, 'worker.ts'), [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
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

/** The worker's answer, or nothing when it took too long or died. */
function give(worker: ChildProcess, job: Job): Promise<JobDone | undefined> {
  return new Promise((resolve) => {
    const settle = (outcome?: JobDone) => {
      clearTimeout(timer)
      worker.off('message', settle)
      worker.off('exit', lost)
      resolve(outcome)
    }
    const lost = () => settle()
    const timer = setTimeout(lost, patienceSeconds * 1000)
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

function gaveUp(job: Job): JobDone {
  const report: Report = emptyReport(loadStandard(job.standard), null, null)
  report.findings.push(unreadableFinding({ reason: 'gave-up', seconds: patienceSeconds }))
  return { id: job.id, ok: false, report }
}
