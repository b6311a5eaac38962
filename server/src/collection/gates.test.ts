import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodPhoto } from '../../test/pictures.ts'
import { aConfirmedPhoto, aStudent, type OnTheWay } from '../../test/steps.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const address = { recipient: '林知远', phone: '13800138000', regionCode: '310115', detail: '环湖西一路100号' }
const show = ({ student, graduateId }: OnTheWay) => student.call('collectionShow', { params: { graduateId } })

describe('who is on no roster', () => {
  it('sees no collection', async () => {
    const student = world.visitor()
    const number = aNumber()
    await student.register({ number, name: '林知远' })
    await student.call('sessionStart', { body: { number, password: number.slice(-6) } })
    expect(await student.call('collectionList', {})).toEqual([])
  })

  it('is whoever registered under another name than the school submitted', async () => {
    const person = await world.aGraduate({ name: '林知远' })
    const student = world.visitor()
    await student.register({ number: person.number, name: '林知运' })
    await student.call('sessionStart', { body: { number: person.number, password: person.number.slice(-6) } })
    expect(await student.call('collectionList', {})).toEqual([])
    const reply = await student.ask('collectionShow', { graduateId: person.graduateId })
    expect([reply.status, reply.body.zh]).toEqual([404, '暂未查到学校提交的信息，请核对姓名或联系学校'])
  })

  it('is not whoever wrote the dot of the name differently', async () => {
    const person = await world.aGraduate({ name: '阿依古丽·买买提' })
    const student = world.visitor()
    await student.signUp({ ...person, name: '阿依古丽•买买提' })
    expect(await student.call('collectionList', {})).toHaveLength(1)
  })
})

it('photo and order belong to the enrolment: a person on two rosters collects twice', async () => {
  const first = await aConfirmedPhoto(world)
  const second = await world.aGraduate({ number: first.person.number, name: first.person.name })
  const list = await first.student.call('collectionList', {})
  expect(list.map(({ graduateId, step }) => [graduateId, step]).sort()).toEqual(
    [
      [first.graduateId, 'paper'],
      [second.graduateId, 'information'],
    ].sort(),
  )
  await first.student.confirmInformation(second.graduateId)
  const foreign = { params: { graduateId: second.graduateId }, body: { photoId: first.photo.photoId } }
  await expect(first.student.call('photoConfirm', foreign)).rejects.toThrow('not-found')
})

describe('no step is jumped over', () => {
  it.each([
    ['photoConfirm', { photoId: 'pho_1' }],
    ['paperChoose', { paper: false }],
    ['orderPlace', undefined],
  ] as const)('%s before its time is refused', async (name, body) => {
    const { student, graduateId } = await aStudent(world)
    const reply = await student.ask(name, { graduateId }, body)
    expect([reply.status, reply.body.code]).toEqual([409, 'step-not-reached'])
  })

  it('a photo before the information is confirmed is refused and leaves no file', async () => {
    const { student, graduateId } = await aStudent(world)
    expect((await student.upload(graduateId, await goodPhoto())).body.code).toBe('step-not-reached')
    expect(await world.query('SELECT 1 FROM photo WHERE graduate_id = $1', [graduateId])).toEqual([])
  })
})

describe('a campaign', () => {
  it('that is closed lets nothing change, but everything be looked at', async () => {
    const campaign = await world.aCampaign({ opensAt: new Date('2026-01-01'), closesAt: new Date('2026-02-01') })
    const way = await aStudent(world, campaign)
    const { student, graduateId } = way
    const body = { phone: '13800138000', mail: 'someone@example.org' }
    const reply = await student.ask('informationConfirm', { graduateId }, body)
    expect([reply.status, reply.body.code]).toEqual([409, 'campaign-closed'])
    expect((await show(way)).campaign.open).toBe(false)
  })

  it('that forbids files takes photos of the camera only', async () => {
    const way = await aStudent(world, await world.aCampaign({ fileAllowed: false }))
    const { student, graduateId } = way
    await student.confirmInformation(graduateId)
    const reply = await student.upload(graduateId, await goodPhoto(), 'file')
    expect([reply.status, reply.body.code]).toEqual([409, 'photo-file-forbidden'])
    expect((await show(way)).photo).toBeNull()
    expect((await student.upload(graduateId, await goodPhoto(), 'camera')).status).toBe(200)
  })
})

describe('information', () => {
  it('keeps phone and mail as they are corrected, in their one spelling', async () => {
    const way = await aStudent(world)
    const { student, graduateId } = way
    const body = { phone: ' 139 0013 9000', mail: 'New@Example.org' }
    const view = await student.call('informationConfirm', { params: { graduateId }, body })
    expect(view).toMatchObject({ step: 'photo', phone: '+8613900139000', mail: 'new@example.org' })
    expect(view.informationConfirmedAt).not.toBeNull()
  })

  it.each([
    ['phone', { phone: '123', mail: 'a@example.org' }, 'phone-invalid'],
    ['mail', { phone: '13800138000', mail: 'a' }, 'mail-invalid'],
  ])('with a wrong %s is refused beside its field', async (field, body, code) => {
    const { student, graduateId } = await aStudent(world)
    const reply = await student.ask('informationConfirm', { graduateId }, body)
    expect(reply.body).toMatchObject({ code, field })
  })

  it('that is wrong is told to the school, sealed at rest', async () => {
    const way = await aStudent(world)
    const { student, graduateId } = way
    await student.call('correctionSend', { params: { graduateId }, body: { text: '专业应为网络工程' } })
    expect((await show(way)).correctionSentAt).not.toBeNull()
    const [row] = await world.query('SELECT text_sealed FROM correction WHERE graduate_id = $1', [graduateId])
    expect(JSON.stringify(row)).not.toContain('网络工程')
  })
})

describe('an address', () => {
  it.each([
    ['recipient', { ...address, recipient: ' ' }, 'address-incomplete'],
    ['phone', { ...address, phone: '12' }, 'phone-invalid'],
    ['regionCode', { ...address, regionCode: '999999' }, 'region-unknown'],
    ['detail', { ...address, detail: '  ' }, 'address-incomplete'],
    ['address', undefined, 'address-incomplete'],
  ])('with a wrong %s is refused beside its field, and nothing is chosen', async (field, given, code) => {
    const way = await confirmedOnce()
    const reply = await way.student.ask('paperChoose', { graduateId: way.graduateId }, { paper: true, address: given })
    expect([reply.status, reply.body]).toEqual([422, expect.objectContaining({ code, field })])
    expect((await show(way)).paper).toBeNull()
  })

  let confirmed: Promise<OnTheWay> | undefined
  function confirmedOnce(): Promise<OnTheWay> {
    confirmed ??= aConfirmedPhoto(world)
    return confirmed
  }
})
