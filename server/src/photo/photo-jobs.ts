import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { Type } from 'typebox'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import { developSeconds, photoFindings, photosDeveloped } from '../platform/meters.ts'
import type { Developed, PhotoDeveloper } from './developer.ts'
import { type Photo, photoKey } from './photo.ts'
import type { PhotoSignals } from './photo-signals.ts'
import { type DevelopedRecord, endDeveloping, photoOf } from './photos.ts'

/** Makes the finished photo of one take. */
export const developJob = defineJob('photo-develop', Type.Object({ photoId: Type.String() }), {
  retryLimit: 2,
  timeLimitSeconds: 120,
})

/** Handles takes as they come. Safe to repeat: the same original gives the same files under the same keys. */
export async function workPhotos(
  { db, files, jobs, clock, log }: Engines,
  developer: PhotoDeveloper,
  signals: PhotoSignals,
): Promise<void> {
  async function end(photoId: string, record: DevelopedRecord): Promise<void> {
    await inTransaction(db, SYSTEM, (tx) => endDeveloping(tx, photoId, record, clock.now()))
    signals.announce(photoId)
    photosDeveloped.inc({ state: record.state })
    for (const { code, severity } of record.findings) photoFindings.inc({ code, severity })
  }

  async function store(photo: Photo, developed: Developed): Promise<DevelopedRecord> {
    const { findings, geometry, ...record } = developed.report
    const { finished, master } = developed
    if (!developed.ok || finished === undefined) return { state: 'refused', findings, geometry: null, record }
    const end: DevelopedRecord = { state: 'finished', findings, geometry, record }
    end.finished = await keep(photoKey(photo.id, 'finished.jpg'), finished)
    if (master) end.master = await keep(photoKey(photo.id, 'master.jpg'), master)
    return end
  }

  async function keep(key: string, bytes: Buffer): Promise<{ key: string; sha256: string }> {
    await files.write(key, bytes)
    return { key, sha256: createHash('sha256').update(bytes).digest('hex') }
  }

  await jobs.work(
    developJob,
    async ({ photoId }, attempt) => {
      const photo = await inTransaction(db, SYSTEM, (tx) => photoOf(tx, photoId))
      if (photo?.state !== 'developing') return
      try {
        const original = await files.read(photo.originalKey)
        const measured = developSeconds.startTimer()
        const developed = await developer.develop(original, photo.standard)
        measured()
        await end(photoId, await store(photo, developed))
      } catch (error) {
        if (!attempt.isLast) throw error
        log.error({ err: error, photoId }, 'a photo could not be developed')
        await end(photoId, { state: 'failed', findings: [], geometry: null, record: null })
      }
    },
    { concurrency: Math.max(2, availableParallelism()) },
  )
}
