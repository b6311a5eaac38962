import { Problem } from '@tucai/contract'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Db } from './db.ts'

/** Counts tries of one kind within a window, for each key apart. Keys must not be readable: give a blind index. */
export interface Limiter {
  /** Counts one try before it is made; how many that makes. @throws Problem too-many-tries when none is left */
  spend(key: string): Promise<number>
  /** Takes one try back: it turned out to be rightful. */
  giveBack(key: string): Promise<void>
  /** Forgets all tries of the key. */
  clear(key: string): Promise<void>
  /** Tries within the window. */
  count(key: string): Promise<number>
}

export type OpenLimiter = (name: string, tries: number, windowSeconds: number) => Limiter

/** Limiters whose counts survive a restart and are one for all copies of the program: the table `throttle`. */
export function openThrottle(db: Db): OpenLimiter {
  return (name, tries, windowSeconds) => {
    const limit = { points: tries, duration: windowSeconds, keyPrefix: name }
    const limiter = new RateLimiterPostgres({
      ...limit,
      storeClient: db.pool,
      storeType: 'pool',
      tableName: 'throttle',
      tableCreated: true,
      // While the database is away nobody signs in anyhow; the limits still hold.
      insuranceLimiter: new RateLimiterMemory(limit),
    })
    return {
      async spend(key) {
        try {
          return (await limiter.consume(key)).consumedPoints
        } catch (refusal) {
          if (!(refusal instanceof RateLimiterRes)) throw refusal
          throw new Problem('too-many-tries', {
            retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)),
          })
        }
      },
      async giveBack(key) {
        await limiter.reward(key)
      },
      async clear(key) {
        await limiter.delete(key)
      },
      async count(key) {
        return (await limiter.get(key))?.consumedPoints ?? 0
      },
    }
  }
}
