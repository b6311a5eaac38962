import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Reply, Visitor } from '../../test/visitor.ts'
import { aNumber, startWorld, type World } from '../../test/world.ts'

/** Behind a proxy, so that every try can come from an address of its own. */
let world: World
beforeAll(async () => {
  world = await startWorld({ environment: { TUCAI_PUBLIC_URL: 'https://photo.example.org' } })
})
afterAll(() => world.close())

let nextAddress = 0
/** Somebody from a network of their own. */
async function askFromAnywhere(visitor: Visitor, json: object): Promise<Reply> {
  nextAddress += 1
  const address = `10.${nextAddress >> 8}.${nextAddress & 255}.7`
  return visitor.send('POST', '/api/sessions', { json, headers: { 'x-forwarded-for': address } })
}

describe('10,000 distinct numbers, each tried with its default password from another network', () => {
  const TRIES = 10_000
  const REGISTERED = 20
  const statuses = new Map<number, number>()
  const codes = new Set<string>()

  beforeAll(async () => {
    const numbers = Array.from({ length: TRIES }, aNumber)
    for (let place = 0; place < REGISTERED; place++) {
      const person = await world.aGraduate({ number: numbers[place * 5]! })
      await world.visitor().register(person)
    }
    const spray = async (offset: number, step: number) => {
      const visitor = world.visitor()
      for (let place = offset; place < TRIES; place += step) {
        const number = numbers[place]!
        const reply = await askFromAnywhere(visitor, { number, password: number.slice(-6) })
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
        codes.add(reply.body.code ?? reply.body.state)
      }
    }
    await Promise.all(Array.from({ length: 8 }, (_, offset) => spray(offset, 8)))
  }, 240_000)

  it('open no session', async () => {
    expect(await world.query('SELECT 1 FROM session')).toEqual([])
  })

  it('are let through 200 times at most, and are told to wait afterwards', () => {
    expect(statuses.get(200)).toBeLessThanOrEqual(200)
    expect((statuses.get(200) ?? 0) + (statuses.get(429) ?? 0)).toBe(TRIES)
    expect([...codes].sort()).toEqual(['code-required', 'too-many-tries'])
  })

  it('meanwhile those who registered sign in on their own devices', async () => {
    await world.query('DELETE FROM throttle WHERE key NOT LIKE $1', ['doubtful:%'])
    const person = await world.aGraduate()
    const owner = world.visitor()
    await owner.register(person)
    const stranger = await askFromAnywhere(world.visitor(), { number: aNumber(), password: 'whatever it is' })
    expect(stranger.status).toBe(429)
    const own = await askFromAnywhere(owner, { number: person.number, password: person.number.slice(-6) })
    expect(own.body).toMatchObject({ state: 'signed-in' })
  })
})
