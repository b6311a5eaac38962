import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aWaitingReview } from '../../test/reviews.ts'
import { aPaidOrder, aStudent } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'
import { fillSearchTexts } from '../graduate/search-jobs.ts'

let world: World
let campaign: { campaignId: string; schoolId: string }
let paid: Awaited<ReturnType<typeof aPaidOrder>>
let admin: Visitor
let operator: Visitor
let stranger: Visitor
const LIMIT_MS = 60_000

beforeAll(async () => {
  world = await startWorld()
  campaign = await world.aCampaign()
  paid = await aPaidOrder(world, { ...campaign, name: '单明轩' })
  await aStudent(world, { ...campaign, name: '陈思语' })
  await world.aGraduate({ ...campaign, name: '周明轩' })
  admin = await world.aStaff()
  operator = await world.aStaff({ schoolId: campaign.schoolId })
  stranger = await world.aStaff({ schoolId: (await world.aCampaign()).schoolId })
}, LIMIT_MS)
afterAll(() => world.close())

const listed = async (query: object, staff = admin) =>
  (
    await staff.call('staffGraduateList', { params: { campaignId: campaign.campaignId }, query: query as never })
  ).graduates.map(({ maskedName }) => maskedName)

describe('the list of graduates', () => {
  it('shows how far photo and order have come, with names and numbers masked, and stays on record', async () => {
    const { campaignId } = campaign
    const page = await admin.call('staffGraduateList', { params: { campaignId }, query: { sort: 'studentNumber' } })
    expect(page.total).toBe(3)
    expect(
      page.graduates.map(({ maskedName, photoStage, orderState }) => [maskedName, photoStage, orderState]),
    ).toEqual([
      ['单**', 'waiting', 'paid'],
      ['陈**', 'none', null],
      ['周**', 'none', null],
    ])
    expect(page.graduates[0]).toMatchObject({
      photoId: paid.photo.photoId,
      maskedNumber: `${paid.person.number.slice(0, 3)}***************`,
      maskedStudentNumber: `2023****${paid.person.studentNumber.slice(-2)}`,
    })
    const text = JSON.stringify(page)
    for (const whole of [paid.person.number, '单明轩', paid.person.studentNumber]) expect(text).not.toContain(whole)
    const [read] = await world.query<{ subject_ids: string[] }>(
      "SELECT subject_ids FROM audit WHERE action = 'graduates-read' ORDER BY at DESC LIMIT 1",
    )
    expect(read!.subject_ids).toEqual(page.graduates.map(({ graduateId }) => graduateId))
  })

  it('is searched by name, student number, pinyin from any syllable, initials and order number, never by document', async () => {
    for (const search of ['单明', 'shan mingxuan', 'danmingx', 'SMX', 'mingxuan 单', paid.order.number])
      expect(await listed({ search }), search).toEqual(['单**'])
    expect(await listed({ search: 'mingxuan', sort: 'name' })).toEqual(['单**', '周**'])
    expect(await listed({ search: paid.person.studentNumber })).toEqual(['单**'])
    for (const search of ['gxuan', paid.person.number, paid.person.number.slice(-6), '%', '_', "'; --"])
      expect(await listed({ search }), search).toEqual([])
  })

  it('finds by pinyin whoever was added or renamed past the program, once the search text is made', async () => {
    const { graduateId } = await world.aGraduate({ ...campaign, name: '吕乐' })
    expect(await listed({ search: 'lyule' })).toEqual(['吕*'])
    await world.query("UPDATE graduate SET name = '曾可心' WHERE id = $1", [graduateId])
    expect(await listed({ search: 'lyule' })).toEqual([])
    expect(await listed({ search: '可心' })).toEqual(['曾**'])
    await fillSearchTexts(world.deps.db)
    expect(await listed({ search: 'zengkexin' })).toEqual(['曾**'])
    await world.query('DELETE FROM graduate WHERE id = $1', [graduateId])
  })

  it('is filtered by photo, order, college and what somebody has to look after, and pages on the server', async () => {
    expect(await listed({ stage: 'waiting' })).toEqual(['单**'])
    expect(await listed({ order: 'none', sort: 'studentNumber' })).toEqual(['陈**', '周**'])
    expect(await listed({ college: '信息工程学院', level: '本科', className: '软件2301' })).toHaveLength(3)
    expect(await listed({ college: '无此学院' })).toEqual([])
    expect(await listed({ care: 'overdue' })).toEqual([])
    expect(await listed({ sort: 'studentNumber', offset: 1, limit: 1 })).toEqual(['陈**'])
    const { campaignId } = campaign
    const beyond = await admin.call('staffGraduateList', { params: { campaignId }, query: { offset: 500 } })
    expect(beyond).toEqual({ total: 3, graduates: [] })
    const odd = await admin.send('GET', `/api/staff/campaigns/${campaignId}/graduates?stage=unknown`)
    expect([odd.status, odd.body.code]).toEqual([400, 'request-malformed'])
  })

  it('says what it can be narrowed to, with counts', async () => {
    const facets = await operator.call('staffGraduateFacets', { params: { campaignId: campaign.campaignId } })
    expect(facets).toMatchObject({
      total: 3,
      stages: { waiting: 1, none: 2 },
      cares: { overdue: 0, correction: 0, unconfirmed: 0, withdrawn: 0 },
      colleges: [{ name: '信息工程学院', count: 3 }],
    })
  })

  it('shows a photo that was not replaced in time, with the day until which it should have been', async () => {
    const other = await world.aCampaign()
    const { reviewId } = await aWaitingReview(world, { ...other, name: '郑晓' })
    const reviewer = await world.aStaff({ role: 'reviewer' })
    await reviewer.call('staffReviewClaim', { body: { campaignId: other.campaignId } })
    await reviewer.call('staffReviewReject', { params: { reviewId }, body: { reasons: ['OCC_HAIR_BROW'] } })
    const asked = { params: { campaignId: other.campaignId }, query: { care: 'overdue' } as const }
    expect((await admin.call('staffGraduateList', asked)).total).toBe(0)
    await world.query("UPDATE review SET due_at = now() - interval '1 day' WHERE id = $1", [reviewId])
    const [line] = (await admin.call('staffGraduateList', asked)).graduates
    expect(line).toMatchObject({ maskedName: '郑*', photoStage: 'rejected' })
    expect(new Date(line!.dueAt!) < world.deps.clock.now()).toBe(true)
  })
})

