import { Problem } from '@tucai/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkCharacter, lengthenOldNumber, maskNumber, normaliseNumber, parseNumber } from './identity.ts'

const now = new Date('2026-11-22T04:00:00Z')
const codeOf = (kind: 'idcard' | 'passport', text: string) => {
  try {
    parseNumber(kind, text, now)
    return 'accepted'
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

const birth = fc
  .date({ min: new Date('1930-01-01T00:00:00Z'), max: new Date('2026-11-21T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''))
const region = fc.constantFrom('110105', '310115', '440524', '659001', '710000', '810000', '830000', '932682')
const serial = fc.integer({ min: 0, max: 999 }).map((value) => String(value).padStart(3, '0'))
const idNumber = fc.tuple(region, birth, serial).map((parts) => {
  const body = parts.join('')
  return body + checkCharacter(body)
})

describe('numbers of identity cards', () => {
  it.each([
    ['34052419800101001X', 'GB 11643'],
    ['11010519491231002X', 'GB 11643'],
    ['440524188001010014', 'GB 11643'],
    ['810000199003074518', 'residence permit of Hong Kong'],
    ['932682198501010017', 'permanent residence card of 2023'],
  ])('%s is accepted (%s)', (number) => {
    expect(parseNumber('idcard', number, now)).toEqual({ kind: 'idcard', number })
  })

  it('every well-formed number is accepted as it is', () => {
    fc.assert(
      fc.property(idNumber, (number) => {
        expect(parseNumber('idcard', number, now).number).toBe(number)
      }),
    )
  })

  it('one changed digit never goes unnoticed', () => {
    fc.assert(
      fc.property(idNumber, fc.nat(16), fc.integer({ min: 1, max: 9 }), (number, place, step) => {
        const digit = (Number(number[place]) + step) % 10
        expect(codeOf('idcard', number.slice(0, place) + digit + number.slice(place + 1))).not.toBe('accepted')
      }),
    )
  })

  it('two neighbours that changed places never go unnoticed', () => {
    fc.assert(
      fc.property(idNumber, fc.nat(15), (number, place) => {
        fc.pre(number[place] !== number[place + 1])
        const swapped = number.slice(0, place) + number[place + 1] + number[place] + number.slice(place + 2)
        expect(codeOf('idcard', swapped)).not.toBe('accepted')
      }),
    )
  })

  it('full-width digits, spaces and a small x are the same number', () => {
    fc.assert(
      fc.property(
        idNumber,
        fc.infiniteStream(fc.constantFrom('', ' ', '\u00a0', '\u3000', '\u200b')),
        (number, spaces) => {
          const wide = [...number].map((c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0) + spaces.next().value)
          expect(normaliseNumber(wide.join('').toLowerCase())).toBe(number)
        },
      ),
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
    ['110105194902300021', 'number-birth'],
    ['110105202613010011', 'number-birth'],
    ['110105205001010014', 'number-birth'],
    ['110105194912310021', 'number-checksum'],
    ['34052419800101001０', 'number-checksum'],
  ])('%j is refused as %s', (number, code) => {
    expect(codeOf('idcard', number)).toBe(code)
  })

  it('somebody born today in China is born, though the day has not begun at Greenwich', () => {
    const body = '31011520261122900'
    const inChina = new Date('2026-11-21T16:30:00Z')
    expect(parseNumber('idcard', body + checkCharacter(body), inChina).kind).toBe('idcard')
    expect(() => parseNumber('idcard', body + checkCharacter(body), new Date('2026-11-21T15:30:00Z'))).toThrow()
  })

  it('an old number of 15 digits gets its century and check character', () => {
    expect(lengthenOldNumber('110105491231002')).toBe('11010519491231002X')
  })
})

describe('numbers of passports', () => {
  it.each(['E12345678', 'EA1234567', 'G12345678', 'AB123456', 'H1234567800', '12345678'])(
    '%s is accepted',
    (number) => {
      expect(parseNumber('passport', ` ${number.toLowerCase()} `, now)).toEqual({ kind: 'passport', number })
    },
  )

  it.each(['E123', 'E-123456', '护照E123456', 'A'.repeat(21), ''])('%j is refused', (number) => {
    expect(codeOf('passport', number)).toBe('number-passport')
  })

  it("an identity card's number is one on whatever page it is entered", () => {
    expect(parseNumber('passport', '11010519491231002x', now).kind).toBe('idcard')
    expect(codeOf('passport', '110105194912310021')).toBe('number-checksum')
  })
})

it('a masked number shows its first three characters and its length', () => {
  fc.assert(
    fc.property(idNumber, (number) => {
      expect(maskNumber(number)).toBe(`${number.slice(0, 3)}***************`)
    }),
  )
})
