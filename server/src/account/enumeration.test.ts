import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply } from '../../test/visitor.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'
import { giveConsent } from '../consent/consents.ts'
import { ensureIdentity } from '../identity/identities.ts'
import { inTransaction, SYSTEM } from '../platform/db.ts'
import { addAccount } from './accounts.ts'

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

describe('of 500 registered and 500 unknown numbers', () => {
  const SAMPLES = 500
  const bodies = { registered: new Set<string>(), unknown: new Set<string>() }
  /** How long each answer took, ms, by what was asked. */
  const times = { registered: [[], [], []] as number[][], unknown: [[], [], []] as number[][] }

  it('all are answered alike, whatever is asked about them', async () => {
    const asking = await startWorld({ handlesJobs: false })
    try {
      const registered = await registeredNumbers(asking, SAMPLES)
      const numbers = { registered, unknown: Array.from({ length: SAMPLES }, aNumber) }
      const askAbout = async (place: number, kind: keyof typeof numbers) => {
        const [route, json] = askedAbout(numbers[kind][place]!, place)
        const begunAt = performance.now()
        bodies[kind].add(JSON.stringify(seen(await asking.visitor().ask(route, {}, json))))
        times[kind][place % 3]!.push(performance.now() - begunAt)
      }
      for (let place = 0; place < SAMPLES; place += 10) {
        // What is compared is the answer, not the limits.
        await asking.query('DELETE FROM throttle')
        const ten = Array.from({ length: 10 }, (_, offset) => place + offset)
        await Promise.all(ten.flatMap((at) => [askAbout(at, 'registered'), askAbout(at, 'unknown')]))
      }
      // For comparing with one's own eyes; no test depends on a clock.
      if (process.env.TUCAI_TEST_FIGURES) console.log(`registered takes longer, % of pairs: ${longerShares()}`)
      expect(bodies.registered.size).toBe(3)
      expect([...bodies.registered].sort()).toEqual([...bodies.unknown].sort())
    } finally {
      await asking.close()
    }
  }, 240_000)

  /** Accounts of which every second has an own password. */
  async function registeredNumbers({ deps, query }: World, count: number): Promise<string[]> {
    const numbers = Array.from({ length: count }, aNumber)
    const passwordHash = await deps.secrets.hashPassword('a long own password')
    const now = deps.clock.now()
    await inTransaction(deps.db, SYSTEM, async (tx) => {
      const consentId = await giveConsent(tx, { purpose: 'privacy', version: '1', channel: 'web', givenAt: now })
      const person = { name: '林知远', gender: '男', phone: '+8613800138000', mail: 'someone@example.org' } as const
      for (const number of numbers) {
        const identityId = await ensureIdentity(tx, deps.secrets, { kind: 'idcard', number })
        await addAccount(tx, deps.secrets, { ...person, identityId, consentId }, now)
      }
    })
    await query("UPDATE account SET password_hash = $1 WHERE id < 'acc_g'", [passwordHash])
    return numbers
  }

  /** 50 when times tell nothing: the share of pairs in which the registered one took longer; forgotten, default, wrong. */
  function longerShares(): string[] {
    return times.registered.map((ones, asked) => {
      const longer = ones.flatMap((one) => times.unknown[asked]!.map((other) => Number(one > other)))
      return ((100 * longer.reduce((sum, won) => sum + won, 0)) / longer.length).toFixed(1)
    })
  }

  function askedAbout(number: string, place: number) {
    if (place % 3 === 0) return ['passwordForget', { number }] as const
    const password = place % 3 === 1 ? number.slice(-6) : 'not the password'
    return ['sessionStart', { number, password }] as const
  }
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
