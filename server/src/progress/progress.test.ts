import { type Stage, stages } from '@tucai/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aGraduateAt } from '../../test/stages.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'
import { noticesOf, openTell } from '../notice/notices.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { remindToday, sendReminder } from '../reminder/reminder-jobs.ts'

let world: World
let administrator: Visitor
beforeAll(async () => {
  world = await startWorld({ handlesJobs: false })
  administrator = await world.aStaff()
})
afterAll(() => world.close())

/** Stages that records of this slice’s neighbours can tell; delivered and proofread come with a package. */
const told: Stage[] = [
  'none',
  'confirmed',
  'photographed',
  'waiting',
  'rejected',
  'approved',
  'paid',
  'printed',
  'shipped',
]

async function everyStage(title = `批次${Math.random()}`) {
  const campaign = await world.aCampaign({
    title,
    closesAt: new Date(world.deps.clock.now().getTime() + 10 * 86_400_000),
  })
  for (const [place, stage] of told.entries()) {
    for (let count = 0; count <= place; count++)
      await aGraduateAt(world, stage, {
        ...campaign,
        college: count % 2 === 0 ? '文学院' : '理学院',
        className: `${stage}班`,
      })
  }
  return campaign
}
const counts = Object.fromEntries(stages.map((stage) => [stage, told.indexOf(stage) + 1]))
const ground = () => ({ ...world.deps, tell: openTell(world.deps, world.deps.clock) })

describe('progress', () => {
  it('counts each graduate once, in the furthest stage, by college, class and level', async () => {
    const { campaignId } = await everyStage()
    for (const by of ['college', 'className', 'level'] as const) {
      const overview = await administrator.call('staffProgressShow', { params: { campaignId }, query: { by } })
      expect(overview).toMatchObject({
        total: 45,
        stages: counts,
        addedToday: 45,
        overdue: 0,
        paid: 39,
        printSets: 24,
      })
      const [school] = overview.schools
      expect(school).toMatchObject({ campaignId, total: 45, stages: counts })
      expect(school!.groups.reduce((sum, { total }) => sum + total, 0)).toBe(45)
      expect(school!.groups).toHaveLength({ college: 2, className: 9 + 8, level: 1 }[by])
      expect(overview.days).toHaveLength(14)
      expect(overview.days.at(-1)).toMatchObject({ submitted: 4 + 5 + 6 + 7 + 8 + 9, approved: 6 + 7 + 8 + 9 })
    }
  })

  it('a round holds the campaigns of one title and year, and an operator sees the own school’s alone', async () => {
    const title = '2027 届春季采集'
    const [one, other] = [await everyStage(title), await everyStage(title)]
    const whole = await administrator.call('staffProgressShow', { params: { campaignId: one.campaignId }, query: {} })
    expect(whole.schools.map(({ campaignId }) => campaignId).sort()).toEqual([one.campaignId, other.campaignId].sort())
    const operator = await world.aStaff({ schoolId: one.schoolId })
    const own = await operator.call('staffProgressShow', { params: { campaignId: one.campaignId }, query: {} })
    expect(own.schools.map(({ campaignId }) => campaignId)).toEqual([one.campaignId])
  })

  it('tells what is overdue', async () => {
    const campaign = await world.aCampaign()
    const at = new Date(world.deps.clock.now().getTime() - 5 * 86_400_000)
    await aGraduateAt(world, 'rejected', campaign, at)
    const params = { campaignId: campaign.campaignId }
    const overview = await administrator.call('staffProgressShow', { params, query: {} })
    expect(overview.overdue).toBe(1)
    expect(overview.attention).toContainEqual(expect.objectContaining({ kind: 'overdue', count: 1 }))
    expect(await administrator.call('staffOverdueExtend', { params, body: { days: 3 } })).toMatchObject({ extended: 1 })
    expect((await administrator.call('staffProgressShow', { params, query: {} })).overdue).toBe(0)
  })

  it('is printed on paper', async () => {
    const { campaignId } = await everyStage()
    const reply = await administrator.send('GET', `/api/staff/campaigns/${campaignId}/progress/summary?by=college`)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(reply.bytes.subarray(0, 5).toString()).toBe('%PDF-')
    expect(reply.bytes.subarray(-8).toString()).toContain('%%EOF')
  })
})

describe('who is missing', () => {
  it('is listed and exported by stage and college, with no number of a document, and the reading is on record', async () => {
    const { campaignId } = await everyStage()
    const params = { campaignId }
    const all = await administrator.call('staffMissingList', { params, query: {} })
    expect([all.total, all.graduates.length]).toEqual([1 + 2 + 3, 6])
    const query = { stages: 'rejected', college: '文学院' }
    const some = await administrator.call('staffMissingList', { params, query })
    expect([some.total, new Set(some.graduates.map(({ stage }) => stage))]).toEqual([3, new Set(['rejected'])])
    const csv = await administrator.send('GET', `/api/staff/campaigns/${campaignId}/missing/sheet?format=csv`)
    expect(csv.bytes.toString().trim().split('\r\n')).toHaveLength(1 + 6)
    const ids = all.graduates.map(({ graduateId }) => graduateId)
    const rows = await world.query('SELECT action FROM audit WHERE subject_ids @> $1 ORDER BY at', [ids])
    expect(rows.map(({ action }) => action)).toEqual(['graduates-read', 'missing-exported'])
    const wrong = await administrator.send('GET', `/api/staff/campaigns/${campaignId}/missing?stages=nowhere`)
    expect(wrong.body).toMatchObject({ code: 'request-malformed', field: 'stages' })
  })

  it('no name becomes a formula in the sheet', async () => {
    const campaign = await world.aCampaign()
    await aGraduateAt(world, 'none', { ...campaign, name: '=cmd|calc' })
    const csv = await administrator.send('GET', `/api/staff/campaigns/${campaign.campaignId}/missing/sheet?format=csv`)
    expect(csv.bytes.toString()).toContain(`"'=cmd|calc"`)
  })
})

