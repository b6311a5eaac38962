import { signalServer } from './cluster.ts'
import type { Running } from './launch.ts'

const RESTARTS_ALLOWED = 5
const RESTART_WINDOW_MS = 60_000
const IMMEDIATE_STOP_AFTER_MS = 30_000
const KILL_AFTER_MS = 40_000

export interface Supervised {
  /** Process id of the running server; changes when it had to be started again. */
  pid(): number | undefined
  stop(): Promise<void>
  /** Asks the server to stop and doesn't wait. */
  stopNow(): void
}

/**
 * Keeps a server running: one that ends by itself is launched again, at most five times a minute.
 * @param lost told once the server can't be kept running
 */
export async function supervise(
  launch: () => Promise<Running>,
  tell: (sentence: string) => void,
  lost: (error: Error) => void,
): Promise<Supervised> {
  let stopping = false
  let running = await launch()
  const signal = (name: NodeJS.Signals) => {
    const { child } = running
    if (child.exitCode === null && child.signalCode === null) signalServer(child.pid, name)
  }
  const watch = async () => {
    const endedAts: number[] = []
    for (;;) {
      await running.ended
      if (stopping) return
      endedAts.push(Date.now())
      if (endedAts.filter((at) => Date.now() - at < RESTART_WINDOW_MS).length > RESTARTS_ALLOWED) {
        throw new Error('PostgreSQL ended again and again: see logs/postgres.log in the data folder')
      }
      tell('PostgreSQL ended unexpectedly and is started again.')
      running = await launch()
      // A stop that came in between has signalled the server that had already ended.
      if (stopping) signal('SIGINT')
    }
  }
  const watched = watch().catch((error: Error) => {
    if (!stopping) lost(error)
  })
  return {
    pid: () => running.child.pid,
    stopNow: () => {
      stopping = true
      signal('SIGINT')
    },
    stop: async () => {
      stopping = true
      signal('SIGINT')
      const harder = setTimeout(signal, IMMEDIATE_STOP_AFTER_MS, 'SIGQUIT')
      const hardest = setTimeout(signal, KILL_AFTER_MS, 'SIGKILL')
      await watched
      clearTimeout(harder)
      clearTimeout(hardest)
    },
  }
}
