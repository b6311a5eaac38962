import { describe, expect, test } from 'vitest'
import { checkNumber, checkWhileTyping, documentKind, groupedNumber, plainNumber } from '../src/number.ts'

// All numbers are invented; the check character of each was worked out by GB 11643.
const right = ['34052419800101001X', '11010519491231002X', '440524188001010014', '932682198501010017']

describe('an identity number', () => {
  test.each(right)('%s is accepted', (number) => {
    expect(checkNumber('idcard', number)).toBeNull()
  })

  test('is accepted in full width, with spaces and with a small x', () => {
    expect(checkNumber('idcard', ' ３４０５２４ 19800101 001x ')).toBeNull()
    expect(plainNumber('３４０５２４ 19800101-001x')).toBe('34052419800101001X')
  })

  test.each([
    ['3405241980010100', 'number-length'],
    ['340524198001010012345', 'number-length'],
    ['34052419800101A01X', 'number-characters'],
    ['X40524198001010018', 'number-characters'],
    ['99052419800101001X', 'number-region'],
    ['00052419800101001X', 'number-region'],
    ['340524198002300018', 'number-birth'],
    ['340524200013010018', 'number-birth'],
    ['340524299901010018', 'number-birth'],
    ['340524198001010011', 'number-checksum'],
    ['', 'number-length'],
  ])('%s is refused: %s', (number, problem) => {
    expect(checkNumber('idcard', number)).toBe(problem)
  })

  test('one wrong digit is always found, wherever it stands', () => {
    for (const number of right) {
      for (let place = 0; place < 17; place++) {
        const wrong = `${number.slice(0, place)}${(Number(number[place]) + 1) % 10}${number.slice(place + 1)}`
        expect(checkNumber('idcard', wrong), wrong).not.toBeNull()
      }
    }
  })

  test('is not scolded while it is only incomplete, but at the first wrong character', () => {
    expect(checkWhileTyping('idcard', '')).toBeNull()
    expect(checkWhileTyping('idcard', '34052419800101')).toBeNull()
    expect(checkWhileTyping('idcard', '3405A')).toBe('number-characters')
    expect(checkWhileTyping('idcard', '340524198001010011')).toBe('number-checksum')
  })

  test('is grouped for reading', () => {
    expect(groupedNumber('34052419800101001X')).toBe('340524 19800101 001X')
    expect(groupedNumber('3405')).toBe('3405')
  })
})

describe('a passport number', () => {
  test.each(['E90210745', 'ab12345', 'P 123 456'])('%s is accepted', (number) => {
    expect(checkNumber('passport', number)).toBeNull()
  })

  test.each(['', 'E12', '护照12345', 'A'.repeat(21)])('%s is refused', (number) => {
    expect(checkNumber('passport', number)).toBe('number-passport')
  })

  test('that looks like an identity number is checked as one', () => {
    expect(checkNumber('passport', '340524198001010011')).toBe('number-checksum')
  })

  test('is told from an identity number by its shape', () => {
    expect(documentKind('E90210745')).toBe('passport')
    expect(documentKind('123456789')).toBe('passport')
    expect(documentKind('34052419800101001x')).toBe('idcard')
    expect(documentKind('340524198001010')).toBe('idcard')
  })
})