describe('reminders', () => {
  const noticesIn = async (identityId: string) =>
    (await inTransaction(world.deps.db, SYSTEM, (tx) => noticesOf(tx, identityId))) as { kind: string }[]

  it('reach everybody who is unfinished and has an account, once a day, and wait ten seconds', async () => {
    const campaign = await world.aCampaign()
    const params = { campaignId: campaign.campaignId }
    const stranger = await aGraduateAt(world, 'none', campaign)
    const late = await aGraduateAt(world, 'confirmed', campaign)
    const done = await aGraduateAt(world, 'approved', campaign)
    const preview = () => administrator.call('staffReminderPreview', { params, body: {} })
    expect(await preview()).toEqual({ total: 2, reachable: 1, unregistered: 1, remindedToday: 0 })
    const reminder = await administrator.call('staffReminderSend', { params, body: {} })
    expect(new Date(reminder.sendAt).getTime() - new Date(reminder.madeAt).getTime()).toBe(10_000)
    expect(await noticesIn(late.identityId)).toEqual([])
    await sendReminder(ground(), reminder.reminderId)
    await sendReminder(ground(), reminder.reminderId)
    const kinds = async (identityId: string) => (await noticesIn(identityId)).map(({ kind }) => kind)
    expect(await kinds(late.identityId)).toEqual(['campaign-reminder'])
    expect(await kinds(stranger.identityId)).toEqual([])
    expect(await kinds(done.identityId)).toEqual([])
    expect(await preview()).toEqual({ total: 2, reachable: 0, unregistered: 1, remindedToday: 1 })
    const again = await administrator.call('staffReminderSend', { params, body: {} })
    await sendReminder(ground(), again.reminderId)
    expect(await kinds(late.identityId)).toEqual(['campaign-reminder'])
    const [last, first] = await administrator.call('staffReminderList', { params })
    expect([first, last]).toMatchObject([
      { state: 'sent', told: 1 },
      { state: 'sent', told: 0 },
    ])
  })

  it('can be taken back until they go out, and not afterwards', async () => {
    const campaign = await world.aCampaign()
    const params = { campaignId: campaign.campaignId }
    const { identityId } = await aGraduateAt(world, 'confirmed', campaign)
    const { reminderId } = await administrator.call('staffReminderSend', { params, body: {} })
    expect(await administrator.call('staffReminderCancel', { params: { reminderId } })).toMatchObject({
      state: 'cancelled',
    })
    await sendReminder(ground(), reminderId)
    expect(await noticesIn(identityId)).toEqual([])
    const second = await administrator.call('staffReminderSend', { params, body: {} })
    await sendReminder(ground(), second.reminderId)
    const gone = administrator.call('staffReminderCancel', { params: { reminderId: second.reminderId } })
    await expect(gone).rejects.toMatchObject({ problem: { code: 'reminder-gone' } })
  })

  it('go out by themselves on the days before closing that the campaign names, once each', async () => {
    const day = 86_400_000
    const campaign = await world.aCampaign({ closesAt: new Date(world.deps.clock.now().getTime() + 3 * day) })
    await world.query("UPDATE campaign SET remind_days_before = '{3,1}' WHERE id = $1", [campaign.campaignId])
    const reminders = () => administrator.call('staffReminderList', { params: { campaignId: campaign.campaignId } })
    await remindToday(ground())
    await remindToday(ground())
    expect(await reminders()).toMatchObject([{ by: null, kind: 'reminder', state: 'due' }])
    world.travel(day)
    administrator = await world.aStaff()
    await remindToday(ground())
    expect(await reminders()).toHaveLength(1)
    world.travel(day)
    administrator = await world.aStaff()
    await remindToday(ground())
    expect(await reminders()).toHaveLength(2)
  })

  it('a change of times or camera is told to the unfinished where that is asked for', async () => {
    const campaign = await world.aCampaign({ closesAt: new Date(world.deps.clock.now().getTime() + 9 * 86_400_000) })
    const params = { campaignId: campaign.campaignId }
    const { identityId } = await aGraduateAt(world, 'confirmed', campaign)
    const { settings, version } = await administrator.call('staffCampaignShow', { params })
    const body = { version, settings: { ...settings, weekends: false }, notify: true }
    await administrator.call('staffCampaignChange', { params, body })
    const [reminder] = await administrator.call('staffReminderList', { params })
    expect(reminder).toMatchObject({ kind: 'change', state: 'due' })
    await sendReminder(ground(), reminder!.reminderId)
    expect((await noticesIn(identityId)).map(({ kind }) => kind)).toEqual(['campaign-changed'])
  })

  it('are refused for stages in which nobody has anything to do, and for a campaign that is over', async () => {
    const campaign = await world.aCampaign()
    const params = { campaignId: campaign.campaignId }
    const approved = administrator.call('staffReminderSend', { params, body: { stages: ['approved'] } })
    await expect(approved).rejects.toMatchObject({ problem: { code: 'request-malformed', field: 'stages' } })
    await administrator.call('staffCampaignCancel', { params })
    const over = administrator.call('staffReminderSend', { params, body: {} })
    await expect(over).rejects.toMatchObject({ problem: { code: 'campaign-cancelled' } })
  })
})
