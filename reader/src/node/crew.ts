import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { unread } from '../read-document.ts'
import type { Job, JobDone } from './worker.ts'

/** A document takes about a second; longer, or more memory, means that the decoder hangs or eats. */
const patienceMs = 30_000
const memoryLimitBytes = 1_000_000_000
const memoryPollMs = 100

/**
 * Reads jobs one after another in a forked worker and reports each as it ends. A worker that hangs, swells or dies is
 * replaced and its job counts as a picture that can't be read.
 */
export async function readAll(jobs: Job[], done: (job: Job, outcome: JobDone) => void): Promise<void> {
  let worker: ChildProcess | undefined
  for (const job of jobs) {
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
    worker.once('message', () => resolve(worker))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error(`the text networks did not start: ${complaint.trim()}`)))
  })
}

/** The worker's answer, or nothing when it took too long, too much memory, or died. */
function give(worker: ChildProcess, job: Job): Promise<JobDone | undefined> {
  return new Promise((resolve) => {
    const settle = (outcome?: JobDone) => {
      clearTimeout(timer)
      clearInterval(memoryTimer)
      worker.off('message', settle)
      worker.off('exit', lost)
      resolve(outcome)
    }
    const lost = () => settle()
    const timer = setTimeout(lost, patienceMs)
    const memoryTimer = setInterval(() => residentBytes(worker.pid) > memoryLimitBytes && lost(), memoryPollMs)
    worker.once('message', settle)
    worker.once('exit', lost)
    worker.send(job)
  })
}

/** Resident memory; 0 where the kernel doesn't tell. */
function residentBytes(pid: number | undefined): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    worker.once('exit', () => resolve())
    worker.kill('SIGKILL')
  })
}

function gaveUp({ id, kind }: Job): JobDone {
  return {
    id,
    ok: false,
    reading: { ...unread(kind ?? null), warnings: ['gave-up'] },
    crops: {},
    durationMs: patienceMs,
  }
}
