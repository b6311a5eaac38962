/** The emulator’s time: flows by itself, or stands until a test moves it. */
export interface Clock {
  now(): Date
  /** Does the job `delayMs` after now. Jobs that are due at the same instant are done at the same time. */
  later(delayMs: number, job: (dueAt: Date) => Promise<void> | void): void
  /** Does what is due and waits until it is done. */
  settle(): Promise<void>
  /** Moves the time on, doing on the way what becomes due, each at its own instant. */
  advance(milliseconds: number): Promise<void>
  /** Forgets everything that was to be done. */
  clear(): void
}

interface Job {
  dueMs: number
  work: (dueAt: Date) => Promise<void> | void
}

/** `timers`: jobs are done by themselves when their time has come; without, only `settle` and `advance` do them. */
export function openClock(base: () => Date, timers: boolean): Clock {
  let aheadMs = 0
  let jobs: Job[] = []
  let timer: NodeJS.Timeout | undefined
  const running = new Set<Promise<void>>()
  const nowMs = () => base().getTime() + aheadMs
  const earliestMs = () => jobs.reduce((earliest, { dueMs }) => Math.min(earliest, dueMs), Number.POSITIVE_INFINITY)

  function arm() {
    clearTimeout(timer)
    if (!timers || jobs.length === 0) return
    timer = setTimeout(() => void settle(), Math.max(0, Math.min(earliestMs() - nowMs(), 0x7fffffff)))
  }

  async function settle(): Promise<void> {
    for (;;) {
      const dueMs = earliestMs()
      if (dueMs <= nowMs()) {
        const due = jobs.filter((job) => job.dueMs === dueMs)
        jobs = jobs.filter((job) => job.dueMs !== dueMs)
        for (const { work } of due) start(work, new Date(dueMs))
      } else if (running.size === 0) break
      await Promise.all(running)
    }
    arm()
  }

  function start(work: Job['work'], dueAt: Date) {
    const done: Promise<void> = Promise.resolve(work(dueAt)).finally(() => running.delete(done))
    running.add(done)
  }

  return {
    now: () => new Date(nowMs()),
    later(delayMs, work) {
      jobs.push({ dueMs: nowMs() + delayMs, work })
      arm()
    },
    settle,
    async advance(milliseconds) {
      const untilMs = nowMs() + milliseconds
      await settle()
      for (let dueMs = earliestMs(); dueMs <= untilMs; dueMs = earliestMs()) {
        aheadMs += Math.max(0, dueMs - nowMs())
        await settle()
      }
      aheadMs += Math.max(0, untilMs - nowMs())
      arm()
    },
    clear() {
      jobs = []
      clearTimeout(timer)
    },
  }
}
