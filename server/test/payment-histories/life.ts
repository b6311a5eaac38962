import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type pg from 'pg'
import { type Db, openDatabase } from '../../src/platform/db.ts'

/** When a life ends by itself: at the so manieth step from now, before it is done or before its outcome is seen. */
export interface Death {
  afterSteps: number
  when: 'before' | 'after'
}

/** What a life that is over finds wherever it turns. */
export class LifeOver extends Error {
  constructor() {
    super('this life of the program is over')
  }
}

/**
 * One life of the program between a start and a kill. Its steps are its queries and its calls to the provider. Once it is
 * over, everything that it had begun fails, and its connections are gone, as after a power cut.
 */
export interface Life {
  readonly isOver: boolean
  readonly db: Db
  /** Steps so far. */
  readonly steps: number
  /** Does something in this life. @throws LifeOver as soon as the life is over, whatever the work still does */
  run<T>(work: () => Promise<T>): Promise<T>
  /** One step. */
  step<T>(work: () => Promise<T>): Promise<T>
  /** Undefined: it goes on. */
  arm(death: Death | undefined): void
  end(): void
  /** The next call to the provider is that long on its way. */
  slow(milliseconds: number): void
  /** How long the call that begins now is on its way. */
  takeDelay(): number
}

const present = new AsyncLocalStorage<Life>()

/** The life in which the caller runs. */
export function livingIn(): Life {
  const life = present.getStore()
  if (life === undefined) throw new Error('nobody’s life')
  return life
}

export function beginLife(appUrl: string): Life {
  const db = openDatabase(appUrl, { connections: 6 })
  const sockets = new Set<{ destroy(): void }>()
  let isOver = false
  let steps = 0
  let delayMs = 0
  let death: { at: number; when: Death['when'] } | undefined
  let over!: () => void
  const whenOver = new Promise<void>((done) => {
    over = done
  })
  const life: Life = {
    db,
    get isOver() {
      return isOver
    },
    get steps() {
      return steps
    },
    async run(work) {
      if (isOver) throw new LifeOver()
      const done = present.run(life, work)
      const cut = whenOver.then((): never => {
        throw new LifeOver()
      })
      return Promise.race([done, cut])
    },
    async step(work) {
      if (isOver) throw new LifeOver()
      steps += 1
      const isLast = death !== undefined && steps >= death.at
      if (isLast && death!.when === 'before') life.end()
      if (isOver) throw new LifeOver()
      const outcome = await work().catch((error: unknown) => {
        if (isOver) throw new LifeOver()
        throw error
      })
      if (isLast) life.end()
      if (isOver) throw new LifeOver()
      return outcome
    },
    arm(given) {
      death = given && { at: steps + given.afterSteps, when: given.when }
    },
    slow(milliseconds) {
      delayMs = milliseconds
    },
    takeDelay() {
      const taken = delayMs
      delayMs = 0
      return taken
    },
    end() {
      if (isOver) return
      isOver = true
      for (const socket of sockets) socket.destroy()
      db.pool.end().catch(() => {})
      over()
    },
  }
  db.pool.on('connect', (client) => {
    sockets.add((client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream)
    client.on('error', () => {})
    countQueries(client, life)
  })
  return life
}

/** Every query of the client is a step, save those that a pool makes for callers with callbacks. */
function countQueries(client: pg.PoolClient, life: Life): void {
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
  const counted = (...given: unknown[]) =>
    typeof given.at(-1) === 'function' ? query(...given) : life.step(() => query(...given))
  client.query = counted as typeof client.query
}

/** A database that is always the one of the life that asks. */
export const presentDb: Db = {
  get kysely() {
    return livingIn().db.kysely
  },
  pool: new Proxy({} as pg.Pool, {
    get(_, name) {
      const pool = livingIn().db.pool
      const part = Reflect.get(pool, name)
      return typeof part === 'function' ? part.bind(pool) : part
    },
  }),
  close: async () => {},
}

/** Calls of the living to this address are steps from now on. Answers how to undo that. */
export function countCalls(toOrigin: string): () => void {
  const real = globalThis.fetch
  globalThis.fetch = (to, given) => {
    const life = present.getStore()
    if (life === undefined || !String(to).startsWith(`${toOrigin}/v3/`)) return real(to, given)
    const delayMs = life.takeDelay()
    return life.step(async () => {
      if (delayMs > 0) await wait(delayMs)
      if (life.isOver) throw new LifeOver()
      return real(to, given)
    })
  }
  return () => {
    globalThis.fetch = real
  }
}
