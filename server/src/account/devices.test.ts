import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStudent } from '../../test/steps.ts'
import type { Visitor } from '../../test/visitor.ts'
import { startWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const OWN = 'a long own password'

async function signInByCode(visitor: Visitor, number: string): Promise<void> {
  const body = { number, password: number.slice(-6) }
  const started = await visitor.call('sessionStart', { body })
  if (started.state !== 'code-required') throw new Error('a code was expected')
  const { challengeId, demoCode } = started
  await visitor.call('sessionConfirm', { body: { challengeId, code: demoCode! } })
}

describe('a student', () => {
  it('sees every device that signs in, by what it calls itself, and which one this is', async () => {
    const { student, person } = await aStudent(world)
    const tablet = world.visitor()
    await signInByCode(tablet, person.number)
    const devices = await student.call('deviceList', {})
    expect(devices.map(({ isThis, sessions }) => [isThis, sessions.length])).toEqual([
      [false, 1],
      [true, 1],
    ])
    expect(devices[1]!.sessions[0]).toMatchObject({ isThis: true })
    expect(JSON.stringify(devices)).not.toContain(student.cookies.get('tucai_device'))
    const seenThere = await tablet.call('deviceList', {})
    expect(seenThere.map(({ isThis }) => isThis)).toEqual([true, false])
  })

  it('ends one session elsewhere; the device may sign in again without a code', async () => {
    const { student, person } = await aStudent(world)
    const tablet = world.visitor()
    await signInByCode(tablet, person.number)
    const [other] = await student.call('deviceList', {})
    await student.call('sessionRevoke', { params: { sessionId: other!.sessions[0]!.sessionId } })
    expect((await tablet.ask('accountShow')).status).toBe(401)
    const body = { number: person.number, password: person.number.slice(-6) }
    expect((await tablet.call('sessionStart', { body })).state).toBe('signed-in')
  })

  it('removes a device: its session ends, and it needs a code again', async () => {
    const { student, person } = await aStudent(world)
    const tablet = world.visitor()
    await signInByCode(tablet, person.number)
    const [other] = await student.call('deviceList', {})
    await student.call('deviceForget', { params: { deviceId: other!.deviceId } })
    expect((await tablet.ask('accountShow')).status).toBe(401)
    const body = { number: person.number, password: person.number.slice(-6) }
    expect((await tablet.call('sessionStart', { body })).state).toBe('code-required')
    expect(await student.call('deviceList', {})).toHaveLength(1)
  })

  it('ends all other sessions at once and goes on here', async () => {
    const { student, person } = await aStudent(world)
    const others = [world.visitor(), world.visitor()]
    for (const other of others) await signInByCode(other, person.number)
    await student.call('sessionsRevoke', {})
    for (const other of others) expect((await other.ask('accountShow')).status).toBe(401)
    expect((await student.ask('accountShow')).status).toBe(200)
  })

  it('ends nothing of somebody else', async () => {
    const [one, other] = [await aStudent(world), await aStudent(world)]
    const [device] = await other.student.call('deviceList', {})
    const { deviceId, sessions } = device!
    const tries = [
      await one.student.ask('deviceForget', { deviceId }),
      await one.student.ask('sessionRevoke', { sessionId: sessions[0]!.sessionId }),
    ]
    expect(tries.map((reply) => reply.status)).toEqual([404, 404])
    expect((await other.student.ask('accountShow')).status).toBe(200)
  })

  it('who shares a device with another account does not see that account’s sessions', async () => {
    const { student, person } = await aStudent(world)
    const sibling = await world.aGraduate()
    await student.signUp(sibling)
    expect((await student.call('deviceList', {})).flatMap(({ sessions }) => sessions)).toHaveLength(1)
    await student.call('sessionStart', { body: { number: person.number, password: person.number.slice(-6) } })
    const [device] = await student.call('deviceList', {})
    expect(device!.sessions).toHaveLength(1)
    await student.call('deviceForget', { params: { deviceId: device!.deviceId } })
    const back = { number: sibling.number, password: sibling.number.slice(-6) }
    expect((await student.call('sessionStart', { body: back })).state).toBe('signed-in')
  })
})

it('an own password gives this session a new token and takes the trust of every other device', async () => {
  const { student, person } = await aStudent(world)
  const tablet = world.visitor()
  await signInByCode(tablet, person.number)
  const before = student.cookies.get('tucai_session')!
  await student.call('passwordChange', { body: { present: person.number.slice(-6), next: OWN } })
  expect(student.cookies.get('tucai_session')).not.toBe(before)
  expect((await student.ask('accountShow')).status).toBe(200)
  const copy = world.visitor()
  copy.cookies.set('tucai_session', before)
  expect((await copy.ask('accountShow')).status).toBe(401)
  expect(await student.call('deviceList', {})).toHaveLength(1)
})

it('another phone or mail is told to the mail address before, and nothing is said when they stay', async () => {
  const { student, graduateId } = await aStudent(world)
  const told = () => world.told.filter((text) => text.includes('联系方式已修改')).length
  await student.confirmInformation(graduateId)
  const body = { phone: '13900139000', mail: 'new@example.org' }
  await student.call('informationConfirm', { params: { graduateId }, body })
  await expect.poll(told, { timeout: 20_000 }).toBe(1)
  expect(await student.call('accountShow', {})).toMatchObject({ phone: '+8613900139000', mail: 'new@example.org' })
})
