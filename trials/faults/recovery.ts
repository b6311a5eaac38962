import { setTimeout as wait } from 'node:timers/promises'

/** For so long it must go well before a recovery counts. */
const STEADY_MS = 600
const LIMIT_MS = 120_000

/**
 * How long it was until a request that asks the database is answered well and stays so, in ms from `at` (by
 * performance.now). Infinity when it never was, or `isGone` says that nobody is there who could.
 */
export async function recoveredAfter(url: string, at: number, isGone = () => false): Promise<number> {
  let goodSince: number | undefined
  while (performance.now() - at < LIMIT_MS && !isGone()) {
    if (await answersWell(url)) {
      goodSince ??= performance.now()
      if (performance.now() - goodSince > STEADY_MS) return goodSince - at
    } else goodSince = undefined
    await wait(40)
  }
  return Number.POSITIVE_INFINITY
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(3_000) })
    await answer.arrayBuffer()
    return answer.status === 200
  } catch {
    return false
  }
}
