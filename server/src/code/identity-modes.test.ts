import { randomBytes } from 'node:crypto'
import { pathOf } from '@tucai/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goodPhoto } from '../../test/pictures.ts'
import { qrCodeOf } from '../../test/qr-code.ts'
import type { Reply, Visitor } from '../../test/visitor.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'
import { settleByCommand } from '../graduate/graduate-commands.ts'

const LIMIT_MS = 60_000

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const aPayload = () => randomBytes(120).toString('base64')

function submit(student: Visitor, graduateId: string, picture: Uint8Array, numberEnding: string): Promise<Reply> {
  const form = new FormData()
  form.append('numberEnding', numberEnding)
  form.append('picture', new Blob([picture as Uint8Array<ArrayBuffer>], { type: 'image/png' }), 'code.png')
  return student.send('POST', pathOf('codeSubmit', { graduateId }), { body: form })
}

const enrolment = {
  ...{ college: '信息工程学院', major: '软件工程', className: '软件2301', level: '本科', studyYears: '4' },
  graduationYear: 2027,
}
let stated = 0
async function aStated(identityMode: 'roster' | 'code' | 'hybrid') {
  const { campaignId, schoolId } = await world.aCampaign({ identityMode })
  const number = aNumber()
  const student = world.visitor()
  const person = { number, name: '林知远', campaignId, schoolId, graduateId: '', studentNumber: '' }
  await student.signUp(person)
  stated += 1
  const { graduateId } = await student.call('graduateState', {
    body: { ...enrolment, campaignId, studentNumber: `S${stated}` },
  })
  return { student, number, graduateId, campaignId, schoolId, ending: number.slice(-4) }
}

describe('a collection code', () => {
  it(
    'opens the way to the photo, is kept sealed, and belongs to one enrolment',
    async () => {
      const { student, graduateId, ending } = await aStated('code')
      await student.confirmInformation(graduateId)
      const codeState = async () => (await student.call('collectionShow', { params: { graduateId } })).codeState
      expect(await codeState()).toBe('missing')
      expect((await student.upload(graduateId, await goodPhoto())).body.code).toBe('code-missing')
      const payload = aPayload()
      const picture = await qrCodeOf(payload)
      expect(await submit(student, graduateId, picture, ending)).toMatchObject({ status: 200 })
      expect(await codeState()).toBe('accepted')
      expect((await submit(student, graduateId, picture, ending)).status).toBe(200)
      expect((await student.upload(graduateId, await goodPhoto())).status).toBe(200)
      const [row] = await world.query('SELECT * FROM collection_code WHERE graduate_id = $1', [graduateId])
      expect(JSON.stringify(row)).not.toContain(payload.slice(0, 20))
      const other = await aStated('code')
      const reused = await submit(other.student, other.graduateId, picture, other.ending)
      expect([reused.status, reused.body.code]).toEqual([409, 'code-used'])
    },
    LIMIT_MS,
  )

  it(
    'that is none, foreign, of somebody else or no picture is refused in words',
    async () => {
      const { student, graduateId, ending } = await aStated('hybrid')
      const picture = await qrCodeOf(aPayload())
      const cut = picture.subarray(0, picture.length / 2)
      const cases = [
        ['code-foreign', await qrCodeOf('https://example.org/somewhere/quite/long/enough'), ending],
        ['code-foreign', await qrCodeOf('short'), ending],
        ['number-ending-refused', picture, '0000'],
        ['code-not-found', await goodPhoto(), ending],
        ['photo-unreadable', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), ending],
        ['photo-empty', Buffer.alloc(0), ending],
      ] as const
      for (const [code, bytes, given] of cases) {
        const reply = await submit(student, graduateId, bytes, given)
        expect([code, reply.body.code, reply.status < 500, reply.body.zh !== undefined]).toEqual([
          code,
          code,
          true,
          true,
        ])
      }
      expect((await submit(student, graduateId, cut, ending)).status).toBe(422)
      expect(await world.query('SELECT 1 FROM collection_code WHERE graduate_id = $1', [graduateId])).toEqual([])
    },
    LIMIT_MS,
  )

  it('goes with the student who states again what the school refused', async () => {
    const { student, graduateId, ending, campaignId } = await aStated('code')
    const picture = await qrCodeOf(aPayload())
    expect((await submit(student, graduateId, picture, ending)).status).toBe(200)
    expect(await settleByCommand(world.deps, 'refused', [graduateId], () => {})).toBe(0)
    const again = { ...enrolment, campaignId, studentNumber: 'S-again' }
    const stated = await student.call('graduateState', { body: again })
    expect((await submit(student, stated.graduateId, picture, ending)).status).toBe(200)
    expect((await submit(student, graduateId, picture, ending)).body.code).toBe('code-used')
  })

  it('is not asked where the roster counts', async () => {
    const { student, graduateId, ending } = await aStated('roster')
    expect((await student.call('collectionShow', { params: { graduateId } })).codeState).toBe('not-asked')
    expect((await student.call('collectionList', {}))[0]).toMatchObject({ graduateId, standing: 'unconfirmed' })
    expect((await submit(student, graduateId, await qrCodeOf(aPayload()), ending)).body.code).toBe('code-not-asked')
  })
})

