import { describe, expect, it } from 'vitest'
import { createClient, Refusal, type Transport } from '../src/client.ts'
import { pathOf, paths, problems, type RouteName, routes } from '../src/index.ts'
import { districts, regionName } from '../src/regions.ts'

const names = Object.keys(paths) as RouteName[]

describe('the route table', () => {
  it('gives every route exactly one method and path of its own', () => {
    const seen = names.map((name) => paths[name].join(' '))
    expect(new Set(seen).size).toBe(names.length)
    expect(Object.keys(routes).sort()).toEqual([...names].sort())
  })

  it('declares a schema for exactly the parameters that stand in the path', () => {
    for (const name of names) {
      const inPath = [...paths[name][1].matchAll(/:(\w+)/g)].map((match) => match[1])
      const route = routes[name]
      expect(Object.keys('params' in route ? route.params.properties : {}), name).toEqual(inPath)
    }
  })

  it('refuses fields it does not know in every request body', () => {
    for (const name of names) {
      const route = routes[name]
      if ('body' in route) expect(route.body, name).toHaveProperty('additionalProperties', false)
    }
  })

  it('encodes what is put into a path and insists on every parameter', () => {
    expect(pathOf('photoShow', { photoId: 'a/b?c' })).toBe('/api/photos/a%2Fb%3Fc')
    expect(() => pathOf('photoShow')).toThrow(/photoId/)
  })
})

describe('the refusals', () => {
  it('say one sentence in Chinese and English, with a status that clients understand', () => {
    for (const [code, words] of Object.entries(problems)) {
      expect(words.status, code).toBeGreaterThanOrEqual(400)
      expect(words.zh, code).toMatch(/\p{Script=Han}/u)
      expect(words.zh, code).not.toMatch(/[!！]/)
      expect(words.en, code).toMatch(/^[A-Z][^\p{Script=Han}]+\.$/u)
    }
  })
})

describe('the client', () => {
  const answering =
    (status: number, body: unknown, seen: unknown[] = []): Transport =>
    async (request) => {
      seen.push(request)
      return { status, body }
    }

  it('puts parameters, query and body where the server looks for them', async () => {
    const seen: unknown[] = []
    const call = createClient(answering(200, {}, seen), 'https://example.test')
    await call('photoShow', { params: { photoId: 'pho_1' }, query: { waitSeconds: 20 } })
    await call('sessionStart', { body: { number: 'E12345678', password: '345678' } })
    expect(seen).toEqual([
      { method: 'GET', url: 'https://example.test/api/photos/pho_1?waitSeconds=20' },
      {
        method: 'POST',
        url: 'https://example.test/api/sessions',
        body: { number: 'E12345678', password: '345678' },
      },
    ])
  })

  it('throws the server’s refusal with its words', async () => {
    const body = { code: 'not-found', zh: problems['not-found'].zh, en: problems['not-found'].en }
    const call = createClient(answering(404, body))
    const refusal = await call('orderShow', { params: { orderId: 'ord_1' } }).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).problem).toEqual(body)
  })
})

describe('the regions', () => {
  it('name province, city and district of a code, without saying a municipality twice', () => {
    expect(regionName('310115')).toBe('上海市 浦东新区')
    expect(regionName('320106')).toBe('江苏省 南京市 鼓楼区')
    expect(regionName('999999')).toBeUndefined()
  })

  it('have a name for every district', () => {
    for (const code of Object.keys(districts)) expect(regionName(code), code).toBeTruthy()
  })
})
