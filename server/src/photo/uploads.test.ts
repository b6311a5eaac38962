import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathOf, problems } from '@tucai/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startCanary } from '../../test/canary.ts'
import { emptyWall, goodPhoto, plainPicture, twoPeople } from '../../test/pictures.ts'
import { aStudent, type OnTheWay } from '../../test/steps.ts'
import { startWorld, type World } from '../../test/world.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { leftUploadJob } from './left-uploads.ts'
import { photoKey, uploadPlace } from './photo.ts'
import { developJob, workPhotos } from './photo-jobs.ts'

let world: World
let way: OnTheWay
beforeAll(async () => {
  world = await startWorld()
  way = await aStudent(world)
  await way.student.confirmInformation(way.graduateId)
})
afterAll(() => world.close())

async function storedFiles(): Promise<string[]> {
  const folder = world.deps.config.filesFolder
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

describe('what is no photo is refused in one sentence and leaves nothing behind', () => {
  it.each([
    ['a text', () => Buffer.from('hello, I am not a picture at all'), 'photo-unreadable'],
    [
      'a page with a script',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'photo-unreadable',
    ],
    ['a GIF', () => Buffer.from(`GIF89a${'x'.repeat(100)}`), 'photo-unreadable'],
    ['an AVIF', () => Buffer.from(`\0\0\0\x20ftypavif${'\0'.repeat(100)}`, 'latin1'), 'photo-unreadable'],
    ['two bytes of a JPEG', () => Buffer.from([0xff, 0xd8]), 'photo-unreadable'],
    ['0 bytes', () => Buffer.alloc(0), 'photo-empty'],
    [
      '30 MB',
      () => Buffer.alloc(30_000_000, 0xff).fill(Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 0, 4),
      'photo-too-large',
    ],
  ] as const)('%s', async (_, bytes, code) => {
    const reply = await way.student.upload(way.graduateId, bytes())
    expect([reply.status, reply.body]).toEqual([
      problems[code].status,
      expect.objectContaining({ code, zh: problems[code].zh }),
    ])
    expect(await world.query('SELECT 1 FROM photo')).toEqual([])
    expect(await storedFiles()).toEqual([])
  })

  it.each([
    ['no file', { source: 'camera' }, false],
    ['no source', {}, true],
    ['another source', { source: 'album' }, true],
    ['a field that is not asked for', { source: 'camera', state: 'finished' }, true],
  ])('an upload with %s', async (_, fields, withFile) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    if (withFile) form.append('photo', new Blob([(await goodPhoto()) as Uint8Array<ArrayBuffer>]), 'x.jpg')
    const reply = await way.student.send('POST', `/api/collections/${way.graduateId}/photos`, { body: form })
    expect([reply.status, reply.body.code]).toEqual([400, 'request-malformed'])
    expect(await storedFiles()).toEqual([])
  })

  it('and what names a place elsewhere makes nobody go there', async () => {
    const canary = await startCanary()
    for (const [what, bytes] of Object.entries(canary.bait)) {
      const reply = await way.student.upload(way.graduateId, bytes)
      expect([what, reply.status, reply.body.code]).toEqual([what, 422, 'photo-unreadable'])
    }
    expect(canary.hits).toEqual([])
    await canary.close()
  })

  it('JSON instead of an upload', async () => {
    const reply = await way.student.send('POST', `/api/collections/${way.graduateId}/photos`, { json: {} })
    expect([reply.status, reply.body.code]).toEqual([400, 'request-malformed'])
  })
})

describe('a photo that must be taken again', () => {
  it.each([
    ['without a face', emptyWall, 'FACE_NONE'],
    ['with two faces', twoPeople, 'FACE_MANY'],
    ['that breaks off', async () => (await goodPhoto()).subarray(0, 3000), 'FILE_UNREADABLE'],
    [
      'that only looks like a JPEG',
      async () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, ...Array(2000).fill(7)]),
      'FILE_UNREADABLE',
    ],
  ])('%s is answered with its finding, and can not be confirmed', async (_, picture, code) => {
    const photo = await way.student.takePhoto(way.graduateId, await picture())
    expect([photo.state, photo.confirmable]).toEqual(['refused', false])
    expect(photo.findings.map((finding) => finding.code)).toContain(code)
    expect(photo.findings[0]!.zh).toBeTruthy()
    expect((await way.student.ask('photoFinished', { photoId: photo.photoId })).status).toBe(404)
    const { body } = await way.student.ask('photoConfirm', { graduateId: way.graduateId }, { photoId: photo.photoId })
    expect(body.code).toBe('photo-blocked')
  })

  it('of 50 megapixels ends in an answer, whatever is in it', async () => {
    const photo = await way.student.takePhoto(way.graduateId, await plainPicture(8660, 5774))
    expect(photo.findings.map((finding) => finding.code)).toContain('FACE_NONE')
  })

  it('does not keep the next one from being good', async () => {
    const photo = await way.student.takePhoto(way.graduateId, await goodPhoto())
    expect(photo).toMatchObject({ state: 'finished', confirmable: true })
  })
})

