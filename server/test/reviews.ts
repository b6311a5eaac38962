import { createHash, randomBytes } from 'node:crypto'
import { graduateOf } from '../src/graduate/graduates.ts'
import type { Developed } from '../src/photo/developer.ts'
import { photoKey } from '../src/photo/photo.ts'
import { addPhoto, endDeveloping, photoOf } from '../src/photo/photos.ts'
import { inTransaction, SYSTEM } from '../src/platform/db.ts'
import { newId } from '../src/platform/ids.ts'
import type { Review } from '../src/review/review.ts'
import { submitForReview } from '../src/review/reviews.ts'
import type { GraduateOptions, RosterPerson, World } from './world.ts'

/** Files and record of a finished photo, without the seconds that developing one takes. */
export async function aFinishedPhoto(
  world: { deps: Pick<World['deps'], 'db' | 'files' | 'clock'> },
  graduateId: string,
  original = aJpeg(),
): Promise<string> {
  const { db, files, clock } = world.deps
  const photoId = newId('pho')
  const parts = { original, finished: aJpeg(), master: aJpeg() }
  const keys = {
    original: photoKey(photoId, 'original.bin'),
    finished: photoKey(photoId, 'finished.jpg'),
    master: photoKey(photoId, 'master.jpg'),
  }
  for (const part of ['original', 'finished', 'master'] as const) await files.write(keys[part], parts[part])
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  await inTransaction(db, SYSTEM, async (tx) => {
    const { identityId, schoolId } = (await graduateOf(tx, graduateId))!
    await addPhoto(tx, {
      ...{ id: photoId, graduateId, identityId, schoolId, source: 'camera', standard: 'chsi-2017-blue' },
      ...{ takenAt: clock.now(), originalKey: keys.original, originalBytes: original.length },
      originalSha256: sha256(original),
    })
    const end = { state: 'finished', findings: [], geometry: null, record: null } as const
    const finished = { key: keys.finished, sha256: sha256(parts.finished) }
    const master = { key: keys.master, sha256: sha256(parts.master) }
    await endDeveloping(tx, photoId, { ...end, findings: [], finished, master }, clock.now())
  })
  return photoId
}

/** Bytes that begin like a JPEG and are like no others. */
export function aJpeg(): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), randomBytes(600)])
}

export function submit(world: World, photoId: string): Promise<Review> {
  const { db, clock } = world.deps
  return inTransaction(db, SYSTEM, async (tx) => submitForReview(tx, (await photoOf(tx, photoId))!, clock.now()))
}

/** A graduate whose photo waits for a reviewer. */
export async function aWaitingReview(
  world: World,
  options: GraduateOptions = {},
): Promise<{ person: RosterPerson; photoId: string; reviewId: string }> {
  const person = await world.aGraduate(options)
  const photoId = await aFinishedPhoto(world, person.graduateId)
  return { person, photoId, reviewId: (await submit(world, photoId)).id }
}

/** A graduate whose photo was really developed and waits for a reviewer: it can be looked at and cropped anew. */
export async function aVisibleReview(
  world: World,
  options: GraduateOptions,
  { original, developed }: { original: Buffer; developed: Developed },
): Promise<{ person: RosterPerson; photoId: string; reviewId: string }> {
  const { db, files, clock } = world.deps
  const person = await world.aGraduate(options)
  const photoId = newId('pho')
  const parts = { original, finished: developed.finished!, master: developed.master! }
  const names = { original: 'original.bin', finished: 'finished.jpg', master: 'master.jpg' } as const
  const keep = async (part: keyof typeof parts) => {
    const key = photoKey(photoId, names[part])
    await files.write(key, parts[part])
    return { key, sha256: createHash('sha256').update(parts[part]).digest('hex') }
  }
  const [kept, finished, master] = [await keep('original'), await keep('finished'), await keep('master')]
  await inTransaction(db, SYSTEM, async (tx) => {
    const { identityId, schoolId } = (await graduateOf(tx, person.graduateId))!
    await addPhoto(tx, {
      ...{ id: photoId, graduateId: person.graduateId, identityId, schoolId, source: 'camera' },
      ...{ standard: developed.report.standard, takenAt: clock.now(), originalBytes: original.length },
      ...{ originalKey: kept.key, originalSha256: kept.sha256 },
    })
    const { findings, geometry, ...record } = developed.report
    await endDeveloping(tx, photoId, { state: 'finished', findings, geometry, record, finished, master }, clock.now())
  })
  return { person, photoId, reviewId: (await submit(world, photoId)).id }
}
