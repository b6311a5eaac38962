import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { type Db, inTransaction, openDatabase, SYSTEM } from '../platform/db.ts'
import { withClient } from '../platform/postgres/roles.ts'
import { announcePhoto, listenForPhotos } from './photo-listening.ts'
import { openPhotoSignals } from './photo-signals.ts'

const [HEARD_MS, UNHEARD_MS] = [10_000, 2_000]
const signals = openPhotoSignals()
let database: TestDatabase
let db: Db
let listening: ReturnType<typeof listenForPhotos>
beforeAll(async () => {
  database = await createTestDatabase()
  db = openDatabase(database.connectionUrls.app)
  listening = listenForPhotos(database.connectionUrls.app, { db, signals, name: 'a listener' })
})
afterAll(async () => {
  await listening.close()
  await db.close()
  await database.drop()
})

const whenHeard = () => vi.waitFor(() => expect(signals.lookAgainMs()).toBe(HEARD_MS), { timeout: 10_000 })

/** Whether whoever waits for the photo is woken by the work, long before a look of one's own. */
async function isWokenBy(photoId: string, work: () => Promise<void>): Promise<boolean> {
  let isWoken = false
  const gone = new AbortController()
  const waiting = signals.next(photoId, 60_000, gone.signal).then(() => {
    isWoken = !gone.signal.aborted
  })
  await work()
  await vi.waitFor(() => expect(isWoken).toBe(true), { timeout: 1_000 }).catch(() => {})
  gone.abort()
  await waiting
  return isWoken
}

it('whoever waits here hears what another process announces, when it commits and not before', async () => {
  await whenHeard()
  const announce = () => inTransaction(db, SYSTEM, (tx) => announcePhoto(tx, 'pho_1'))
  expect(await isWokenBy('pho_1', announce)).toBe(true)
  expect(await isWokenBy('pho_2', announce)).toBe(false)
  const takenBack = async () => {
    const failing = inTransaction(db, SYSTEM, async (tx) => {
      await announcePhoto(tx, 'pho_1')
      throw new Error('taken back')
    })
    await expect(failing).rejects.toThrow('taken back')
  }
  expect(await isWokenBy('pho_1', takenBack)).toBe(false)
})

it('while its connection is broken it looks by itself, and it listens again soon', async () => {
  await whenHeard()
  await withClient(database.connectionUrls.app, (client) =>
    client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'a listener'"),
  )
  await vi.waitFor(() => expect(signals.lookAgainMs()).toBe(UNHEARD_MS), { timeout: 5_000 })
  await whenHeard()
  expect(await isWokenBy('pho_3', () => inTransaction(db, SYSTEM, (tx) => announcePhoto(tx, 'pho_3')))).toBe(true)
})
