import type { CampaignSettings } from '@tucai/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

let world: World
let administrator: Visitor
beforeAll(async () => {
  world = await startWorld()
  administrator = await world.aStaff()
})
afterAll(() => world.close())

const show = async (campaignId: string) => administrator.call('staffCampaignShow', { params: { campaignId } })

async function aSchool(name: string): Promise<string> {
  return (await administrator.call('staffSchoolAdd', { body: { name, code: '10001' } })).schoolId
}

async function usualSettings(): Promise<CampaignSettings> {
  return (await show((await world.aCampaign()).campaignId)).settings
}

describe('schools', () => {
  it('are made and renamed, and no two have one name', async () => {
    const schoolId = await aSchool('浦江示范大学')
    await expect(aSchool(' 浦江示范大学 ')).rejects.toMatchObject({ problem: { code: 'school-known' } })
    const changed = await administrator.call('staffSchoolChange', {
      params: { schoolId },
      body: { name: '浦江示范学院', code: '' },
    })
    expect(changed).toMatchObject({ schoolId, name: '浦江示范学院', code: '', campaignCount: 0, graduateCount: 0 })
    const listed = await administrator.call('staffSchoolList', {})
    expect(listed.map(({ name }) => name)).toContain('浦江示范学院')
  })

  it('take no name of spaces and no code of letters', async () => {
    for (const body of [
      { name: '  ', code: '' },
      { name: '某校', code: '1000A' },
    ]) {
      const reply = await administrator.send('POST', '/api/staff/schools', { json: body })
      expect([reply.status, reply.body.code]).toEqual([400, 'request-malformed'])
    }
  })
})

