import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Visitor } from '../../test/visitor.ts'
import { aNumber, type RosterPerson, startWorld, type World } from '../../test/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const OWN = 'a long own password'

async function registered(): Promise<{ person: RosterPerson; phone: Visitor }> {
  const person = await world.aGraduate()
  const phone = world.visitor()
  await phone.register(person)
  return { person, phone }
}

function signIn(visitor: Visitor, number: string, password = number.slice(-6)) {
  return visitor.ask('sessionStart', {}, { number, password })
}

async function signInByCode(visitor: Visitor, number: string): Promise<void> {
  const { challengeId, demoCode } = (await signIn(visitor, number)).body
  const confirmed = await visitor.call('sessionConfirm', { body: { challengeId, code: demoCode } })
  expect(confirmed.state).toBe('signed-in')
}

describe('the default password', () => {
  it('signs in on the device that registered and says that it is the default', async () => {
    const { person, phone } = await registered()
    expect((await signIn(phone, person.number)).body).toEqual({ state: 'signed-in', passwordIsDefault: true })
    expect(await phone.call('accountShow', {})).toMatchObject({ name: person.name, passwordIsDefault: true })
  })

  it('opens nothing elsewhere: a code is asked for, and nothing personal is shown before', async () => {
    const { person } = await registered()
    const stranger = world.visitor()
    const { body } = await signIn(stranger, person.number)
    expect(body).toEqual({
      state: 'code-required',
      challengeId: expect.any(String),
      demoCode: expect.stringMatching(/^\d{6}$/),
    })
    expect((await stranger.ask('accountShow')).status).toBe(401)
  })

  it('signs in elsewhere once the code is given, and from then on without', async () => {
    const { person } = await registered()
    const tablet = world.visitor()
    await signInByCode(tablet, person.number)
    await tablet.call('sessionEnd', {})
    expect((await signIn(tablet, person.number)).body.state).toBe('signed-in')
  })

  it('may be typed with a small x or full-width digits', async () => {
    const person = await world.aGraduate({ number: '34052419800101001X' })
    const phone = world.visitor()
    await phone.register(person)
    expect((await signIn(phone, '34052419800101001x', '０1001x')).body.state).toBe('signed-in')
  })

  it('signs in nowhere any more once an own password was chosen, which does everywhere', async () => {
    const { person, phone } = await registered()
    await signIn(phone, person.number)
    await phone.call('passwordChange', { body: { present: person.number.slice(-6), next: OWN } })
    expect((await signIn(phone, person.number)).body.code).toBe('sign-in-refused')
    const elsewhere = world.visitor()
    const { challengeId, demoCode } = (await signIn(elsewhere, person.number)).body
    const opened = await elsewhere.ask('sessionConfirm', {}, { challengeId, code: demoCode })
    expect(opened.body.code).toBe('code-refused')
    expect((await signIn(elsewhere, person.number, OWN)).body).toEqual({ state: 'signed-in', passwordIsDefault: false })
  })

  it('of a graduate who has not registered opens nothing', async () => {
    const person = await world.aGraduate()
    const { body } = await signIn(world.visitor(), person.number)
    expect(body.state).toBe('code-required')
    const confirmed = await world
      .visitor()
      .ask('sessionConfirm', {}, { challengeId: body.challengeId, code: body.demoCode })
    expect(confirmed.body.code).toBe('code-refused')
  })

  it('is stored nowhere, not even as a hash', async () => {
    const { person } = await registered()
    const rows = await world.query<{ passwordHash: string | null }>(
      `SELECT password_hash AS "passwordHash" FROM account a JOIN identity i ON i.id = a.identity_id
       JOIN graduate g ON g.identity_id = i.id WHERE g.id = $1`,
      [person.graduateId],
    )
    expect(rows).toEqual([{ passwordHash: null }])
  })
})

describe('a device', () => {
  it('that somebody else registers a known number on gains no trust', async () => {
    const { person } = await registered()
    const stranger = world.visitor()
    await stranger.register(person, { phone: '13900139000', mail: 'stranger@example.org' })
    expect((await signIn(stranger, person.number)).body.state).toBe('code-required')
  })

  it('gets a new token when it registers: a planted one is worth nothing', async () => {
    const person = await world.aGraduate()
    const planter = world.visitor()
    await planter.register({ number: aNumber(), name: '另一个人' })
    const planted = planter.cookies.get('tucai_device')!
    const phone = world.visitor()
    phone.cookies.set('tucai_device', planted)
    await phone.register(person)
    expect(phone.cookies.get('tucai_device')).not.toBe(planted)
    expect((await signIn(planter, person.number)).body.state).toBe('code-required')
    expect((await signIn(phone, person.number)).body.state).toBe('signed-in')
  })

  it('that keeps no cookies gets its tokens in bodies', async () => {
    const person = await world.aGraduate()
    const weapp = world.visitor()
    const headers = { 'x-tucai-client': 'weapp' }
    const registration = { headers, json: await weapp.registration(person) }
    const { body: registered } = await weapp.send('POST', '/api/registrations', registration)
    expect(weapp.cookies.size).toBe(0)
    const credentials = {
      number: person.number,
      password: person.number.slice(-6),
      deviceToken: registered.deviceToken,
    }
    const { body } = await weapp.send('POST', '/api/sessions', { headers, json: credentials })
    expect(body).toMatchObject({ state: 'signed-in', token: expect.any(String) })
    const authorized = { headers: { ...headers, authorization: `Bearer ${body.token}` } }
    expect((await weapp.send('GET', '/api/account', authorized)).body.name).toBe(person.name)
  })
})

describe('a one-time code', () => {
  async function asked() {
    const { person } = await registered()
    const visitor = world.visitor()
    const { challengeId, demoCode } = (await signIn(visitor, person.number)).body
    const give = (code: string) => visitor.ask('sessionConfirm', {}, { challengeId, code })
    return { give, code: demoCode as string, wrong: demoCode === '000000' ? '000001' : '000000' }
  }

  it('opens once', async () => {
    const { give, code } = await asked()
    expect((await give(code)).status).toBe(200)
    expect((await give(code)).body.code).toBe('code-refused')
  })

  it('is worth nothing after five wrong tries', async () => {
    const { give, code, wrong } = await asked()
    for (let count = 0; count < 5; count++) expect((await give(wrong)).body.code).toBe('code-refused')
    expect((await give(code)).body.code).toBe('code-refused')
  })

  it('is worth nothing after ten minutes', async () => {
    const { give, code } = await asked()
    world.travel(10 * 60_000 + 1)
    expect((await give(code)).body.code).toBe('code-refused')
  })

  it('opens for one of many who give it at the same moment', async () => {
    const { give, code } = await asked()
    const replies = await Promise.all([give(code), give(code), give(code), give(code)])
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1)
  })
})

describe('an own password', () => {
  it('ends the sessions of other devices, and needs the present one', async () => {
    const { person, phone } = await registered()
    await signIn(phone, person.number)
    const tablet = world.visitor()
    await signInByCode(tablet, person.number)
    const wrong = await phone.ask('passwordChange', {}, { present: 'wrong!', next: OWN })
    expect(wrong.body).toMatchObject({ code: 'password-refused', field: 'present' })
    const weak = await phone.ask('passwordChange', {}, { present: person.number.slice(-6), next: 'password123' })
    expect(weak.body).toMatchObject({ code: 'password-weak', field: 'next' })
    await phone.call('passwordChange', { body: { present: person.number.slice(-6), next: OWN } })
    expect((await tablet.ask('accountShow')).status).toBe(401)
    expect((await phone.call('accountShow', {})).passwordIsDefault).toBe(false)
  })
})
