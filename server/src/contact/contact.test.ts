import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSameName, parseMail, parseName, parsePhone } from './contact.ts'

describe('phones', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['0086-13800138000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['+852 5123 4567', '+85251234567'],
    ['+44 (20) 7946-0958', '+442079460958'],
  ])('%s becomes %s', (given, stored) => {
    expect(parsePhone(given)).toBe(stored)
  })

  it.each(['', '1380013800', '12800138000', '138001380000', '51234567', '+8612345678901', '+1', 'abc'])(
    '%j is refused',
    (given) => {
      expect(() => parsePhone(given)).toThrow('phone-invalid')
    },
  )
})

describe('mail addresses', () => {
  it.each([
    ['Someone@Example.ORG ', 'someone@example.org'],
    ['a.b+c@mail.example.edu.cn', 'a.b+c@mail.example.edu.cn'],
  ])('%s becomes %s', (given, stored) => {
    expect(parseMail(given)).toBe(stored)
  })

  it.each([
    '',
    'a',
    'a@b',
    '@b.cn',
    'a@b..cn',
    'a b@c.cn',
    'a@c.cn\nBcc: x@y.cn',
    'a..b@c.cn',
    `${'a'.repeat(65)}@b.cn`,
  ])('%j is refused', (given) => {
    expect(() => parseMail(given)).toThrow('mail-invalid')
  })
})

describe('names', () => {
  it.each([
    ['  林知远 ', '林知远'],
    ['阿依古丽•买买提', '阿依古丽·买买提'],
    ['阿依古丽．买买提', '阿依古丽·买买提'],
    ['阿依古丽 · 买买提', '阿依古丽·买买提'],
    ['𠮷田', '𠮷田'],
    ['ANNA  O’BRIEN-SMITH', "ANNA O'BRIEN-SMITH"],
    ['Jean.Paul', 'Jean.Paul'],
  ])('%s becomes %s', (given, stored) => {
    expect(parseName(given)).toBe(stored)
  })

  it.each(['', ' ', '=1+1', '<b>', '张\u0000三', 'a'.repeat(101), '12', '🙂'])('%j is refused', (given) => {
    expect(() => parseName(given)).toThrow('name-invalid')
  })

  it('reading a name twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\u4e00-\u9fff]{1,4}( ?[·•．. ・] ?[\u4e00-\u9fff]{1,4}){0,4}$/), (given) => {
        expect(parseName(parseName(given))).toBe(parseName(given))
      }),
    )
  })

  it('letter case, spaces, width and punctuation do not make another person', () => {
    expect(isSameName('ANNA MARTIN', 'Anna-Martin')).toBe(true)
    expect(isSameName('阿依古丽·买买提', '阿依古丽买买提')).toBe(true)
    expect(isSameName('林知远', '林知运')).toBe(false)
  })
})
