import { Problem } from '@tucai/contract'

/** Costly work, a few at a time in the order in which it came. A rush waits for a while and is then turned away. */
export interface Turns {
  /** @throws Problem busy when too many wait already, and whatever the work throws */
  take<T>(work: () => Promise<T>): Promise<T>
}

export function openTurns({ atOnce, waitingMost }: { atOnce: number; waitingMost: number }): Turns {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    async take(work) {
      if (running >= atOnce) {
        if (waiting.length >= waitingMost) throw new Problem('busy', { retryAfterSeconds: 5 })
        await new Promise<void>((resolve) => waiting.push(resolve))
      } else running++
      try {
        return await work()
      } finally {
        // The turn is handed on: nobody who comes at this moment gets in between.
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
