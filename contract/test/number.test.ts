import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  birthInNumber,
  checkCharacter,
  genderInNumber,
  icaoCheckDigit,
  isDefaultPassword,
  plainNumber,
  readNumber,
} from '../src/number.ts'

const now = new Date('2026-11-22T04:00:00Z')
type Kind = Parameters<typeof readNumber>[0]
const read = (kind: Kind, text: string) => readNumber(kind, text, now)
const outcome = (kind: Kind, text: string) => {
  const reading = read(kind, text)
  return reading.problem ?? `${reading.kind} ${reading.number}`
}

const birth = fc
  .date({ min: new Date('1930-01-01T00:00:00Z'), max: new Date('2026-11-21T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''))
const region = fc.constantFrom('110105', '310115', '440524', '659001', '710000', '810000', '830000', '932682')
const serial = fc.integer({ min: 0, max: 999 }).map((value) => String(value).padStart(3, '0'))
const eighteen = fc.tuple(region, birth, serial).map((parts) => parts.join('') + checkCharacter(parts.join('')))
const oldResident = fc
  .tuple(fc.constantFrom('KAZ', 'USA', 'DEU', 'JPN', 'XXA'), fc.constantFrom('1100', '3100', '4403'), birth, fc.nat(9))
  .map(([country, area, day, last]) => {
    const body = `${country}${area}${day.slice(2)}${last}`
    return body + icaoCheckDigit(body)
  })

describe('numbers of 18 characters (GB 11643)', () => {
  it.each([
    ['34052419800101001X', 'idcard'],
    ['11010519491231002X', 'idcard'],
    ['440524188001010014', 'idcard'],
    ['810000199003074518', 'residence-permit'],
    ['932682198501010017', 'permanent-residence'],
  ])('%s belongs to %s, on whatever page it is entered', (number, kind) => {
    for (const entered of ['idcard', 'passport', 'taiwan-permit'] as const) {
      expect(outcome(entered, number)).toBe(`${kind} ${number}`)
    }
  })

  it('every well-formed one is accepted as it is', () => {
    fc.assert(fc.property(eighteen, (number) => read('idcard', number).number === number))
  })

  it('one wrong character never goes unnoticed', () => {
    fc.assert(
      fc.property(eighteen, fc.nat(17), fc.constantFrom(...'0123456789X'), (number, place, character) => {
        fc.pre(number[place] !== character)
        const wrong = number.slice(0, place) + character + number.slice(place + 1)
        expect(read('idcard', wrong).problem, wrong).toBeDefined()
      }),
    )
  })

  it('two characters that changed places never go unnoticed, unless they stand ten places apart', () => {
    fc.assert(
      fc.property(eighteen, fc.nat(17), fc.nat(17), (number, one, other) => {
        // The weights are powers of 2, and 2 to the 10th is 1 again, modulo 11.
        fc.pre(number[one] !== number[other] && Math.abs(one - other) !== 10)
        const swapped = [...number]
        ;[swapped[one], swapped[other]] = [number[other]!, number[one]!]
        expect(read('idcard', swapped.join('')).problem, swapped.join('')).toBeDefined()
      }),
    )
  })

  it('a whole number shifted by one place never goes unnoticed', () => {
    fc.assert(
      fc.property(eighteen, (number) => {
        const shifted = number.slice(1) + number[0]
        fc.pre(shifted !== number)
        expect(read('idcard', shifted).problem, shifted).toBeDefined()
      }),
    )
  })

  it.each([
    ['1101051949123100', 'number-length'],
    ['11010519491231002XX', 'number-length'],
    ['', 'number-length'],
    ['11010519491231O02X', 'number-characters'],
    ['X10105194912310021', 'number-characters'],
    ['990105194912310023', 'number-region'],
    ['000105194912310023', 'number-region'],
    ['810105199003074518', 'number-region'],
    ['932000198501010017', 'number-country'],
    ['110105194902300021', 'number-birth'],
    ['110105190002290021', 'number-birth'],
    ['110105202613010011', 'number-birth'],
    ['110105205001010014', 'number-birth'],
    ['110105194912310021', 'number-checksum'],
    ['34052419800101001０', 'number-checksum'],
  ])('%j is refused as %s', (number, problem) => {
    expect(outcome('idcard', number)).toBe(problem)
  })

  it('29 February exists in leap years only', () => {
    const of = (day: string) => `310115${day}900${checkCharacter(`310115${day}900`)}`
    expect(read('idcard', of('20040229')).problem).toBeUndefined()
    expect(read('idcard', of('20050229')).problem).toBe('number-birth')
  })

  it('somebody born today in China is born, though the day has not begun at Greenwich', () => {
    const body = '31011520261122900'
    const number = body + checkCharacter(body)
    expect(readNumber('idcard', number, new Date('2026-11-21T16:30:00Z')).problem).toBeUndefined()
    expect(readNumber('idcard', number, new Date('2026-11-21T15:30:00Z')).problem).toBe('number-birth')
  })

  it('tell birth date and gender', () => {
    expect(birthInNumber('34052419800101001X')).toBe('19800101')
    expect(genderInNumber('34052419800101001X')).toBe('男')
    expect(genderInNumber('310104200411209088')).toBe('女')
    expect(genderInNumber('E90210745')).toBeUndefined()
  })
})

describe('permanent residence cards of 2017', () => {
  it('the published one is accepted', () => {
    expect(outcome('idcard', 'KAZ110090123105')).toBe('permanent-residence KAZ110090123105')
    expect(birthInNumber('KAZ110090123105')).toBe('901231')
  })

  it('one wrong digit never goes unnoticed', () => {
    fc.assert(
      fc.property(
        oldResident,
        fc.integer({ min: 3, max: 14 }),
        fc.integer({ min: 1, max: 9 }),
        (number, place, step) => {
          expect(read('passport', number).number).toBe(number)
          const digit = (Number(number[place]) + step) % 10
          expect(read('passport', number.slice(0, place) + digit + number.slice(place + 1)).problem).toBeDefined()
        },
      ),
    )
  })

  it.each([
    ['QQQ110090123105', 'number-country'],
    ['KAZ990090123105', 'number-region'],
    ['KAZ110090133105', 'number-birth'],
    ['KAZ110090123104', 'number-checksum'],
  ])('%s is refused as %s', (number, problem) => {
    expect(outcome('idcard', number)).toBe(problem)
  })
})

describe('permits of Hong Kong, Macau and Taiwan', () => {
  it.each([
    ['H12345678', 'home-return-permit H12345678'],
    ['m12345678', 'home-return-permit M12345678'],
    ['H1234567801', 'home-return-permit H12345678'],
    ['HA1234567', 'home-return-permit HA1234567'],
    ['MA1234567', 'home-return-permit MA1234567'],
    ['01234567', 'taiwan-permit 01234567'],
    ['0123456789', 'taiwan-permit 0123456789'],
    ['0123456789（B）', 'taiwan-permit 0123456789'],
    ['123456789', 'number-permit'],
    ['H1234567', 'number-permit'],
    ['K12345678', 'number-permit'],
    ['', 'number-permit'],
  ])('%s is read as %s', (text, expected) => {
    expect(outcome('taiwan-permit', text)).toBe(expected)
    expect(outcome('home-return-permit', text)).toBe(expected)
  })

  it('a renewed card is the same person’s', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[HM]\d{8}$/), fc.stringMatching(/^\d{2}$/), (number, renewals) => {
        expect(plainNumber(number + renewals)).toBe(number)
        expect(read('passport', number + renewals).number).toBe(number)
      }),
    )
  })

  it('an identity number that is only half typed is no permit of Taiwan', () => {
    expect(outcome('idcard', '31011520')).toBe('number-length')
    expect(outcome('idcard', 'H12345678')).toBe('home-return-permit H12345678')
  })
})