describe('what a student states of an enrolment on no roster', () => {
  it(
    'waits for the school, and nothing is ordered before',
    async () => {
      const { student, graduateId } = await aStated('roster')
      const view = await student.call('collectionShow', { params: { graduateId } })
      expect(view.graduate).toMatchObject({ standing: 'unconfirmed', college: enrolment.college, name: '林知远' })
      await student.confirmInformation(graduateId)
      const photo = await student.takePhoto(graduateId, await goodPhoto())
      await student.call('photoConfirm', { params: { graduateId }, body: { photoId: photo.photoId } })
      await student.call('paperChoose', { params: { graduateId }, body: { paper: false } })
      expect((await student.ask('orderPlace', { graduateId })).body.code).toBe('graduate-unconfirmed')
      const said: string[] = []
      expect(await settleByCommand(world.deps, 'confirmed', [graduateId], (line) => said.push(line))).toBe(0)
      expect(said).toEqual([`${graduateId}  已确认`])
      expect((await student.ask('orderPlace', { graduateId })).status).toBe(200)
      expect(await settleByCommand(world.deps, 'refused', [graduateId], () => {})).toBe(1)
    },
    LIMIT_MS,
  )

  it('is settled by the own school’s operator only', async () => {
    const { student, graduateId, schoolId } = await aStated('roster')
    const foreign = world.visitor()
    await foreign.signInStaff(await world.aStaffLogin({ schoolId: (await world.aCampaign()).schoolId }))
    expect((await foreign.ask('staffGraduateRefuse', { graduateId })).status).toBe(404)
    const own = world.visitor()
    await own.signInStaff(await world.aStaffLogin({ schoolId }))
    expect((await own.ask('staffGraduateRefuse', { graduateId })).status).toBe(200)
    const body = { phone: '13800138000', mail: 'someone@example.org' }
    expect((await student.ask('informationConfirm', { graduateId }, body)).body.code).toBe('graduate-refused')
  })

  it('takes nobody’s student number, and is stated once', async () => {
    const { student, campaignId } = await aStated('roster')
    const again = { ...enrolment, campaignId, studentNumber: 'S999' }
    expect((await student.ask('graduateState', {}, again)).body.code).toBe('graduate-known')
    expect((await student.ask('graduateState', {}, { ...again, college: '  ' })).body.code).toBe('request-malformed')
    expect((await student.ask('graduateState', {}, { ...again, campaignId: 'cmp_none' })).status).toBe(404)
    const [offered] = (await student.call('campaignOpenList', {})).filter((one) => one.campaignId === campaignId)
    expect(offered).toMatchObject({ identityMode: 'roster' })
  })
})
