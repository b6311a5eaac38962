import { createHash } from 'node:crypto'
import type { DeliverySettings } from '@tucai/contract'
import { derivativeKey } from '../src/photo/photo.ts'
import { keepDerivative, photoOf } from '../src/photo/photos.ts'
import { inTransaction, SYSTEM } from '../src/platform/db.ts'
import { decideReview } from '../src/review/reviews.ts'
import { aFinishedPhoto, aJpeg, submit } from './reviews.ts'
import type { Visitor } from './visitor.ts'
import type { GraduateOptions, RosterPerson, World } from './world.ts'

export interface Deliverable {
  person: RosterPerson
  photoId: string
  reviewId: string
  finishedKey: string
}

export const degree = 'degree-tongji'

/** A graduate with an approved photo and all that is derived from it, without the seconds that making them takes. */
export async function aDeliverable(
  world: World,
  options: GraduateOptions & { examNumber?: string; college?: string; className?: string; degree?: boolean } = {},
): Promise<Deliverable> {
  const person = await world.aGraduate(options)
  const extra = options.examNumber === undefined ? {} : { examNumber: options.examNumber }
  await world.query(
    `UPDATE graduate SET extra = $2, college = coalesce($3, college), class_name = coalesce($4, class_name) WHERE id = $1`,
    [person.graduateId, JSON.stringify(extra), options.college ?? null, options.className ?? null],
  )
  const photoId = await aFinishedPhoto(world, person.graduateId)
  const review = await submit(world, photoId)
  const { db, files, clock } = world.deps
  const now = clock.now()
  const bytes = aJpeg()
  const key = derivativeKey(photoId, degree)
  await files.write(key, bytes)
  const finishedKey = await inTransaction(db, SYSTEM, async (tx) => {
    await decideReview(tx, review, { to: 'approved' }, null, now)
    const photo = (await photoOf(tx, photoId))!
    const { finishedKey, finishedSha256 } = photo as { finishedKey: string; finishedSha256: string }
    const of = { photoId, finishedSha256 }
    const finished = { key: finishedKey, sha256: finishedSha256, bytes: await files.size(finishedKey) }
    await keepDerivative(tx, photo, { ...of, standard: photo.standard, ...finished }, now)
    const made = { key, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
    if (options.degree !== false) await keepDerivative(tx, photo, { ...of, standard: degree, ...made }, now)
    return finishedKey
  })
  return { person, photoId, reviewId: review.id, finishedKey }
}

export const usualSettings: DeliverySettings = {
  ...{ scope: 'all', target: 'chsi', standards: ['chsi-2017-blue'], fileName: '{studentNo}' },
  ...{ folder: '{college}/{class}', list: true, photosPerZip: 2000, utf8: true },
}

/** The second person’s word. */
export async function approveFetching(other: Visitor, deliveryId: string): Promise<void> {
  const waiting = await other.call('approvalList', { query: { waiting: 'true' } })
  const { approvalId } = waiting.find(({ subject }) => subject === deliveryId)!
  await other.call('approvalDecide', { params: { approvalId }, body: { approve: true } })
}
