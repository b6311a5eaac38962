import { statfs } from 'node:fs/promises'
import type { SystemView } from '@tucai/contract'
import { sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import { type Db, inTransaction, SYSTEM } from '../platform/db.ts'
import { type Readings, readingsOf } from './readings.ts'

export interface WatchGround {
  db: Db
  clock: Clock
  dataFolder: string
  /** Whether too many sign-ins fail. */
  signIn(): Promise<SystemView['signIn']>
}

/** Everything that is shown of the program’s state, read at one instant. */
export interface Seen extends Readings, Pick<SystemView, 'signIn' | 'disk'> {
  readAt: Date
}

/** Looks at the program’s state; who asks again within some seconds is told the same. @throws when the database is away */
export type Watch = () => Promise<Seen>

const FRESH_MS = 5_000
const LIMIT_MS = 3_000

/** However many ask, the database is looked at once in five seconds, and never for longer than three. */
export function openWatch(ground: WatchGround): Watch {
  let last: { at: number; seen: Promise<Seen> } | undefined
  return () => {
    if (last === undefined || performance.now() - last.at > FRESH_MS) {
      const seen = within(LIMIT_MS, look(ground))
      last = { at: performance.now(), seen }
      seen.catch(() => {
        last = undefined
      })
    }
    return last.seen
  }
}

async function look({ db, clock, dataFolder, signIn }: WatchGround): Promise<Seen> {
  const readAt = clock.now()
  const readings = await inTransaction(db, SYSTEM, async (tx) => {
    await sql`SELECT set_config('statement_timeout', ${String(LIMIT_MS)}, true)`.execute(tx)
    return readingsOf(tx, readAt)
  })
  return { ...readings, readAt, signIn: await signIn(), disk: await diskOf(dataFolder) }
}

/** Null where the system does not tell. */
async function diskOf(folder: string): Promise<SystemView['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  } catch {
    return null
  }
}

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`the database took longer than ${limitMs} ms`)), limitMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
