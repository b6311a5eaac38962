import { type ChildProcess, execFile, fork } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

export interface WorkerLimits {
  startLimitMs: number
  timeLimitMs: number
  /** Resident memory, in bytes. */
  memoryLimitBytes: number
  /** A worker that holds more than this after a job ends: what it keeps must not count as the next job's. */
  restingLimitBytes?: number
}

/** How the process is started. */
export interface WorkerStart {
  /** Arguments of the script. */
  scriptArguments?: string[]
  /** Arguments of its runtime. */
  nodeFlags?: string[]
  /** Beside the program's own. */
  environment?: Record<string, string>
}

/**
 * `time`, `memory` and `crash` say what the job did; `start` that the worker itself doesn't come up; `worn` that it held
 * too much between two jobs.
 */
export type FailureReason = 'time' | 'memory' | 'crash' | 'start' | 'stopped' | 'worn'

export class ChildFailed extends Error {
  override name = 'ChildFailed'
  readonly reason: FailureReason
  constructor(reason: FailureReason) {
    super(`a worker process failed: ${reason}`)
    this.reason = reason
  }
}

/** One forked process that does one job at a time. */
export interface WorkerProcess {
  pid: number | undefined
  /** Rejects when the process ends before it is ready. @throws ChildFailed */
  ready: Promise<void>
  /** Why it ended, and its last words on standard error. */
  ended: Promise<{ reason: FailureReason; lastWords: string }>
  isFree(): boolean
  isBusy(): boolean
  /**
   * Does the job. A worker that has much to say says it in parts, `{ id, part }`, and waits for `{ next: id }` after
   * each, so that nothing piles up.
   * @throws ChildFailed when the process ends before it has answered, and whatever `onPart` throws
   */
  run(job: object, onPart?: (part: unknown) => Promise<void>): Promise<unknown>
  end(reason: FailureReason): void
}

type Answer = { ready?: boolean; id?: number; part?: unknown }
type Settle = {
  id: number
  onPart?: (part: unknown) => Promise<void>
  resolve(answer: unknown): void
  reject(error: Error): void
}

const MEMORY_POLL_MS = 100

/**
 * Starts a worker. It says `{ ready: true }` once and answers each `{ id, ...job }` with `{ id, ... }`; when it breaks
 * a limit it is killed.
 */
export function startWorker(script: URL, limits: WorkerLimits, start: WorkerStart = {}): WorkerProcess {
  const child = forkQuietly(script, start)
  if (child.pid !== undefined) limitAllocation(child.pid, limits.memoryLimitBytes)
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<Awaited<WorkerProcess['ended']>>()
  // Nobody may be waiting for readiness, or for a job, when the process ends.
  ready.promise.catch(() => {})
  let state: 'starting' | 'ready' | 'ended' = 'starting'
  let endReason: FailureReason | undefined
  let current: Settle | undefined
  let nextId = 1
  let timer = setTimeout(end, limits.startLimitMs, 'start')
  const memoryTimer = setInterval(() => {
    if (residentBytes(child.pid) > limits.memoryLimitBytes) end('memory')
  }, MEMORY_POLL_MS).unref()
  const lastWords = keepLastWords(child)

  function end(reason: FailureReason): void {
    endReason ??= reason
    child.kill('SIGKILL')
  }

  function onMessage(answer: Answer): void {
    if (answer.ready && state === 'starting') {
      state = 'ready'
      clearTimeout(timer)
      ready.resolve()
    } else if (current && answer.id === current.id && 'part' in answer) {
      takePart(current, answer.part)
    } else if (current && answer.id === current.id) {
      clearTimeout(timer)
      if (residentBytes(child.pid) > (limits.restingLimitBytes ?? Infinity)) end('worn')
      current.resolve(answer)
      current = undefined
    }
  }

  function takePart({ id, onPart, reject }: Settle, part: unknown): void {
    Promise.resolve(onPart?.(part)).then(
      () => child.send({ next: id }, () => {}),
      (error: Error) => {
        reject(error)
        end('stopped')
      },
    )
  }

  function onEnd(): void {
    if (state === 'ended') return
    clearTimeout(timer)
    clearInterval(memoryTimer)
    const reason = endReason ?? (state === 'starting' ? 'start' : 'crash')
    state = 'ended'
    ready.reject(new ChildFailed(reason))
    current?.reject(new ChildFailed(reason))
    ended.resolve({ reason, lastWords: lastWords() })
  }

  child.on('message', onMessage)
  child.on('exit', onEnd)
  // Also emitted when a signal or a message can't be delivered: only a process that never was has no other end.
  child.on('error', () => {
    if (child.pid === undefined) onEnd()
  })

  return {
    pid: child.pid,
    ready: ready.promise,
    ended: ended.promise,
    isFree: () => state === 'ready' && current === undefined && endReason === undefined,
    isBusy: () => current !== undefined && state !== 'ended',
    run: (job, onPart) =>
      new Promise((resolve, reject) => {
        current = { id: nextId++, onPart, resolve, reject }
        timer = setTimeout(end, limits.timeLimitMs, 'time')
        // A process that ends in this moment is reported by its exit as well.
        child.send({ ...job, id: current.id }, () => {})
      }),
    end,
  }
}

/** Address space that a worker's runtime reserves for writing without using it (0.6 to 0.9 GB measured), with room. */
const RESERVED_BYTES = 1_500_000_000

/**
 * The kernel's own limit behind the watch, for what allocates faster than anyone looks: an allocation beyond it fails
 * and ends the worker. Where the machine has no `prlimit` the watch remains.
 */
function limitAllocation(pid: number, limitBytes: number): void {
  execFile('prlimit', ['--pid', String(pid), `--data=${limitBytes + RESERVED_BYTES}`], () => {})
}

/** Its own session keeps Ctrl-C from it, so that a stop can let it finish; a lower priority keeps the server quick. */
function forkQuietly(script: URL, { scriptArguments = [], nodeFlags = [], environment }: WorkerStart): ChildProcess {
  const child = fork(script, scriptArguments, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: nodeFlags,
    env: { ...environment, ...process.env },
    detached: true,
  })
  if (child.pid === undefined) return child
  lowerPriority(child.pid)
  return child
}

/** A session is a group of its own to Linux's scheduler, where only the group's priority counts among groups. */
function lowerPriority(pid: number): void {
  const lower = constants.priority.PRIORITY_BELOW_NORMAL
  try {
    setPriority(pid, lower)
    writeFileSync(`/proc/${pid}/autogroup`, String(lower))
  } catch {
    // Not every system knows groups, and some containers forbid it; the work is right at any priority.
  }
}

function keepLastWords(child: ChildProcess): () => string {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-2_000)
  })
  return () => words.trim().split('\n').at(-1) ?? ''
}

/** Resident memory in bytes; 0 where the kernel doesn't tell. */
function residentBytes(pid: number | undefined): number {
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kibibytes ?? 0) * 1024
  } catch {
    return 0
  }
}