describe('one graduate', () => {
  const show = (staff: Visitor, graduateId = paid.graduateId) =>
    staff.call('staffGraduateShow', { params: { graduateId } })

  it('is shown masked, with takes, submissions and orders, and the look stays on record', async () => {
    const detail = await show(admin)
    expect(detail).toMatchObject({
      ...{ maskedName: '单**', maskedPhone: '138******00', numberOpen: false, level: '本科' },
      takes: [
        { photoId: paid.photo.photoId, present: true, originalKept: true, review: { attempt: 1, state: 'waiting' } },
      ],
      orders: [{ number: paid.order.number, state: 'paid', totalFen: 2000, region: null }],
      enrolments: [{ graduateId: paid.graduateId, photoStage: 'waiting' }],
    })
    const picture = await admin.ask('staffPhotoFinished', { photoId: paid.photo.photoId })
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    const looked = await world.query("SELECT 1 FROM audit WHERE action = 'photo-read' AND subject_ids = $1", [
      [paid.photo.photoId],
    ])
    expect(looked).toHaveLength(1)
    expect(detail.takes[0]!.finishedBytes).toBeGreaterThan(30_000)
    expect(detail.consents!.map(({ purpose }) => purpose)).toContain('photo')
    const text = JSON.stringify(detail)
    for (const whole of [paid.person.number, '单明轩', '13800138000', 'someone@example.org'])
      expect(text).not.toContain(whole)
    expect((await show(operator)).consents).toBeNull()
  })

  it('is not found by another school, nor is what happened or any whole value', async () => {
    const params = { graduateId: paid.graduateId }
    for (const name of ['staffGraduateShow', 'staffGraduateHistory'] as const)
      expect((await stranger.ask(name, params)).body.code).toBe('not-found')
    const asked = await stranger.ask('staffGraduateUncover', params, { field: 'number', reason: 'identity-call' })
    expect(asked.body.code).toBe('not-found')
  })

  it('uncovers one value for a reason, and the audit keeps who saw what and why', async () => {
    const uncover = (body: object) => operator.ask('staffGraduateUncover', { graduateId: paid.graduateId }, body)
    const values = []
    for (const field of ['name', 'studentNumber', 'number', 'phone', 'mail'])
      values.push((await uncover({ field, reason: 'identity-call' })).body.value)
    const { studentNumber, number } = paid.person
    expect(values).toEqual(['单明轩', studentNumber, number, '13800138000', 'someone@example.org'])
    const missing = await uncover({ field: 'phone', reason: 'other', note: ' ' })
    expect([missing.status, missing.body.code]).toEqual([400, 'uncover-note-missing'])
    expect((await uncover({ field: 'phone', reason: 'other', note: '来电工单 0416-082' })).status).toBe(200)
    const rows = await world.query<{ reason: string; subject_ids: string[]; note_sealed: string | null }>(
      `SELECT a.reason, a.subject_ids, u.note_sealed FROM audit a JOIN uncovering u ON u.id = ANY(a.subject_ids)
        WHERE a.action = 'graduate-uncovered' ORDER BY a.at`,
    )
    expect(rows.map(({ reason }) => reason)).toEqual([...Array(5).fill('identity-call'), 'other'])
    expect(rows.every(({ subject_ids }) => subject_ids[0] === paid.graduateId)).toBe(true)
    expect(rows.at(-1)!.note_sealed).not.toContain('0416')
    const auditor = await world.aStaff({ role: 'auditor' })
    const refused = await auditor.ask(
      'staffGraduateUncover',
      { graduateId: paid.graduateId },
      { field: 'name', reason: 'other' },
    )
    expect(refused.body.code).toBe('role-not-allowed')
  })

  it('has nothing to uncover of a phone before the student registered', async () => {
    const { graduateId } = await world.aGraduate({ ...(await world.aCampaign()) })
    const reply = await admin.ask('staffGraduateUncover', { graduateId }, { field: 'phone', reason: 'identity-call' })
    expect([reply.status, reply.body.code]).toEqual([409, 'uncover-nothing'])
  })

  it('tells what happened and who looked, and to a school what happened', async () => {
    const events = await admin.call('staffGraduateHistory', { params: { graduateId: paid.graduateId } })
    const codes = events.map(({ code }) => code)
    for (const code of ['graduate-added', 'registered', 'information-confirmed', 'photo-taken', 'photo-submitted'])
      expect(
        codes.filter((one) => one === code),
        code,
      ).toHaveLength(1)
    expect(codes.indexOf('order-paid')).toBeLessThan(codes.indexOf('order-unpaid'))
    const uncovered = events.find(({ code, detail }) => code === 'graduate-uncovered' && detail.field === 'phone')
    expect(uncovered).toMatchObject({ kind: 'look', by: { kind: 'staff', role: 'school' }, times: 1 })
    const forSchool = await operator.call('staffGraduateHistory', { params: { graduateId: paid.graduateId } })
    expect(forSchool.filter(({ kind }) => kind === 'look')).toEqual([])
    expect(forSchool.map(({ code }) => code)).toContain('photo-submitted')
  })
})

