import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { cropByHandOf, type Derivative, derivativesOf, deriveJob, keepDerivative, standardsOf } from './derivatives.ts'
import type { DevelopOptions, PhotoDeveloper } from './developer.ts'
import { derivativeKey, type Photo } from './photo.ts'
import { photoOf } from './photos.ts'

type Made = Pick<Derivative, 'standard' | 'key' | 'sha256' | 'bytes'>

/** Nobody waits for what is delivered: while photos of students wait for a worker it gives way, an hour at most. */
const GIVES_WAY_MS = 3_600_000
/** So long nobody must have waited: in a rush there is a moment between two students too. */
const QUIET_MS = 5_000
/** A stop waits twice as long for a job. */
const HELD_MS = 10_000
const LOOK_AGAIN_MS = 200

/**
 * Makes what is delivered of approved photos, one photo at a time. Safe to repeat: what is there for the same finished
 * photo is left alone.
 */
export async function workDerivatives(
  { db, files, jobs, clock, log }: Pick<Engines, 'db' | 'files' | 'jobs' | 'clock' | 'log'>,
  developer: Pick<PhotoDeveloper, 'develop' | 'waiting'>,
  { heldMs, quietMs } = { heldMs: HELD_MS, quietMs: QUIET_MS },
): Promise<void> {
  let busyAt = Number.NEGATIVE_INFINITY

  async function finishedOf(photo: Photo): Promise<Made> {
    const { finishedKey: key, finishedSha256: sha256, standard } = photo
    return { standard, key, sha256, bytes: await files.size(key!) }
  }

  /** The original is the one that was approved, or nothing is made of it; its crop is that of the approved photo. */
  async function develop(photo: Photo, crop: DevelopOptions['crop'], standards: string[]): Promise<Made[]> {
    const original = await files.read(photo.originalKey)
    if (hashOf(original) !== photo.originalSha256) {
      log.error({ photoId: photo.id }, 'the original of a photo has changed: nothing is derived from it')
      return []
    }
    const { also } = await developer.develop(original, photo.standard, { also: standards, crop })
    const made: Made[] = []
    for (const standard of standards) {
      const bytes = also?.get(standard)
      const key = bytes === undefined ? null : derivativeKey(photo.id, standard)
      if (bytes === undefined || key === null) made.push({ standard, key: null, sha256: null, bytes: null })
      else {
        await files.write(key, bytes)
        made.push({ standard, key, sha256: hashOf(bytes), bytes: bytes.length })
      }
    }
    return made
  }

  function isQuiet(): boolean {
    if (developer.waiting() > 0) busyAt = performance.now()
    return performance.now() - busyAt >= quietMs
  }

  /** Waits until no student does; false when that takes too long to hold the job. Those behind it wait in the queue. */
  async function hasTurn(since: Date): Promise<boolean> {
    const heldUntil = performance.now() + heldMs
    while (!isQuiet() && clock.now().getTime() - since.getTime() < GIVES_WAY_MS) {
      if (performance.now() > heldUntil) return false
      await wait(LOOK_AGAIN_MS)
    }
    return true
  }

  await jobs.work(deriveJob, async ({ photoId, since }, { addedAt }) => {
    const waitsSince = since === undefined ? addedAt : new Date(since)
    if (!(await hasTurn(waitsSince))) {
      const again = { photoId, since: waitsSince.toISOString() }
      return inTransaction(db, SYSTEM, async (tx) => void (await jobs.enqueue(tx, deriveJob, again)))
    }
    const found = await inTransaction(db, SYSTEM, async (tx) => {
      const photo = await photoOf(tx, photoId)
      if (photo === undefined) return undefined
      const present = await derivativesOf(tx, [photoId], standardsOf(photo.standard))
      return { photo, present, crop: await cropByHandOf(tx, photo) }
    })
    if (found?.photo.state !== 'finished') return
    const { photo, present, crop } = found
    const finishedSha256 = photo.finishedSha256!
    const isThere = (standard: string) => present.get(photoId)?.get(standard)?.finishedSha256 === finishedSha256
    const missing = standardsOf(photo.standard).filter((standard) => !isThere(standard))
    const others = missing.filter((standard) => standard !== photo.standard)
    const made = missing.includes(photo.standard) ? [await finishedOf(photo)] : []
    if (others.length > 0) made.push(...(await develop(photo, crop, others)))
    await inTransaction(db, SYSTEM, async (tx) => {
      if ((await photoOf(tx, photoId))?.finishedSha256 !== finishedSha256) return
      for (const one of made) await keepDerivative(tx, photo, { photoId, finishedSha256, ...one }, clock.now())
    })
  })
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
