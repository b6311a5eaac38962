import { describe, expect, test } from 'vitest'
import { checkNumber, checkWhileTyping, documentKind, groupedNumber, pageOfNumber } from '../src/number.ts'

// All numbers are invented or published as examples.
describe('a number on its page', () => {
  test.each([
    ['idcard', ' ３４０５２４ 19800101 001x ', 'idcard'],
    ['idcard', '810000199003074518', 'residence-permit'],
    ['idcard', 'H12345678', 'home-return-permit'],
    ['passport', '340524 19800101 001X', 'idcard'],
    ['passport', 'E90210745', 'passport'],
    ['permit', 'M1234567801', 'home-return-permit'],
    ['permit', '01234567', 'taiwan-permit'],
  ] as const)('on %s, %s is that of a %s', (page, number, kind) => {
    expect(checkNumber(page, number)).toBeNull()
    expect(documentKind(page, number)).toBe(kind)
  })

  test('is not scolded while it is only incomplete, but at the first wrong character', () => {
    expect(checkWhileTyping('idcard', '')).toBeNull()
    expect(checkWhileTyping('idcard', '34052419800101')).toBeNull()
    expect(checkWhileTyping('idcard', 'H1234')).toBeNull()
    expect(checkWhileTyping('idcard', 'KAZ1100')).toBeNull()
    expect(checkWhileTyping('idcard', '3405A')).toBe('number-characters')
    expect(checkWhileTyping('idcard', '340524198001010011')).toBe('number-checksum')
    expect(checkWhileTyping('permit', '0123')).toBeNull()
    expect(checkWhileTyping('permit', '0123456789(')).toBeNull()
    expect(checkWhileTyping('permit', 'H12')).toBeNull()
    expect(checkWhileTyping('permit', '12AB')).toBe('number-permit')
    expect(checkWhileTyping('passport', 'E9')).toBeNull()
    expect(checkWhileTyping('passport', '护照')).toBe('number-passport')
  })

  test('is grouped for reading', () => {
    expect(groupedNumber('34052419800101001X')).toBe('340524 19800101 001X')
    expect(groupedNumber('3405')).toBe('3405')
  })

  test('is told to belong to a page by its shape', () => {
    expect(pageOfNumber('E90210745')).toBe('passport')
    expect(pageOfNumber('123456789')).toBe('passport')
    expect(pageOfNumber('34052419800101001x')).toBe('idcard')
    expect(pageOfNumber('340524198001010')).toBe('idcard')
  })
})
