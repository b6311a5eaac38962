import { paths } from '@tucai/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

const get = (path: string) => world.visitor().send('GET', path)

describe('the API’s document', () => {
  it('has every route of the contract, with words and answer', async () => {
    const { body } = await get('/api/docs/json')
    expect(body.openapi).toMatch(/^3\./)
    for (const [name, [method, path]] of Object.entries(paths)) {
      const operation = body.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]
      expect(operation, name).toMatchObject({ operationId: name, summary: expect.any(String) })
      if (operation.responses['204'] !== undefined) continue
      expect(Object.keys(operation.responses['200'].content)[0], name).toMatch(
        /^(application\/(json|zip|pdf|octet-stream|vnd\.[\w.-]+)|image\/jpeg|text\/csv)$/,
      )
    }
  })

  it('has a page that loads nothing from elsewhere', async () => {
    const page = await get('/api/docs/')
    expect(page.status).toBe(200)
    const html = page.bytes.toString()
    expect(html).toContain('swagger')
    expect(html.match(/(?:src|href)="https?:/g)).toBeNull()
  })
})

it('every answer carries the headers that keep it from being framed, sniffed or kept', async () => {
  const { headers } = await get('/api/app')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('content-security-policy')).not.toContain("'unsafe-eval'")
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.has('x-powered-by')).toBe(false)
})

it.each(['/', '/console/'])('%s is the built page, or says in words how to build it', async (path) => {
  const { status, headers, bytes } = await get(path)
  expect([200, 503]).toContain(status)
  if (status === 200)
    expect([headers.get('cache-control'), bytes.toString()]).toEqual(['no-cache', expect.stringContaining('<')])
  else expect(bytes.toString()).toMatch(/npm run build/)
})

it('what a client must know before anyone signs in is public', async () => {
  const info = await world.visitor().call('appShow', {})
  expect(info).toMatchObject({ mode: 'demo', centreName: '上海图像信息采集中心', wordmark: 'SPAC' })
  expect(info.privacyNotice.zh.length).toBe(info.privacyNotice.en.length)
})

it('consent is given to the text that was shown, and registering needs it', async () => {
  const visitor = world.visitor()
  const old = await visitor.ask('consentGive', {}, { purpose: 'privacy', version: 'an older text' })
  expect(old.body).toMatchObject({ code: 'consent-outdated', field: 'version' })
  const registration = await visitor.registration({ number: '34052419800101001X', name: '林知远' })
  const without = await visitor.ask('accountRegister', {}, { ...registration, consentId: 'con_nothing' })
  expect([without.status, without.body.code]).toEqual([409, 'consent-missing'])
  expect(await world.query('SELECT 1 FROM identity')).toEqual([])
})

it.each([
  ['number', { number: '340524198001010019' }, 'number-checksum'],
  ['phone', { phone: '1' }, 'phone-invalid'],
  ['mail', { mail: 'x' }, 'mail-invalid'],
  ['name', { name: '=1' }, 'name-invalid'],
])('a registration with a wrong %s is refused beside its field and writes nothing', async (field, changed, code) => {
  const visitor = world.visitor()
  const registration = await visitor.registration({ number: '34052419800101001X', name: '林知远' })
  const reply = await visitor.ask('accountRegister', {}, { ...registration, ...changed })
  expect(reply.body).toMatchObject({ code, field })
  expect(await world.query('SELECT 1 FROM account')).toEqual([])
})
