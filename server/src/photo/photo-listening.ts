import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db.ts'
import { SteadyClient } from '../platform/postgres/steady-client.ts'
import type { PhotoSignals } from './photo-signals.ts'

const CHANNEL = 'tucai_photo'
const AGAIN_MS = 2_000
/** Said into the channel, it tells the listener that it is heard: a pooler in between may keep everything to itself. */
const PROOF = 'is anybody listening?'

/** Tells the web processes of all machines, once the transaction commits, that a take has been developed. */
export async function announcePhoto(tx: Tx, photoId: string): Promise<void> {
  await sql`SELECT pg_notify(${CHANNEL}, ${photoId})`.execute(tx)
}

/** Passes on what workers of other processes announce, on a connection of its own that is opened anew when it breaks. */
export function listenForPhotos(
  appUrl: string,
  { db, signals, name }: { db: Pick<Db, 'pool'>; signals: PhotoSignals; name: string },
): { close(): Promise<void> } {
  const closing = new AbortController()
  const listening = keepListening()

  async function keepListening(): Promise<void> {
    while (!closing.signal.aborted) {
      await listen().catch(() => {})
      await wait(AGAIN_MS, undefined, { signal: closing.signal }).catch(() => {})
    }
  }

  async function listen(): Promise<void> {
    const client = new SteadyClient({
      connectionString: appUrl,
      application_name: name,
      connectionTimeoutMillis: 10_000,
    })
    client.on('notification', ({ payload }) => {
      if (payload === PROOF) signals.areHeard(true)
      else if (payload) signals.announce(payload)
    })
    const end = () => void client.end().catch(() => {})
    closing.signal.addEventListener('abort', end)
    try {
      const ended = new Promise((resolve) => client.once('end', resolve))
      await client.connect()
      await client.query(`LISTEN ${CHANNEL}`)
      await db.pool.query('SELECT pg_notify($1, $2)', [CHANNEL, PROOF])
      await ended
    } finally {
      signals.areHeard(false)
      closing.signal.removeEventListener('abort', end)
      end()
    }
  }

  return {
    async close() {
      closing.abort()
      await listening
    },
  }
}