describe('a correction by the school', () => {
  it('changes what is on record, answers what the student said is wrong, and keeps the number once begun', async () => {
    const way = await aStudent(world, { ...(await world.aCampaign()), name: '何小' })
    const { campaignId, schoolId } = way.person
    await way.student.call('correctionSend', {
      params: { graduateId: way.graduateId },
      body: { text: '班级应为软件2302' },
    })
    const staff = await world.aStaff({ schoolId })
    const due = () => staff.call('staffGraduateList', { params: { campaignId }, query: { care: 'correction' } })
    expect((await due()).total).toBe(1)
    const params = { graduateId: way.graduateId }
    const detail = await staff.call('staffGraduateCorrect', { params, body: { className: ' 软件2302 ' } })
    expect(detail).toMatchObject({ className: '软件2302', major: '软件工程', correctionDue: false })
    expect(detail.corrections[0]).toMatchObject({ text: '班级应为软件2302', settledAt: expect.any(String) })
    expect((await due()).total).toBe(0)
    const number = aNumber()
    const fixed = await staff.ask('staffGraduateCorrect', params, { number, documentKind: 'passport' })
    expect([fixed.status, fixed.body.code]).toEqual([409, 'graduate-number-fixed'])
    const untouched = await world.aGraduate({ campaignId, schoolId, name: '何大' })
    const open = { graduateId: untouched.graduateId }
    const opened = await staff.call('staffGraduateCorrect', {
      params: open,
      body: { number, documentKind: 'passport', name: '何达' },
    })
    expect(opened).toMatchObject({ maskedName: '何*', numberOpen: true })
    expect(
      await staff.call('staffGraduateUncover', {
        params: open,
        body: { field: 'number', reason: 'roster-correction' },
      }),
    ).toMatchObject({ value: number })
    const found = await staff.call('staffGraduateList', { params: { campaignId }, query: { search: 'heda' } })
    expect(found.total).toBe(1)
  })

  it('is refused in words when it makes no sense or another graduate has the number', async () => {
    const here = await world.aCampaign()
    const [one, other] = [await world.aGraduate(here), await world.aGraduate(here)]
    const correct = (body: object) => admin.ask('staffGraduateCorrect', { graduateId: one.graduateId }, body)
    const taken = await correct({ studentNumber: other.studentNumber })
    expect([taken.status, taken.body.code]).toEqual([409, 'graduate-number-taken'])
    const wrong = [
      { name: '😀' },
      { studentNumber: 'a b' },
      { number: '310101199001011235' },
      { college: 'a\u0000b' },
      { gender: 'x' },
    ]
    for (const body of wrong) {
      const { status, body: answer } = await correct(body)
      expect([JSON.stringify(body), status === 400 || status === 422, Boolean(answer.zh)]).toEqual([
        JSON.stringify(body),
        true,
        true,
      ])
    }
  })
})

