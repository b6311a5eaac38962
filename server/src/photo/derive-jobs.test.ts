import type { Report } from '@tucai/portrait'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { aFinishedPhoto, aJpeg } from '../../test/reviews.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { deriveJob } from './derivatives.ts'
import { workDerivatives } from './derive-jobs.ts'

let world: World
/** Photos of students that wait for a worker. */
let waiting = 0
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  await workDerivatives(
    world.deps,
    {
      waiting: () => waiting,
      develop: async (_, standard, { also = [] } = {}) => {
        const report = { standard } as Report
        return { ok: true, report, finished: aJpeg(), also: new Map(also.map((id) => [id, aJpeg()])) }
      },
    },
    { heldMs: 300, quietMs: 250 },
  )
})
afterAll(() => world.close())

const derive = (photoId: string, since?: string) =>
  inTransaction(world.deps.db, SYSTEM, (tx) => world.deps.jobs.enqueue(tx, deriveJob, { photoId, since }))

const madeOf = async (photoId: string) =>
  (await world.query('SELECT 1 FROM derivative WHERE photo_id = $1 AND key IS NOT NULL', [photoId])).length
const isMade = (photoId: string) =>
  vi.waitFor(async () => expect(await madeOf(photoId)).toBe(3), { timeout: 10_000, interval: 20 })

it('what is delivered is made as soon as no student waits for a photo, and after an hour whoever waits', async () => {
  const aPhoto = async () => aFinishedPhoto(world, (await world.aGraduate()).graduateId)
  const [patient, overdue] = [await aPhoto(), await aPhoto()]
  waiting = 1
  await derive(patient)
  // It is held for a moment, comes again behind the others, and remembers since when it waits.
  const turns = () =>
    world.query<{ since: string | null }>(
      "SELECT data->>'since' AS since FROM pgboss.job WHERE name = $1 AND data->>'photoId' = $2 ORDER BY created_on",
      [deriveJob.name, patient],
    )
  await vi.waitFor(async () => expect((await turns()).length).toBeGreaterThan(3), { timeout: 10_000 })
  const [first, ...others] = await turns()
  expect(first!.since).toBeNull()
  expect(new Set(others.map(({ since }) => since)).size).toBe(1)
  expect(await madeOf(patient)).toBe(0)
  await derive(overdue, new Date(world.deps.clock.now().getTime() - 3_600_000).toISOString())
  await isMade(overdue)
  expect(await madeOf(patient)).toBe(0)
  waiting = 0
  await isMade(patient)
})
