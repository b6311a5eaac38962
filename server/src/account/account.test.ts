import { describe, expect, it } from 'vitest'
import { checkOwnPassword, decideSignIn } from './account.ts'

describe('the default password', () => {
  const given = {
    isRegistered: true,
    hasOwnPassword: false,
    ownPasswordFits: false,
    isDefaultPassword: true,
    isTrusted: true,
  }
  it.each([
    ['signs in on the device that registered', {}, 'signed-in'],
    ['elsewhere only leads to a code', { isTrusted: false }, 'send-code'],
    ['of an unknown number looks the same', { isRegistered: false, isTrusted: false }, 'pretend-code'],
    ['that was replaced looks the same elsewhere', { hasOwnPassword: true, isTrusted: false }, 'pretend-code'],
    ['that was replaced is refused on the own device', { hasOwnPassword: true }, 'refused'],
    [
      'is never an unknown number’s',
      { isRegistered: false, ownPasswordFits: true, isDefaultPassword: false },
      'refused',
    ],
  ] as const)('%s', (_, changed, decision) => {
    expect(decideSignIn({ ...given, ...changed })).toBe(decision)
  })

  it('an own password signs in anywhere', () => {
    const own = { hasOwnPassword: true, ownPasswordFits: true, isDefaultPassword: false, isTrusted: false }
    expect(decideSignIn({ ...given, ...own })).toBe('signed-in')
  })
})

describe('an own password', () => {
  const document = { kind: 'idcard', number: '310115200503129076' } as const
  it.each(['correct horse', '我的密码足够长了', 'x7-kq!Lm', 'Lin20050312-Keyboard'])('%s is accepted', (password) => {
    expect(() => checkOwnPassword(password, document)).not.toThrow()
  })

  it.each([
    'short77',
    '20050312',
    '2005-03-12',
    '31011520',
    '129076ab',
    'ab20050312',
    '１２９０７６xy',
    'password123',
    'PassWord123',
    '88888888',
    'abcdefgh',
    '87654321',
    'woaini1314',
  ])('%s is refused', (password) => {
    expect(() => checkOwnPassword(password, document)).toThrow('password-weak')
  })
})
