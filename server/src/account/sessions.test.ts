import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aStudent } from '../../test/steps.ts'
import { startWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const HOUR_MS = 3_600_000

describe('a session', () => {
  it('ends after twelve hours without use', async () => {
    const { student } = await aStudent(world)
    world.travel(11 * HOUR_MS)
    expect((await student.ask('accountShow')).status).toBe(200)
    world.travel(11 * HOUR_MS)
    expect((await student.ask('accountShow')).status).toBe(200)
    world.travel(12 * HOUR_MS + 1)
    const { status, body } = await student.ask('accountShow')
    expect([status, body.code, body.zh]).toEqual([401, 'not-signed-in', '登录已失效，请重新登录'])
  })

  it('ends after thirty days in any case', async () => {
    const { student } = await aStudent(world)
    for (let hours = 0; hours < 30 * 24 - 10; hours += 10) {
      world.travel(10 * HOUR_MS)
      expect((await student.ask('accountShow')).status).toBe(200)
    }
    world.travel(10 * HOUR_MS)
    expect((await student.ask('accountShow')).status).toBe(401)
  })

  it('ends with signing out, also for a copy of its cookie', async () => {
    const { student } = await aStudent(world)
    const copy = world.visitor()
    copy.cookies.set('tucai_session', student.cookies.get('tucai_session')!)
    await student.call('sessionEnd', {})
    expect(student.cookies.has('tucai_session')).toBe(false)
    expect((await copy.ask('accountShow')).status).toBe(401)
  })

  it('is another one after signing in again: a planted cookie gains nothing', async () => {
    const { student, person } = await aStudent(world)
    const planted = student.cookies.get('tucai_session')!
    await student.call('sessionStart', { body: { number: person.number, password: person.number.slice(-6) } })
    expect(student.cookies.get('tucai_session')).not.toBe(planted)
    student.cookies.set('tucai_session', planted)
    expect((await student.ask('accountShow')).status).toBe(401)
  })

  it('rests on a cookie that scripts can not read and other sites can not send', async () => {
    const { student, person } = await aStudent(world)
    const reply = await student.ask('sessionStart', {}, { number: person.number, password: person.number.slice(-6) })
    const [cookie] = reply.headers.getSetCookie()
    expect(cookie).toMatch(/^tucai_session=/)
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Lax/)
    expect(cookie).not.toMatch(/Secure/)
  })

  it('is stored as a hash only', async () => {
    const { student } = await aStudent(world)
    const rows = await world.query('SELECT * FROM session')
    expect(JSON.stringify(rows)).not.toContain(student.cookies.get('tucai_session'))
  })
})

it('behind https every cookie is for https only', async () => {
  const secure = await startWorld({ environment: { TUCAI_PUBLIC_URL: 'https://photo.example.org' } })
  try {
    const person = await secure.aGraduate()
    const visitor = secure.visitor()
    const reply = await visitor.ask('accountRegister', {}, await visitor.registration(person))
    expect(reply.headers.getSetCookie().join()).toMatch(/tucai_device=.*Secure/)
    expect(reply.headers.get('strict-transport-security')).toContain('max-age')
  } finally {
    await secure.close()
  }
})

it('the own number is shown on request, and that stays on record', async () => {
  const { student, person } = await aStudent(world)
  const account = await student.call('accountShow', {})
  expect(account.maskedNumber).toBe(`${person.number.slice(0, 3)}***************`)
  expect(JSON.stringify(account)).not.toContain(person.number.slice(4))
  expect(await student.call('accountNumberUncover', {})).toEqual({ number: person.number })
  const record = await world.query('SELECT actor_id FROM audit WHERE action = $1', ['number-uncovered'])
  expect(record).toEqual([{ actor_id: account.accountId }])
})
