import type { CampaignSettings } from '@tucai/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodPhoto, marked } from '../../test/pictures.ts'
import { aConfirmedPhoto, aPaidOrder, aStudent, confirmNewPhoto } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

let world: World
let administrator: Visitor
beforeAll(async () => {
  world = await startWorld()
  administrator = await world.aStaff()
})
afterAll(() => world.close())

async function change(campaignId: string, settings: Partial<CampaignSettings>): Promise<void> {
  const present = await administrator.call('staffCampaignShow', { params: { campaignId } })
  const body = { version: present.version, settings: { ...present.settings, ...settings }, notify: false }
  await administrator.call('staffCampaignChange', { params: { campaignId }, body })
}

const minutesInChina = () => {
  const now = new Date(world.deps.clock.now().getTime() + 8 * 3_600_000)
  return now.getUTCHours() * 60 + now.getUTCMinutes()
}

/** Hours of a day that do not hold this minute. */
function otherHours(): Pick<CampaignSettings, 'dailyFromMinutes' | 'dailyUntilMinutes'> {
  const minute = minutesInChina()
  return minute < 720
    ? { dailyFromMinutes: minute + 60, dailyUntilMinutes: 1440 }
    : { dailyFromMinutes: 0, dailyUntilMinutes: minute - 60 }
}

async function reject(graduateId: string) {
  const [{ id }] = (await world.query("SELECT id FROM review WHERE graduate_id = $1 AND state = 'waiting'", [
    graduateId,
  ])) as [{ id: string }]
  const body = { reasons: ['EXPR_EYES' as const] }
  return administrator.call('staffReviewReject', { params: { reviewId: id }, body })
}

describe('outside of its hours', () => {
  it('a student sees how far everything is and can go no step further', async () => {
    const { student, graduateId, person } = await aStudent(world)
    await change(person.campaignId, otherHours())
    const view = await student.call('collectionShow', { params: { graduateId } })
    expect(view.campaign).toMatchObject({ open: false, opening: 'paused', ...otherHours() })
    await expect(student.confirmInformation(graduateId)).rejects.toMatchObject({ problem: { code: 'campaign-paused' } })
    const [summary] = await student.call('collectionList', {})
    expect(summary).toMatchObject({ open: false, opening: 'paused', window: otherHours() })
    await change(person.campaignId, { dailyFromMinutes: 0, dailyUntilMinutes: 1440 })
    await student.confirmInformation(graduateId)
  })

  it('a campaign that has not begun says so, and so does one that is over', async () => {
    const { student, graduateId, person } = await aStudent(world)
    const at = (days: number) => new Date(world.deps.clock.now().getTime() + days * 86_400_000).toISOString()
    await change(person.campaignId, { opensAt: at(1), closesAt: at(2) })
    await expect(student.confirmInformation(graduateId)).rejects.toMatchObject({
      problem: { code: 'campaign-not-yet' },
    })
    await change(person.campaignId, { opensAt: at(-2), closesAt: at(-1) })
    await expect(student.confirmInformation(graduateId)).rejects.toMatchObject({ problem: { code: 'campaign-closed' } })
  })
})

it('a photo of the front camera is refused where the campaign forbids it, and one of the rear camera is taken', async () => {
  const { student, graduateId, person } = await aStudent(world)
  await student.confirmInformation(graduateId)
  await change(person.campaignId, { frontCameraAllowed: false })
  const send = async (lens: string) => {
    const form = new FormData()
    form.append('source', 'camera')
    form.append('lens', lens)
    form.append('photo', new Blob([(await goodPhoto()) as Uint8Array<ArrayBuffer>]), 'photo.jpg')
    return student.send('POST', `/api/collections/${graduateId}/photos`, { body: form })
  }
  expect((await send('front')).body).toMatchObject({ code: 'photo-front-camera-forbidden' })
  expect((await send('sideways')).body).toMatchObject({ code: 'request-malformed', field: 'lens' })
  expect((await send('rear')).status).toBe(200)
  const [{ count }] = (await world.query('SELECT count(*)::int AS count FROM photo WHERE graduate_id = $1', [
    graduateId,
  ])) as [{ count: number }]
  expect(count).toBe(1)
})

it('the standard that a campaign names is the one by which a photo is made', async () => {
  const { campaignId, schoolId } = await world.aCampaign()
  await change(campaignId, { standard: 'yulin-2023' })
  const { photo } = await aConfirmedPhoto(world, { campaignId, schoolId })
  const rows = await world.query('SELECT standard FROM photo WHERE id = $1', [photo.photoId])
  expect(rows).toEqual([{ standard: 'yulin-2023' }])
})

describe('a rejected photo', () => {
  it('may be replaced as long as the campaign says, not a day longer, and again once that is extended', async () => {
    const { campaignId, schoolId } = await world.aCampaign({
      closesAt: new Date(world.deps.clock.now().getTime() + 30 * 86_400_000),
      replaceWithinDays: 3,
    })
    const way = await aPaidOrder(world, { campaignId, schoolId })
    const { dueAt } = await reject(way.graduateId)
    const days = (new Date(dueAt!).getTime() - world.deps.clock.now().getTime()) / 86_400_000
    expect(days).toBeGreaterThan(3)
    expect(days).toBeLessThanOrEqual(4)
    world.travel(4 * 86_400_000)
    const again = await signedInAgain(way.student, way.person.number)
    const reply = await again.upload(way.graduateId, marked(await goodPhoto(), 'later'))
    expect(reply.body).toMatchObject({ code: 'replacement-overdue' })
    administrator = await world.aStaff()
    const operator = await world.aStaff({ schoolId })
    const extended = await operator.call('staffOverdueExtend', { params: { campaignId }, body: { days: 2 } })
    expect(extended.extended).toBe(1)
    await confirmNewPhoto({ ...way, student: again }, 'later')
  })

  it('is rejected for good when it was the last that the campaign lets a student hand in', async () => {
    const { campaignId, schoolId } = await world.aCampaign({ submissionsMost: 2 })
    const way = await aPaidOrder(world, { campaignId, schoolId })
    const left = async () =>
      (await way.student.call('collectionShow', { params: { graduateId: way.graduateId } })).submissionsLeft
    expect(await left()).toBe(1)
    expect(await reject(way.graduateId)).toMatchObject({ forGood: false })
    await confirmNewPhoto(way, 'second')
    expect(await left()).toBe(0)
    expect(await reject(way.graduateId)).toMatchObject({ forGood: true, dueAt: null })
    const reply = await way.student.upload(way.graduateId, marked(await goodPhoto(), 'third'))
    expect(reply.body).toMatchObject({ code: 'collection-over' })
  })
})

async function signedInAgain(student: Visitor, number: string): Promise<Visitor> {
  const started = await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
  if (started.state !== 'signed-in') throw new Error(`expected to be signed in, was ${started.state}`)
  return student
}
