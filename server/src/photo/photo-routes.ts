import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type PhotoView, Problem } from '@tucai/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { recordAudit } from '../audit/audits.ts'
import { type Actor, inTransaction, isDuplicate, SYSTEM, type Tx } from '../platform/db.ts'
import type { Engines } from '../platform/engines.ts'
import { FileMissing } from '../platform/files.ts'
import type { BytesAnswer, RouteTable, StudentActor } from '../platform/http/route-table.ts'
import { idOf, newId } from '../platform/ids.ts'
import { isOutage } from '../platform/outage.ts'
import type { OpenLimiter } from '../platform/throttle.ts'
import type { PhotoDeveloper } from './developer.ts'
import { receivePhoto } from './intake.ts'
import { expectUpload } from './left-uploads.ts'
import { isLost, type Photo, photoView, type TakeGate, uploadPlace } from './photo.ts'
import { developJob } from './photo-jobs.ts'
import type { PhotoSignals } from './photo-signals.ts'
import { addPhoto, endDeveloping, photoOf } from './photos.ts'

export interface PhotoSetting {
  developer: Pick<PhotoDeveloper, 'preview'>
  gate: TakeGate
  signals: PhotoSignals
  limiter: OpenLimiter
}

export function photoRoutes(
  routes: RouteTable,
  engines: Engines,
  { gate, signals, limiter, developer }: PhotoSetting,
): void {
  const { db, files, jobs, clock } = engines
  const takes = limiter('take', 120, 3600)
  const previews = limiter('photo-preview', 240, 3600)

  routes.handle('photoSubmit', async ({ actor, params: { graduateId }, request }) => {
    const photoId = takeIdOf(request, actor)
    const known = await inTransaction(db, actor, async (tx) => {
      await gate.admit(tx, actor, graduateId, undefined)
      return photoOf(tx, photoId)
    })
    if (known !== undefined) return alreadyTaken(known, request)
    await takes.spend(actor.accountId)
    const place = uploadPlace(photoId, randomUUID())
    await inTransaction(db, actor, (tx) => expectUpload(tx, engines, { photoId, place }))
    const originalKey = `${place}/original.bin`
    const received = await receivePhoto(files, request, originalKey).catch(async (error) => {
      // What the store is to blame for costs the student no try.
      if (isOutage(error)) await takes.giveBack(actor.accountId)
      throw error
    })
    try {
      return await inTransaction(db, actor, async (tx) => {
        const order = await gate.admit(tx, actor, graduateId, received)
        const { sha256, bytes, source } = received
        const original = { originalKey, originalSha256: sha256, originalBytes: bytes }
        await addPhoto(tx, { id: photoId, ...order, source, takenAt: clock.now(), ...original })
        await gate.taken(tx, graduateId, photoId)
        await jobs.enqueue(tx, developJob, { photoId })
        return photoView(await ownPhoto(tx, actor, photoId))
      })
    } catch (error) {
      // A connection that breaks at the end does not tell whether the take is on record: then its original stays for now.
      if (!isOutage(error)) await files.removeAll(place)
      // The same take got there first, by an attempt that was taken for lost.
      if (!isDuplicate(error, 'photo_pkey')) throw error
      return inTransaction(db, actor, async (tx) => photoView(await ownPhoto(tx, actor, photoId)))
    }
  })

  routes.handle('photoShow', async ({ actor, params: { photoId }, query, request, reply }) => {
    const leaving = abortWhenGone(request, reply)
    const until = performance.now() + (query.waitSeconds ?? 0) * 1000
    for (;;) {
      const announced = signals.next(
        photoId,
        Math.min(signals.lookAgainMs(), Math.max(0, until - performance.now())),
        leaving,
      )
      const photo = await inTransaction(db, actor, (tx) => ownPhoto(tx, actor, photoId))
      if (isLost(photo, clock.now())) return photoView(await giveUp(photo))
      if (photo.state !== 'developing' || performance.now() >= until || leaving.aborted) return photoView(photo)
      await announced
    }
  })

  routes.handle('photoFinished', async ({ actor, params: { photoId } }) =>
    finishedBytes(await inTransaction(db, actor, (tx) => ownPhoto(tx, actor, photoId))),
  )

  routes.handle('photoPreview', async ({ actor, params: { photoId } }) => {
    const { originalKey } = await inTransaction(db, actor, (tx) => ownPhoto(tx, actor, photoId))
    await previews.spend(actor.accountId)
    const preview = await developer.preview(await original(originalKey))
    if (preview === undefined) throw new Problem('not-found')
    return { stream: Readable.from([preview]) }
  })

  routes.handle('staffPhotoFinished', async ({ actor, params: { photoId } }) => {
    const photo = await inTransaction(db, actor, async (tx) => {
      const found = await photoOf(tx, photoId)
      if (found === undefined) throw new Problem('not-found')
      await recordAudit(tx, clock.now(), actor, 'photo-read', [photoId])
      return found
    })
    return finishedBytes(photo)
  })

  async function original(key: string): Promise<Buffer> {
    try {
      return await files.read(key)
    } catch (error) {
      if (error instanceof FileMissing) throw new Problem('not-found')
      throw error
    }
  }

  async function finishedBytes(photo: Photo): Promise<BytesAnswer> {
    if (photo.finishedKey === null) throw new Problem('not-found')
    return { stream: await files.stream(photo.finishedKey) }
  }

  async function giveUp(photo: Photo): Promise<Photo> {
    const failed = { state: 'failed', findings: [], geometry: null, record: null } as const
    await inTransaction(db, SYSTEM, (tx) => endDeveloping(tx, photo.id, { ...failed, findings: [] }, clock.now()))
    return { ...photo, state: 'failed' }
  }
}

/** A request that comes again under its key, its first answer lost, is the same take. */
function takeIdOf({ headers }: FastifyRequest, { accountId }: StudentActor): string {
  const key = headers['idempotency-key']
  return key === undefined ? newId('pho') : idOf('pho', `${accountId}\n${key}`)
}

function alreadyTaken(photo: Photo, request: FastifyRequest): PhotoView {
  request.raw.resume()
  return photoView(photo)
}

async function ownPhoto(tx: Tx, actor: StudentActor & Actor, photoId: string): Promise<Photo> {
  const photo = await photoOf(tx, photoId)
  if (photo?.identityId !== actor.identityId) throw new Problem('not-found')
  return photo
}

function abortWhenGone(request: FastifyRequest, reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  request.raw.once('error', () => gone.abort())
  return gone.signal
}
