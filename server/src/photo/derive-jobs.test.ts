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
  await workDerivatives(world.deps, {
    waiting: () => waiting,
    develop: async (_, standard, { also = [] } = {}) => {
      const report = { standard } as Report
      return { ok: true, report, finished: aJpeg(), also: new Map(also.map((id) => [id, aJpeg()])) }
    },
  })
})
afterAll(() => world.close())

const derive = (photoId: string, gaveWay?: number) =>
  inTransaction(world.deps.db, SYSTEM, (tx) => world.deps.jobs.enqueue(tx, deriveJob, { photoId, gaveWay }))

const madeOf = async (photoId: string) =>
  (await world.query('SELECT 1 FROM derivative WHERE photo_id = $1 AND key IS NOT NULL', [photoId])).length

it('what is delivered is made once no student waits for a photo, and after an hour whoever waits', async () => {
  const aPhoto = async () => aFinishedPhoto(world, (await world.aGraduate()).graduateId)
  waiting = 1
  const patient = await aPhoto()
  const isPutOff = (times: number, seconds: number) =>
    vi.waitFor(
      async () =>
        expect(
          await world.query(
            `SELECT (data->>'gaveWay')::integer AS times, round(extract(epoch FROM start_after - created_on))::integer AS seconds
              FROM pgboss.job WHERE name = $1 AND data->>'photoId' = $2`,
            [deriveJob.name, patient],
          ),
        ).toContainEqual({ times, seconds }),
      { timeout: 10_000 },
    )
  await derive(patient)
  await isPutOff(1, 2)
  await isPutOff(2, 4)
  await derive(patient, 20)
  await isPutOff(21, 60)
  expect(await madeOf(patient)).toBe(0)
  const overdue = await aPhoto()
  await derive(overdue, 64)
  await vi.waitFor(async () => expect(await madeOf(overdue)).toBe(3), { timeout: 10_000 })
  waiting = 0
  await derive(patient, 1)
  await vi.waitFor(async () => expect(await madeOf(patient)).toBe(3), { timeout: 10_000 })
})