describe('passports', () => {
  it.each(['E12345678', 'EA1234567', 'G12345678', 'AB123456', '12345678', 'C01X00T47'])('%s is accepted', (number) => {
    expect(outcome('passport', ` ${number.toLowerCase()} `)).toBe(`passport ${number}`)
  })

  it.each(['E123', '护照E123456', 'A'.repeat(21), 'ABCDEFG', ''])('%j is refused', (number) => {
    expect(outcome('passport', number)).toBe('number-passport')
  })

  it('spaces, dashes and the fillers of a machine-readable line change nothing', () => {
    for (const text of ['P 123 456', 'P-123–456', 'p123456<<<']) expect(plainNumber(text)).toBe('P123456')
  })
})

describe('the normal form', () => {
  const blank = fc.constantFrom('', ' ', '\u00a0', '\u3000', '\u200b', '-', '—')
  it('does not depend on width, case, spaces and dashes', () => {
    fc.assert(
      fc.property(fc.oneof(eighteen, oldResident), fc.infiniteStream(blank), (number, blanks) => {
        const wide = [...number].map((c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0) + blanks.next().value)
        expect(plainNumber(wide.join('').toLowerCase())).toBe(number)
      }),
    )
  })

  it('of a normal form is itself, whatever was typed', () => {
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), eighteen, oldResident)
    fc.assert(
      fc.property(anything, (text) => plainNumber(plainNumber(text)) === plainNumber(text)),
      { numRuns: 500 },
    )
  })
})

describe('the default password', () => {
  it('is the last six of the number, however they are typed', () => {
    fc.assert(fc.property(eighteen, (number) => isDefaultPassword(number, number.slice(-6).toLowerCase())))
    expect(isDefaultPassword('34052419800101001X', '０1001x')).toBe(true)
  })

  it('of a 回乡证 may be that of the printed number with its renewals', () => {
    expect(isDefaultPassword('H12345678', '345678')).toBe(true)
    expect(isDefaultPassword('H12345678', '567801')).toBe(true)
    expect(isDefaultPassword('H12345678', '467801')).toBe(false)
    expect(isDefaultPassword('K12345678', '567801')).toBe(false)
  })

  it.each(['', '12345', 'E12345678', '1234567'])('is not %j', (password) => {
    expect(isDefaultPassword('E12345678', password)).toBe(false)
  })
})