it('before and after can be laid over each other: the original comes upright, with the part of it that was kept', async () => {
  const { photoId, framing } = await way.student.takePhoto(way.graduateId, await goodPhoto())
  const reply = await fetch(`${world.url}${pathOf('photoPreview', { photoId })}`, {
    headers: { cookie: [...way.student.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  const { width, height } = await sharp(Buffer.from(await reply.arrayBuffer())).metadata()
  const { source, crop } = framing!
  expect(width / height).toBeCloseTo(source.widthPx / source.heightPx, 2)
  expect(crop.widthPx / crop.heightPx).toBeCloseTo(3 / 4, 2)
  expect(crop.leftPx + crop.widthPx).toBeLessThanOrEqual(source.widthPx + 1)
})

it('a HEIC photo as an iPhone stores it is developed like any other', async () => {
  const heic = await readFile(join(import.meta.dirname, '../../../portrait/test/heic/camera.heic'))
  const photo = await way.student.takePhoto(way.graduateId, heic)
  expect(photo).toMatchObject({ state: 'finished', confirmable: true })
})

it('the untouched original is kept, whatever the file was called', async () => {
  const original = await goodPhoto()
  const { photoId } = await way.student.takePhoto(way.graduateId, original)
  const [row] = await world.query<{ original_key: string; original_bytes: number }>(
    'SELECT * FROM photo WHERE id = $1',
    [photoId],
  )
  expect(row!.original_bytes).toBe(original.length)
  expect(await world.deps.files.read(row!.original_key)).toEqual(original)
  expect((await storedFiles()).some((path) => path.includes('photo.jpg'))).toBe(false)
})

it('what an upload leaves behind that was killed is cleared an hour later; what is on record stays', async () => {
  const original = await goodPhoto()
  const { photoId } = await way.student.takePhoto(way.graduateId, original)
  const [row] = await world.query<{ original_key: string }>('SELECT original_key FROM photo WHERE id = $1', [photoId])
  const kept = dirname(row!.original_key)
  const [expected] = await world.query<{ place: string; minutes: number }>(
    `SELECT data->>'place' AS place, extract(epoch FROM start_after - created_on)::integer / 60 AS minutes
      FROM pgboss.job WHERE name = $1 AND data->>'photoId' = $2`,
    [leftUploadJob.name, photoId],
  )
  expect(expected).toEqual({ place: kept, minutes: expect.closeTo(60, -1) })
  const { db, jobs, files, config } = world.deps
  const cut = uploadPlace(photoId, 'cut')
  await files.write(`${cut}/original.bin`, original)
  await writeFile(join(config.filesFolder, cut, '.half.part'), original.subarray(0, 1000))
  await inTransaction(db, SYSTEM, async (tx) => {
    for (const place of [kept, cut]) await jobs.enqueue(tx, leftUploadJob, { photoId, place })
  })
  await vi.waitFor(
    async () => {
      const left = await world.query(
        "SELECT 1 FROM pgboss.job WHERE name = $1 AND data->>'photoId' = $2 AND state <> 'completed'",
        [leftUploadJob.name, photoId],
      )
      expect(left).toHaveLength(1)
    },
    { timeout: 20_000 },
  )
  expect(existsSync(join(config.filesFolder, cut))).toBe(false)
  expect(await files.read(row!.original_key)).toEqual(original)
})

it('an upload that the store could not take costs no try', async () => {
  const tries = async () =>
    (
      await world.query<{ points: number }>(
        "SELECT coalesce(sum(points), 0)::integer AS points FROM throttle WHERE key LIKE 'take:%'",
      )
    )[0]!.points
  const before = await tries()
  const away = Object.assign(new Error('the disk is full'), { code: 'ENOSPC' })
  const write = vi.spyOn(world.deps.files, 'write').mockRejectedValue(away)
  const { status, headers } = await way.student.upload(way.graduateId, await goodPhoto())
  write.mockRestore()
  expect([status, headers.get('retry-after')]).toEqual([503, '5'])
  expect(await tries()).toBe(before)
  await way.student.takePhoto(way.graduateId, await goodPhoto())
  expect(await tries()).toBe(before + 1)
})

it('a photo that is erased while it is developed leaves no file', async () => {
  const slow = await startWorld({ handlesJobs: false })
  try {
    const { student, graduateId } = await aStudent(slow)
    await student.confirmInformation(graduateId)
    const { photoId } = (await student.upload(graduateId, await goodPhoto())).body
    const { deps } = slow
    const develop = async (...given: Parameters<typeof deps.developer.develop>) => {
      const developed = await deps.developer.develop(...given)
      await slow.query('UPDATE collection SET photo_id = NULL WHERE graduate_id = $1', [graduateId])
      await slow.query('DELETE FROM photo WHERE id = $1', [photoId])
      return developed
    }
    const ended = Promise.withResolvers<void>()
    await workPhotos(deps, { ...deps.developer, develop }, { ...deps.signals, announce: () => ended.resolve() })
    await ended.promise
    for (const part of ['finished.jpg', 'master.jpg'] as const)
      expect(await deps.files.exists(photoKey(photoId, part))).toBe(false)
  } finally {
    await slow.close()
  }
})

it('developing a take twice changes nothing', async () => {
  const { photoId } = await way.student.takePhoto(way.graduateId, await goodPhoto())
  const look = () => world.query('SELECT * FROM photo WHERE id = $1', [photoId])
  const before = await look()
  const { db, jobs } = world.deps
  await inTransaction(db, SYSTEM, (tx) => jobs.enqueue(tx, developJob, { photoId }))
  await way.student.takePhoto(way.graduateId, await goodPhoto())
  expect(await look()).toEqual(before)
})

it('the longest wait for a photo that is done already is none', async () => {
  const { photoId } = await way.student.takePhoto(way.graduateId, await goodPhoto())
  const { state } = await way.student.call('photoShow', { params: { photoId }, query: { waitSeconds: 25 } })
  expect(state).toBe('finished')
  const reply = await way.student.send('GET', `/api/photos/${photoId}?waitSeconds=26`)
  expect([reply.status, reply.body.code]).toEqual([400, 'request-malformed'])
})

describe('a take whose worker never answers', () => {
  it('is failed in the end, and another one can be taken', async () => {
    const stuck = await startWorld({ handlesJobs: false })
    try {
      const { student, graduateId } = await aStudent(stuck)
      await student.confirmInformation(graduateId)
      const { body } = await student.upload(graduateId, await goodPhoto())
      const { photoId } = body
      expect((await student.ask('photoConfirm', { graduateId }, { photoId })).body.code).toBe('photo-developing')
      stuck.travel(91 * 60_000)
      const photo = await student.call('photoShow', { params: { photoId }, query: {} })
      expect(photo.state).toBe('failed')
      expect((await student.call('collectionShow', { params: { graduateId } })).step).toBe('photo')
      expect((await student.upload(graduateId, await goodPhoto())).status).toBe(200)
    } finally {
      await stuck.close()
    }
  })
})

const hostile = join(import.meta.dirname, '../../../../shared/data/hostile')

describe.skipIf(!existsSync(hostile))('pictures of the hostile collection', () => {
  it.each([
    'bomb/jpeg_sof_65500x65500.jpg',
    'bomb/jpeg_100000_ff_padding.jpg',
    'bomb/png_20000x20000_1bit.png',
    'bomb/png_8000x8000_rgba16.png',
    'bomb/png_dims_2^31-1.png',
    'bomb/png_iccp_bomb.png',
    'bomb/png_ztxt_bomb.png',
  ])('%s is answered, and health goes on', async (name) => {
    const reply = await way.student.upload(way.graduateId, await readFile(join(hostile, name)))
    expect(reply.status).toBeLessThan(500)
    expect((await way.student.send('GET', '/health')).status).toBe(200)
    if (reply.status !== 200) return
    const { photoId } = reply.body
    const photo = await way.student.call('photoShow', { params: { photoId }, query: { waitSeconds: 20 } })
    expect(photo.state).toBe('refused')
  })
})
