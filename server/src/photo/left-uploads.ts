import { Type } from 'typebox'
import { inTransaction, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { defineJob } from '../platform/jobs.ts'
import { photoOf } from './photos.ts'

/** Longer than any upload lasts, with its place on record at the end. */
const LEFT_AFTER_MS = 60 * 60_000

/** Clears the place of an upload that was cut, unless its photo is on record. */
export const leftUploadJob = defineJob(
  'photo-upload-left',
  Type.Object({ photoId: Type.String(), place: Type.String() }),
  { retryLimit: 20 },
)

/** Before the first byte comes: whoever dies before the end, what lies at `place` does not stay there for ever. */
export async function expectUpload(
  tx: Tx,
  { jobs, clock }: Pick<Engines, 'jobs' | 'clock'>,
  upload: { photoId: string; place: string },
): Promise<void> {
  const startAt = new Date(clock.now().getTime() + LEFT_AFTER_MS)
  await jobs.enqueue(tx, leftUploadJob, upload, { startAt })
}

export async function workLeftUploads({ db, files, jobs }: Pick<Engines, 'db' | 'files' | 'jobs'>): Promise<void> {
  await jobs.work(leftUploadJob, async ({ photoId, place }) => {
    const photo = await inTransaction(db, SYSTEM, (tx) => photoOf(tx, photoId))
    if (!photo?.originalKey.startsWith(`${place}/`)) await files.removeAll(place)
  })
}
