import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { photoKey } from '../../server/src/photo/photo.ts'
import { developJob } from '../../server/src/photo/photo-jobs.ts'
import { addPhoto } from '../../server/src/photo/photos.ts'
import { inTransaction, rowsOf, SYSTEM } from '../../server/src/platform/db.ts'
import { folderFiles } from '../../server/src/platform/files-folder.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { openJobs } from '../../server/src/platform/jobs.ts'
import { roleOf, withClient } from '../../server/src/platform/postgres/roles.ts'
import type { Ground } from './ground.ts'
import { type Metered, metered, usageTable } from './meter.ts'
import { beside, type Outcome, type Size } from './part.ts'
import { mixedPictures } from './pictures.ts'
import { enrolled, type Graduate } from './students.ts'
import { quantile, table } from './table.ts'

const BAR_PHOTOS_PER_SECOND = 5
/** A worker compiles its own code during its first photos. */
const WARMING_PHOTOS = 40
const LOOK_EVERY_MS = 500
const WITHIN_MS = 10 * 60_000

interface Worked {
  photosPerSecond: number
  queueWaitsMs: number[]
  finished: number
  refused: number
  failed: number
  /** Original, finished photo and print master. */
  bytesPerPhoto: number
  run: Metered<unknown>
}

/** The queue of photos by itself: pictures of a phone lie there and are enqueued all at once. */
export async function queuePart({ isShort, open }: Size): Promise<Outcome> {
  const jpegs = await mixedPictures(isShort)
  const counts = isShort ? { warming: 1, photos: 2 } : { warming: WARMING_PHOTOS, photos: 120 }
  const runs: [workers: number, worked: Worked][] = []
  for (const workers of isShort ? [1] : [1, 2])
    runs.push([workers, await worked(await open({ TUCAI_PHOTO_WORKERS: `${workers}` }), jpegs, counts)])
  const rows = runs.map(([workers, one]) => [
    `${workers} worker${workers > 1 ? 's' : ''}`,
    `${one.finished + one.refused + one.failed}`,
    one.photosPerSecond.toFixed(2),
    ...[0.5, 0.95].map((share) => (quantile(one.queueWaitsMs, share) / 1000).toFixed(1)),
    ...[cpuPerPhoto(one, 'photo workers'), cpuPerPhoto(one)].map((ms) => ms.toFixed(0)),
    `${one.refused}`,
    `${one.failed}`,
  ])
  const head = ['queue', 'photos', 'photos/s', 'wait p50 s', 'wait p95 s', 'worker CPU ms', 'all CPU ms']
  const [mostWorkers, most] = runs.at(-1)!
  return {
    text: [
      `Photo queue alone, ${isShort ? 'little pictures' : '12 MP'}, ${jpegs.length} people in turn, all enqueued at once; CPU for each photo:`,
      table([...head, 'refused', 'failed'], rows),
      usageTable(runs.map(([workers, { run }]) => [`${workers} workers`, run])),
      `With ${mostWorkers} workers: ${beside(most.photosPerSecond, 'photos/s', { least: BAR_PHOTOS_PER_SECOND })}`,
    ].join('\n\n'),
    figures: {
      photosPerSecond: most.photosPerSecond,
      queueWaitP95Ms: quantile(most.queueWaitsMs, 0.95),
      workerCpuMsPerPhoto: cpuPerPhoto(most, 'photo workers'),
      serverCpuMsPerPhoto: cpuPerPhoto(most, 'server'),
      databaseCpuMsPerPhoto: cpuPerPhoto(most, 'PostgreSQL'),
      bytesPerPhoto: most.bytesPerPhoto,
      peakBytes: most.run.peakBytes,
    },
    errors: runs.flatMap(([workers, { failed }]) => (failed > 0 ? [`${failed} photos failed with ${workers}`] : [])),
  }
}

function cpuPerPhoto({ run, finished, refused, failed }: Worked, kind?: string): number {
  const kinds = kind === undefined ? Object.keys(run.cpuMs) : [kind]
  return kinds.reduce((all, one) => all + (run.cpuMs[one] ?? 0), 0) / (finished + refused + failed)
}