describe('taking graduates off the roster', () => {
  it('shows whom it concerns first, leaves the paid ones alone, stops the student, and is taken back', async () => {
    const { campaignId } = campaign
    const page = await admin.call('staffGraduateList', { params: { campaignId }, query: { sort: 'studentNumber' } })
    const graduateIds = page.graduates.map(({ graduateId }) => graduateId)
    const elsewhere = (await world.aGraduate()).graduateId
    const asked = { params: { campaignId }, body: { graduateIds: [...graduateIds, elsewhere], withdrawn: true } }
    expect(await operator.call('staffWithdrawalPreview', asked)).toEqual({
      included: 2,
      excepted: [{ reason: 'paid', count: 1 }],
    })
    const moved = await operator.call('staffWithdrawalMake', asked)
    expect(new Set(moved.graduateIds)).toEqual(new Set(graduateIds.slice(1)))
    expect(await listed({})).toEqual(['单**'])
    expect((await listed({ care: 'withdrawn' })).sort()).toEqual(['周**', '陈**'])
    const back = { params: { campaignId }, body: { graduateIds: moved.graduateIds, withdrawn: false } }
    expect((await operator.call('staffWithdrawalMake', back)).graduateIds).toHaveLength(2)
    expect(await listed({})).toHaveLength(3)
    expect((await stranger.ask('staffWithdrawalMake', { campaignId }, asked.body)).body.code).toBe('not-found')
  })
})

describe('an export of graduates', () => {
  it('needs a second person, then is a sheet of whole names with masked document numbers', async () => {
    const { campaignId } = campaign
    const none = await operator.ask('staffGraduateExportAsk', { campaignId }, { purpose: '核对', college: '无此学院' })
    expect([none.status, none.body.code]).toEqual([409, 'graduates-none-meant'])
    const body = { purpose: '与学院核对名单', stage: 'waiting' as const }
    const { exportId, approval } = await operator.call('staffGraduateExportAsk', { params: { campaignId }, body })
    expect(approval).toMatchObject({ personCount: 1, state: 'asked', own: true })
    const file = (staff: Visitor) => staff.send('GET', `/api/staff/graduate-exports/${exportId}/file?format=csv`)
    expect((await file(operator)).body.code).toBe('approval-missing')
    await admin.call('approvalDecide', { params: { approvalId: approval.approvalId }, body: { approve: true } })
    const reply = await file(operator)
    const text = reply.bytes.toString()
    expect(text).toContain('"单明轩"')
    expect(text).toContain(`"${paid.person.number.slice(0, 3)}***************"`)
    expect(text).not.toContain(paid.person.number)
    expect(text.trim().split('\r\n')).toHaveLength(2)
    expect((await file(admin)).body.code).toBe('approval-missing')
    expect((await file(stranger)).body.code).toBe('not-found')
    const [listedOne] = await operator.call('staffGraduateExportList', { params: { campaignId } })
    expect(listedOne).toMatchObject({ exportId, approval: { state: 'approved' } })
    const [row] = await world.query<{ subject_ids: string[] }>(
      "SELECT subject_ids FROM audit WHERE action = 'graduates-exported'",
    )
    expect(row!.subject_ids).toEqual([exportId, paid.graduateId])
  })
})
