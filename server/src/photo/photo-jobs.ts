import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import { developSeconds, photoFindings, photosDeveloped } from '../platform/meters.ts'
import { isWorkOutage } from '../platform/outage.ts'
import type { Developed, PhotoDeveloper } from './developer.ts'
import { type Photo, photoKey } from './photo.ts'
import { announcePhoto } from './photo-listening.ts'
import type { PhotoSignals } from './photo-signals.ts'
import { type DevelopedRecord, endDeveloping, photoOf } from './photos.ts'

/**
 * Makes the finished photo of one take; `broken` is how often developing it has failed. What the photo is not to blame
 * for, a store or a database that is away, a process that was killed, is waited out for an hour, and soon noticed to be
 * over.
 */
export const developJob = defineJob(
  'photo-develop',
  Type.Object({ photoId: Type.String(), broken: Type.Optional(Type.Integer()) }),
  { retryLimit: 200, pauseLimitSeconds: 20, timeLimitSeconds: 120 },
)

/** Photos fetched, stored and put on record while workers develop others: none waits for the next. */
const CARRIED_AT_ONCE = 2

/** A photo on which developing fails so often is given up. */
const BROKEN_LIMIT = 3

/** Handles takes as they come. Safe to repeat: the same original gives the same files under the same keys. */
export async function workPhotos(
  { db, files, jobs, clock, log }: Engines,
  developer: PhotoDeveloper,
  signals: PhotoSignals,
): Promise<void> {
  async function end(photoId: string, record: DevelopedRecord): Promise<void> {
    const isKept = await inTransaction(db, SYSTEM, async (tx) => {
      await announcePhoto(tx, photoId)
      return (await endDeveloping(tx, photoId, record, clock.now())) || (await photoOf(tx, photoId)) !== undefined
    })
    // Whoever asked for erasure meanwhile has no photo any more.
    if (!isKept) for (const made of [record.finished, record.master]) if (made) await files.remove(made.key)
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

  /** The photo itself may be to blame: it gets a few more attempts, with a pause before each. */
  async function tryAnew(photoId: string, broken: number, error: unknown): Promise<void> {
    if (broken >= BROKEN_LIMIT) return giveUp(photoId, error)
    log.warn({ err: error, photoId }, 'developing a photo failed and is tried again')
    const startAt = new Date(clock.now().getTime() + broken * 1000)
    await inTransaction(db, SYSTEM, (tx) => jobs.enqueue(tx, developJob, { photoId, broken }, { startAt }))
  }

  async function giveUp(photoId: string, error: unknown): Promise<void> {
    log.error({ err: error, photoId }, 'a photo could not be developed')
    await end(photoId, { state: 'failed', findings: [], geometry: null, record: null })
  }

  await jobs.work(
    developJob,
    async ({ photoId, broken = 0 }, attempt) => {
      const photo = await inTransaction(db, SYSTEM, (tx) => photoOf(tx, photoId))
      if (photo?.state !== 'developing') return
      try {
        const original = await files.read(photo.originalKey)
        const measured = developSeconds.startTimer()
        const developed = await developer.develop(original, photo.standard)
        measured()
        await end(photoId, await store(photo, developed))
      } catch (error) {
        if (!isWorkOutage(error)) return tryAnew(photoId, broken + 1, error)
        if (!attempt.isLast) throw error
        await giveUp(photoId, error)
      }
    },
    { concurrency: developer.atOnce + CARRIED_AT_ONCE },
  )
}