describe('a campaign', () => {
  it('keeps everything that is set when it is made', async () => {
    const schoolId = await aSchool('海东大学')
    const usual = await usualSettings()
    const settings: CampaignSettings = {
      ...usual,
      ...{ title: '2027 届春季采集', year: 2027, identityMode: 'hybrid', standard: 'yulin-2023' },
      ...{ opensAt: '2027-03-15T16:00:00.000Z', closesAt: '2027-05-06T16:00:00.000Z' },
      ...{ dailyFromMinutes: 480, dailyUntilMinutes: 1200, weekends: false },
      ...{ fileAllowed: false, frontCameraAllowed: false, submissionsMost: 3, replaceWithinDays: 5 },
      ...{ packageName: '{examNo}', packageFolder: '{college}/{class}', remindDaysBefore: [7, 2] },
      fees: { ...usual.fees, collectionFeeFen: 2500, stationFeeFen: 0, station: '图书馆一楼', freeRetakes: 1 },
      printLayout: { ...usual.printLayout, lines: ['{name}', '{studentNumber}'], captionAt: 'photo' },
    }
    const made = await administrator.call('staffCampaignMake', { body: { schoolId, settings } })
    expect(made).toMatchObject({ schoolName: '海东大学', version: 1, settings, graduateCount: 0, changedBy: null })
    expect((await show(made.campaignId)).settings).toEqual(settings)
  })

  it.each<[string, Partial<CampaignSettings>]>([
    ['title', { title: '   ' }],
    ['closesAt', { closesAt: '2020-01-01T00:00:00.000Z' }],
    ['dailyUntilMinutes', { dailyFromMinutes: 600, dailyUntilMinutes: 600 }],
    ['standard', { standard: 'no-such-standard' }],
    ['packageName', { packageName: '{name}' }],
    ['packageName', { packageName: '{studentNo}{secret}' }],
    ['packageFolder', { packageFolder: '{college' }],
  ])('is refused whose %s does not fit, and nothing is kept', async (field, wrong) => {
    const { campaignId, schoolId } = await world.aCampaign()
    const { settings } = await show(campaignId)
    const body = { settings: { ...settings, ...wrong } }
    const made = await administrator.ask('staffCampaignMake', {}, { schoolId, ...body })
    const changed = await administrator.ask(
      'staffCampaignChange',
      { campaignId },
      { version: 1, notify: true, ...body },
    )
    for (const reply of [made, changed]) expect(reply.body).toMatchObject({ code: 'request-malformed', field })
    expect(await show(campaignId)).toMatchObject({ version: 1, settings })
  })

  it('remembers who changed what, and refuses a change of what somebody else has changed meanwhile', async () => {
    const { campaignId } = await world.aCampaign()
    const { settings } = await show(campaignId)
    const next = { ...settings, fileAllowed: false, fees: { ...settings.fees, paperFeeFen: 1800 } }
    const change = { params: { campaignId }, body: { version: 1, settings: next, notify: false } }
    const { changedBy, version } = await administrator.call('staffCampaignChange', change)
    expect([version, changedBy]).toEqual([2, (await administrator.call('staffShow', {})).login])
    const again = { ...change.body, settings: { ...next, replaceWithinDays: 9 } }
    await expect(administrator.call('staffCampaignChange', { ...change, body: again })).rejects.toMatchObject({
      problem: { code: 'campaign-changed-meanwhile' },
    })
    const history = await administrator.call('staffCampaignHistory', { params: { campaignId } })
    expect(history).toHaveLength(1)
    expect(history[0]!.changes).toEqual([
      { field: 'fileAllowed', from: true, to: false },
      { field: 'fees.paperFeeFen', from: 1500, to: 1800 },
    ])
  })

  it('can’t be changed once it is cancelled', async () => {
    const { campaignId } = await world.aCampaign()
    const { settings } = await show(campaignId)
    await administrator.call('staffCampaignCancel', { params: { campaignId } })
    const body = { version: 1, settings: { ...settings, title: '另一个标题' }, notify: false }
    await expect(administrator.call('staffCampaignChange', { params: { campaignId }, body })).rejects.toMatchObject({
      problem: { code: 'campaign-cancelled' },
    })
  })

  it('is copied for the next year: its days and its title move, everything else stays', async () => {
    const { campaignId, schoolId } = await world.aCampaign({
      ...{ title: '2028 届春季采集', year: 2028 },
      opensAt: new Date('2028-02-29T00:00:00+08:00'),
      closesAt: new Date('2028-05-01T00:00:00+08:00'),
      freeWindows: [{ from: '2028-03-01T00:00:00.000Z', until: '2028-03-02T00:00:00.000Z' }],
      submissionsMost: 2,
    })
    const { settings } = await show(campaignId)
    const copied = await administrator.call('staffCampaignNextYear', { params: { campaignId }, query: {} })
    expect(copied).toEqual({
      ...settings,
      ...{ title: '2029 届春季采集', year: 2029 },
      ...{ opensAt: '2029-02-27T16:00:00.000Z', closesAt: '2029-04-30T16:00:00.000Z' },
      fees: {
        ...settings.fees,
        freeWindows: [{ from: '2029-03-01T00:00:00.000Z', until: '2029-03-02T00:00:00.000Z' }],
      },
    })
    const made = await administrator.call('staffCampaignMake', { body: { schoolId, settings: copied } })
    expect(made.settings).toEqual(copied)
    expect((await show(campaignId)).settings).toEqual(settings)
  })

  it('is copied for the last class there can be, with days that can be spelt', async () => {
    const ends = '9999-06-01T00:00:00.000Z'
    const freeWindows = [{ from: '2099-03-01T00:00:00.000Z', until: ends }]
    const { campaignId } = await world.aCampaign({ year: 2100, freeWindows })
    const copied = await administrator.call('staffCampaignNextYear', { params: { campaignId }, query: {} })
    expect([copied.year, copied.fees.freeWindows[0]!.until]).toEqual([2100, ends])
    const earlier = await administrator.call('staffCampaignNextYear', { params: { campaignId }, query: { year: 2099 } })
    const later = await world.aCampaign({ year: 2099, freeWindows })
    const after = { params: { campaignId: later.campaignId }, query: {} }
    expect((await administrator.call('staffCampaignNextYear', after)).fees.freeWindows[0]!.until).toBe(ends)
    expect(earlier.fees.freeWindows[0]!.until).toBe('9998-06-01T00:00:00.000Z')
  })

  it('is previewed as its students are told of it, before anything is kept', async () => {
    const { campaignId, schoolId } = await world.aCampaign()
    const { settings } = await show(campaignId)
    const tried = { ...settings, frontCameraAllowed: false, fees: { ...settings.fees, collectionFeeFen: 3300 } }
    const { campaign } = await administrator.call('staffCampaignPreview', { body: { schoolId, settings: tried } })
    expect(campaign).toMatchObject({ frontCameraAllowed: false, electronicFeeFen: 3300, opening: 'open' })
    expect((await show(campaignId)).settings).toEqual(settings)
  })
})

describe('whoever may not', () => {
  it('an operator sees the own school’s campaign and changes none; another school’s is not there', async () => {
    const [own, other] = [await world.aCampaign(), await world.aCampaign()]
    const operator = await world.aStaff({ schoolId: own.schoolId })
    const { settings } = await operator.call('staffCampaignShow', { params: { campaignId: own.campaignId } })
    const body = { version: 1, settings, notify: false }
    const changed = await operator.ask('staffCampaignChange', { campaignId: own.campaignId }, body)
    expect([changed.status, changed.body.code]).toEqual([403, 'role-not-allowed'])
    for (const route of ['staffCampaignShow', 'staffCampaignHistory', 'staffProgressShow'] as const) {
      const reply = await operator.ask(route, { campaignId: other.campaignId })
      expect([reply.status, reply.body.code]).toEqual([404, 'not-found'])
    }
    const preview = await operator.ask('staffCampaignPreview', {}, { schoolId: other.schoolId, settings })
    expect(preview.status).toBe(404)
  })
})
