import { Secret } from 'otpauth'
import { expect, it } from 'vitest'
import { acceptedStep, makeTotpSecret, readTotpCode, totpCode, totpStep, totpUrl } from './totp.ts'

const secret = new Secret({ buffer: new TextEncoder().encode('12345678901234567890').buffer }).base32

it.each([
  [59, '287082'],
  [1111111109, '081804'],
  [1111111111, '050471'],
  [1234567890, '005924'],
  [2000000000, '279037'],
  [20000000000, '353130'],
])('codes are those of RFC 6238, appendix B: %i s, %s', (seconds, code) => {
  expect(totpCode(secret, totpStep(new Date(seconds * 1000)))).toBe(code)
})

it('a code is accepted one step early and one step late, and no step is accepted twice', () => {
  const now = new Date('2026-04-18T06:20:10Z')
  const step = totpStep(now)
  const codeAt = (offset: number) => totpCode(secret, step + offset)
  expect([-2, -1, 0, 1, 2].map((offset) => acceptedStep(secret, codeAt(offset), null, now))).toEqual([
    undefined,
    step - 1,
    step,
    step + 1,
    undefined,
  ])
  expect(acceptedStep(secret, codeAt(0), step, now)).toBeUndefined()
  expect(acceptedStep(secret, codeAt(-1), step, now)).toBeUndefined()
  expect(acceptedStep(secret, codeAt(1), step, now)).toBe(step + 1)
})

it('a code is read however it is spaced and from a Chinese keyboard, and nothing else is one', () => {
  expect(['407 218', '４０７２１８', '407-218', ' 407218 '].map(readTotpCode)).toEqual(Array(4).fill('407218'))
  expect(['40721', '4072180', 'abcd-efgh-jkmn-pqrs', '', '40721x'].map(readTotpCode)).toEqual(Array(5).fill(undefined))
})

it('secrets have 160 bits, differ, and go into a link that authenticators read', () => {
  const [one, other] = [makeTotpSecret(), makeTotpSecret()]
  expect(one).toMatch(/^[A-Z2-7]{32}$/)
  expect(one).not.toBe(other)
  const url = new URL(totpUrl(one, { issuer: 'SPAC 工作台', login: 'zhou.min' }))
  expect(url.protocol).toBe('otpauth:')
  expect(decodeURIComponent(url.pathname)).toBe('/SPAC 工作台:zhou.min')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    ...{ issuer: 'SPAC 工作台', secret: one, algorithm: 'SHA1', digits: '6', period: '30' },
  })
})
