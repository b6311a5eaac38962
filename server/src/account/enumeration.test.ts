import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../../test/visitor.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

/** What somebody from outside can compare: random parts are replaced, names of cookies stay. */
function seen(reply: Reply) {
  const body = JSON.stringify(reply.body)
    .replace(/cod_\w{26}/, 'cod')
    .replace(/"demoCode":"\d{6}"/, '"demoCode"')
  const cookies = reply.headers
    .getSetCookie()
    .map((line) => line.replace(/=[^;]+/, '=…').replace(/Expires=[^;]+;?/, ''))
  const length = reply.headers.get('content-length')
  return { status: reply.status, body, cookies, length, type: reply.headers.get('content-type') }
}

describe('from outside a registered number looks like any other', () => {
  it('when somebody registers it', async () => {
    const person = await world.aGraduate()
    await world.visitor().register(person)
    const ask = async (number: string) => {
      const visitor = world.visitor()
      return seen(await visitor.ask('accountRegister', {}, await visitor.registration({ number, name: '林知远' })))
    }
    expect(await ask(person.number)).toEqual(await ask(aNumber()))
  })

  it.each([
    ['with the last six', (number: string) => number.slice(-6)],
    ['with a wrong password', () => 'not the password'],
    ['with an empty password', () => ''],
  ])('when somebody signs in %s', async (_, passwordFor) => {
    const plain = await world.aGraduate()
    await world.visitor().register(plain)
    const changed = await world.aGraduate()
    const owner = world.visitor()
    await owner.signUp(changed)
    await owner.call('passwordChange', { body: { present: changed.number.slice(-6), next: 'a long own password' } })
    const onRosterOnly = await world.aGraduate()
    const ask = async (number: string) =>
      seen(await world.visitor().ask('sessionStart', {}, { number, password: passwordFor(number) }))
    const unknown = await ask(aNumber())
    for (const person of [plain, changed, onRosterOnly]) expect(await ask(person.number)).toEqual(unknown)
  })
})

it('registering a known number changes nothing and its owner is told by mail', async () => {
  const person = await world.aGraduate()
  const owner = world.visitor()
  await owner.signUp(person)
  const before = await world.query('SELECT * FROM account ORDER BY id')
  await world
    .visitor()
    .register(person, { name: '冒名者', phone: '13900139000', mail: 'other@example.org', gender: '女' })
  expect(await world.query('SELECT * FROM account ORDER BY id')).toEqual(before)
  expect(await owner.call('accountShow', {})).toMatchObject({ name: person.name, mail: 'someone@example.org' })
  await expect.poll(() => world.told.join('\n')).toContain('有人用您的证件号再次注册')
})

describe('guessing ends', () => {
  it('after ten tries for one number, whether it is registered or not, and the owner’s own device goes on', async () => {
    const person = await world.aGraduate()
    const phone = world.visitor()
    await phone.register(person)
    for (const number of [person.number, aNumber()]) {
      const stranger = world.visitor()
      const codes = []
      for (let count = 0; count < 11; count++) {
        codes.push((await stranger.ask('sessionStart', {}, { number, password: `guess ${count}` })).body.code)
      }
      expect(codes.slice(0, 10)).toEqual(Array(10).fill('sign-in-refused'))
      const last = await stranger.ask('sessionStart', {}, { number, password: number.slice(-6) })
      expect(last.status).toBe(429)
      expect(last.body.retryAfterSeconds).toBeGreaterThan(0)
      expect(last.headers.get('retry-after')).toBe(String(last.body.retryAfterSeconds))
    }
    const own = await phone.ask('sessionStart', {}, { number: person.number, password: person.number.slice(-6) })
    expect(own.body.state).toBe('signed-in')
  })

  it('when many numbers are tried from one address', async () => {
    const spraying = await startWorld()
    try {
      const statuses = []
      for (let count = 0; count < 70; count++) {
        const number = aNumber()
        const reply = await spraying.visitor().ask('sessionStart', {}, { number, password: number.slice(-6) })
        statuses.push(reply.status)
      }
      expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(60)
      expect(statuses.at(-1)).toBe(429)
      expect(await spraying.query('SELECT 1 FROM session')).toEqual([])
    } finally {
      await spraying.close()
    }
  })
})
