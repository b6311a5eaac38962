import { setTimeout as wait } from 'node:timers/promises'

/** Begins each at its time, whether or not earlier ones are done, and waits for all. */
export async function atRate<T>(perSecond: number, all: T[], one: (item: T) => Promise<void>): Promise<void> {
  const begunAt = performance.now()
  await Promise.all(
    all.map(async (item, nth) => {
      await wait(Math.max(0, begunAt + (nth * 1000) / perSecond - performance.now()))
      await one(item)
    }),
  )
}

/** So many at a time until none is left. */
export async function someAtOnce<T>(atOnce: number, all: T[], one: (item: T) => Promise<void>): Promise<void> {
  const rest = [...all].reverse()
  const worker = async () => {
    for (let item = rest.pop(); item !== undefined; item = rest.pop()) await one(item)
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Again and again until `work` is done. */
export async function meanwhile<T>(everyMs: number, look: () => Promise<void>, work: () => Promise<T>): Promise<T> {
  const done = new AbortController()
  const looking = (async () => {
    while (!done.signal.aborted) {
      await look()
      await wait(everyMs, undefined, { signal: done.signal }).catch(() => {})
    }
  })()
  try {
    return await work()
  } finally {
    done.abort()
    await looking
  }
}
