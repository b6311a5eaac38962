import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { StaffReview } from '@tucai/contract'
import type { Box } from '@tucai/portrait'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aFinishedPhoto, submit } from '../../test/reviews.ts'
import { aConfirmedPhoto } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

const LIMIT_MS = 120_000

let world: World
let reviewer: Visitor
let review: StaffReview
beforeAll(async () => {
  world = await startWorld()
  reviewer = await world.aStaff({ role: 'reviewer' })
  const { photo } = await aConfirmedPhoto(world)
  const { id } = await submit(world, photo.photoId)
  review = await reviewer.call('staffReviewShow', { params: { reviewId: id } })
}, LIMIT_MS)
afterAll(() => world.close())

const params = () => ({ reviewId: review.reviewId })
const stored = async () =>
  (
    await world.query<{ finished_key: string; finished_sha256: string; submitted: string }>(
      `SELECT p.finished_key, p.finished_sha256, r.finished_sha256 AS submitted
       FROM review r JOIN photo p ON p.id = r.photo_id WHERE r.id = $1`,
      [review.reviewId],
    )
  )[0]!

describe('a submitted photo', () => {
  it('comes with every number that was held against a limit, and the softest place of each part of its outline', () => {
    const { checks, edges } = review.measured!
    expect(checks.map((check) => check.code)).toEqual(
      expect.arrayContaining(['GEO_HAIR_TOP', 'GEO_EYE_LINE', 'GEO_FACE_WIDTH', 'GEO_CENTER', 'POSE_YAW', 'FILE_SPEC']),
    )
    const hair = checks.find((check) => check.code === 'GEO_HAIR_TOP')!
    expect([hair.limit, hair.value]).toEqual([[50, 110], expect.closeTo(review.geometry!.hairTopPx, 2)])
    expect(edges.length).toBeGreaterThanOrEqual(4)
    for (const { softPx, xPx, yPx } of edges) {
      expect(softPx).toBeGreaterThan(0)
      expect([xPx > 0 && xPx < 480, yPx > 0 && yPx < 640]).toEqual([true, true])
    }
  })

  it(
    'is cropped anew by shift and scale, and approved for the bytes of that crop alone',
    async () => {
      const { crop } = review.measured!
      const before = await stored()
      const scale = crop.widthPx / 480
      const body = { leftPx: crop.leftPx, topPx: crop.topPx + 6 * scale, widthPx: crop.widthPx }
      const cropped = await reviewer.call('staffReviewRecrop', { params: params(), body })
      expect(cropped.geometry!.hairTopPx).toBeCloseTo(review.geometry!.hairTopPx - 6, 1)
      const after = await stored()
      expect(after.finished_sha256).not.toBe(before.finished_sha256)
      expect(after.submitted).toBe(after.finished_sha256)
      const { bytes } = await reviewer.ask('staffReviewFinished', params())
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(after.finished_sha256)
      expect(await sharp(bytes).metadata()).toMatchObject({ width: 480, height: 640 })
      await expect.poll(() => world.deps.files.exists(before.finished_key), { timeout: 20_000 }).toBe(false)
    },
    LIMIT_MS,
  )

  it.each([
    ['lets the head stand too high', { topPx: 80 }],
    ['makes the face too small', { widthPx: 400 }],
    ['moves the person out of the middle', { leftPx: 60 }],
  ])(
    'keeps its crop when another one %s',
    async (_, change) => {
      const { crop } = review.measured!
      const scale = crop.widthPx / 480
      const before = await stored()
      const body = { leftPx: crop.leftPx, topPx: crop.topPx, widthPx: crop.widthPx }
      for (const [side, px] of Object.entries(change)) body[side as keyof typeof body] += px * scale
      const reply = await reviewer.ask('staffReviewRecrop', params(), body)
      expect([reply.status, reply.body.code]).toEqual([422, 'crop-unlawful'])
      expect(await stored()).toEqual(before)
    },
    LIMIT_MS,
  )

  it('can not be rotated, mirrored or stretched: a crop has a place and a width', async () => {
    const { leftPx, topPx, widthPx } = review.measured!.crop
    for (const extra of [{ rollDegrees: 2 }, { heightPx: 900 }, { mirror: true }]) {
      expect((await reviewer.ask('staffReviewRecrop', params(), { leftPx, topPx, widthPx, ...extra })).status).toBe(400)
    }
  })

  it('is not cropped by whoever does not have it on the desk, nor after it was decided', async () => {
    const { leftPx, topPx, widthPx } = review.measured!.crop
    const body = { leftPx, topPx, widthPx }
    const other = await world.aStaff({ role: 'reviewer' })
    await reviewer.call('staffReviewClaim', { body: { campaignId: review.campaignId } })
    expect((await other.ask('staffReviewRecrop', params(), body)).body.code).toBe('review-claimed')
    expect((await reviewer.ask('staffReviewApprove', params())).status).toBe(200)
    expect((await reviewer.ask('staffReviewRecrop', params(), body)).body.code).toBe('review-decided')
  })

  it(
    'is delivered for the degree with the same shift as the crop that was approved',
    async () => {
      const degree = 'degree-tongji'
      const made = () =>
        world.query<{ key: string }>('SELECT key FROM derivative WHERE photo_id = $1 AND standard = $2', [
          review.photoId,
          degree,
        ])
      await expect.poll(async () => (await made()).length, { timeout: 60_000 }).toBe(1)
      const [photo] = await world.query<{ key: string; crop: Box }>(
        "SELECT original_key AS key, record->'crop' AS crop FROM photo WHERE id = $1",
        [review.photoId],
      )
      const original = await world.deps.files.read(photo!.key)
      const develop = (crop?: Box) => world.deps.developer.develop(original, 'chsi-2017-blue', { also: [degree], crop })
      const [found, byHand] = [await develop(), await develop(photo!.crop)]
      const [own, alike] = [found.report.also![0]!, byHand.report.also![0]!]
      expect(await world.deps.files.read((await made())[0]!.key)).toEqual(byHand.also!.get(degree))
      const shiftPx = 6 * (photo!.crop.widthPx / 480) * (390 / alike.crop!.widthPx)
      expect(alike.geometry!.hairTopPx).toBeCloseTo(own.geometry!.hairTopPx - shiftPx, 1)
    },
    LIMIT_MS,
  )
})

describe('an original', () => {
  it.each([['a HEIC file', '../../../portrait/test/heic/camera.heic']])(
    'that is %s is shown as a small upright JPEG without its metadata, and the reading stays on record',
    async (_, path) => {
      const { graduateId } = await world.aGraduate()
      const original = await readFile(new URL(path, import.meta.url))
      const { id, photoId } = await submit(world, await aFinishedPhoto(world, graduateId, original))
      const reply = await reviewer.ask('staffReviewPreview', { reviewId: id })
      const { format, width, height, exif, orientation } = await sharp(reply.bytes).metadata()
      expect([reply.headers.get('content-type'), format, exif, orientation]).toEqual([
        ...['image/jpeg', 'jpeg', undefined, undefined],
      ])
      expect(Math.max(width, height)).toBeLessThanOrEqual(1280)
      const record = await world.query("SELECT 1 FROM audit WHERE action = 'original-read' AND $1 = ANY(subject_ids)", [
        photoId,
      ])
      expect(record).toHaveLength(1)
    },
    LIMIT_MS,
  )

  it('that is no picture at all has no preview', async () => {
    const { graduateId } = await world.aGraduate()
    const { id } = await submit(world, await aFinishedPhoto(world, graduateId))
    expect((await reviewer.ask('staffReviewPreview', { reviewId: id })).status).toBe(404)
  })
})
