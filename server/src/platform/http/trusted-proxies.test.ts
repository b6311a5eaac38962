import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openLog } from '../log.ts'
import { openApp } from './open-app.ts'
import { nobody, parseTrustedProxies, proxiesInARow, type TrustedProxies } from './trusted-proxies.ts'

const folder = mkdtempSync(join(tmpdir(), 'tucai-proxies-'))
const closes: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closes) await close()
  rmSync(folder, { recursive: true, force: true })
})

/** Whom a program takes a caller for, who comes from an address of this machine and claims others. */
async function listening(trustedProxies: TrustedProxies) {
  const app = await openApp(openLog({ logsFolder: folder }), { trustedProxies })
  app.get('/who', (asked) => `${asked.ip} ${asked.protocol} ${asked.hostname}`)
  await app.listen({ host: '127.0.0.1', port: 0 })
  closes.push(() => app.close())
  const { port } = app.server.address() as { port: number }
  return (from: string, claims: string) =>
    new Promise<string>((done, fail) => {
      const headers = { 'x-forwarded-for': claims, 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' }
      request({ host: '127.0.0.1', port, path: '/who', localAddress: from, headers }, (answer) => {
        let body = ''
        answer.on('data', (bytes) => {
          body += bytes
        })
        answer.on('end', () => done(body))
      })
        .on('error', fail)
        .end()
    })
}

it('without a proxy nobody is believed whom he claims to be', async () => {
  const ask = await listening(nobody)
  expect(await ask('127.0.0.1', '203.0.113.9')).toBe('127.0.0.1 http 127.0.0.1')
})

it('one proxy is believed what it saw, and not what its caller claimed before it, on a campus network either', async () => {
  const ask = await listening(proxiesInARow(1))
  expect(await ask('127.0.0.1', '203.0.113.9')).toContain('203.0.113.9 https')
  expect(await ask('127.0.0.1', '203.0.113.9, 198.51.100.7')).toContain('198.51.100.7 ')
  expect(await ask('127.0.0.1', '203.0.113.9, 10.20.30.40')).toContain('10.20.30.40 ')
})

it('a caller who comes past the named proxies is not believed', async () => {
  const ask = await listening(parseTrustedProxies('127.0.0.2, 10.0.0.0/8')!)
  expect(await ask('127.0.0.1', '203.0.113.9')).toBe('127.0.0.1 http 127.0.0.1')
  expect(await ask('127.0.0.2', '203.0.113.9')).toContain('203.0.113.9 https')
  expect(await ask('127.0.0.2', '203.0.113.9, 198.51.100.7, 10.1.1.1')).toContain('198.51.100.7 ')
})

describe('the setting', () => {
  it.each(['', 'all', '0', '6', '1.5', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'proxy.example', '10.0.0.1,'])(
    'refuses %j',
    (text) => expect(parseTrustedProxies(text)).toBeUndefined(),
  )

  it('takes addresses and networks of both families, and knows IPv4 in IPv6 clothes', () => {
    const isTrusted = parseTrustedProxies('192.0.2.1, 10.2.0.0/16, fd00::/8')!
    const trusted = ['192.0.2.1', '10.2.255.1', 'fd12::1', '::ffff:192.0.2.1']
    for (const address of trusted) expect([address, isTrusted(address, 0)]).toEqual([address, true])
    for (const address of ['192.0.2.2', '10.3.0.1', 'fe00::1', 'unknown', ''])
      expect([address, isTrusted(address, 0)]).toEqual([address, false])
    expect(parseTrustedProxies('none')!('127.0.0.1', 0)).toBe(false)
    expect([parseTrustedProxies('2')!('10.0.0.1', 1), parseTrustedProxies('2')!('8.8.8.8', 0)]).toEqual([true, false])
  })
})
