import { describe, expect, it } from 'vitest'
import { parseMail } from './contact.ts'

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