async function worked(ground: Ground, jpegs: Buffer[], counts: { warming: number; photos: number }): Promise<Worked> {
  try {
    const graduates = await enrolled(ground, counts.warming + counts.photos)
    const warming = await putDown(ground, graduates.slice(0, counts.warming), jpegs)
    await developed(ground, warming)
    const taken = await putDown(ground, graduates.slice(counts.warming), jpegs)
    const run = await metered(ground.product.processId, () => developed(ground, taken))
    const bytesPerPhoto = (await storedBytes(ground, taken)) / taken.length
    return { ...(await resultOf(ground, run.result)), bytesPerPhoto, run }
  } finally {
    await ground.close()
  }
}

async function storedBytes({ product }: Ground, taken: Taken[]): Promise<number> {
  const files = folderFiles(`${product.dataFolder}/files`)
  let bytes = 0
  for (const { photoId } of taken)
    for (const name of ['original.bin', 'finished.jpg', 'master.jpg'] as const)
      bytes += await files.size(photoKey(photoId, name)).catch(() => 0)
  return bytes
}

interface Taken {
  photoId: string
  graduate: Graduate
  key: string
  jpeg: Buffer
}

/** The originals lie in the store, as after their upload. */
async function putDown({ product }: Ground, graduates: Graduate[], jpegs: Buffer[]): Promise<Taken[]> {
  const files = folderFiles(`${product.dataFolder}/files`)
  const taken = graduates.map((graduate, nth) => {
    const photoId = newId('pho')
    return { photoId, graduate, key: photoKey(photoId, 'original.bin'), jpeg: jpegs[nth % jpegs.length]! }
  })
  for (const { key, jpeg } of taken) await files.write(key, jpeg)
  return taken
}

/** Enqueues all in one transaction and waits until the last is done. */
async function developed({ db, ownerUrl }: Ground, taken: Taken[]) {
  const log = { warn() {}, error() {} }
  const appRole = roleOf(db.pool.options.connectionString!)
  const jobs = await openJobs({ ownerUrl, appRole, definitions: [developJob], addsOnly: true, log })
  const now = new Date()
  await inTransaction(db, SYSTEM, async (tx) => {
    for (const { photoId, graduate, key, jpeg } of taken) {
      const { graduateId, identityId, schoolId } = graduate
      const originalSha256 = createHash('sha256').update(jpeg).digest('hex')
      const original = { originalKey: key, originalSha256, originalBytes: jpeg.length }
      const rest = { source: 'camera', standard: 'chsi-2017-blue', takenAt: now } as const
      await addPhoto(tx, { id: photoId, graduateId, identityId, schoolId, ...rest, ...original })
      await jobs.enqueue(tx, developJob, { photoId })
    }
  })
  const enqueuedAt = Date.now()
  await jobs.stop()
  const photoIds = taken.map(({ photoId }) => photoId)
  const until = Date.now() + WITHIN_MS
  for (;;) {
    const left = await inTransaction(db, SYSTEM, (tx) =>
      rowsOf(tx, sql`SELECT id FROM photo WHERE id = ANY(${photoIds}) AND state = 'developing' LIMIT 1`),
    )
    if (left.length === 0 || Date.now() > until) return { photoIds, enqueuedAt }
    await wait(LOOK_EVERY_MS)
  }
}

async function resultOf(
  { db, ownerUrl }: Ground,
  { photoIds, enqueuedAt }: { photoIds: string[]; enqueuedAt: number },
): Promise<Omit<Worked, 'run' | 'bytesPerPhoto'>> {
  const photos = await inTransaction(db, SYSTEM, (tx) =>
    rowsOf<{ state: string; developedAt: Date | null }>(
      tx,
      sql`SELECT state, developed_at FROM photo WHERE id = ANY(${photoIds})`,
    ),
  )
  const waits = await withClient(ownerUrl, (client) =>
    client.query<{ startedOn: Date }>(
      `SELECT started_on AS "startedOn" FROM pgboss.job WHERE name = $1 AND data->>'photoId' = ANY($2)`,
      [developJob.name, photoIds],
    ),
  )
  const count = (state: string) => photos.filter((photo) => photo.state === state).length
  const last = Math.max(...photos.map(({ developedAt }) => developedAt?.getTime() ?? Number.NaN))
  return {
    photosPerSecond: (1000 * photoIds.length) / (last - enqueuedAt),
    queueWaitsMs: waits.rows.map(({ startedOn }) => Math.max(0, startedOn.getTime() - enqueuedAt)),
    ...{ finished: count('finished'), refused: count('refused') },
    failed: photoIds.length - count('finished') - count('refused'),
  }
}
