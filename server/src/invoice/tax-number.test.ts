import { checkCharacter } from '@tucai/contract'
import { describe, expect, it } from 'vitest'
import { creditCheckCharacter, organisationCheckCharacter, readTaxNumber } from './tax-number.ts'

const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Codes of nobody: a region and letters that no register gave out. */
function aCreditCode(place: number): string {
  const body = [...String(place * 7_919_113).padStart(9, '0')].map(
    (digit, at) => LETTERS[(Number(digit) * 3 + at) % 31],
  )
  const code = `91310000${body.join('').slice(0, 9)}`
  return code + creditCheckCharacter(code)
}

describe('a taxpayer number', () => {
  it('the standards’ own examples have the check characters that the standards say', () => {
    // GB 32100-2015, annex: 91350100M000100Y43. GB 11714-1997, annex A: D2143569X.
    expect(creditCheckCharacter('91350100M000100Y4')).toBe('3')
    expect(organisationCheckCharacter('D2143569')).toBe('X')
    expect(readTaxNumber('91350100M000100Y43')).toBe('91350100M000100Y43')
  })

  it('a credit code with any one character mistaken is refused', () => {
    let seen = 0
    for (let place = 1; place <= 40; place++) {
      const code = aCreditCode(place)
      expect(readTaxNumber(code)).toBe(code)
      for (let at = 0; at < 18; at++) {
        for (const letter of LETTERS) {
          if (letter === code[at]) continue
          expect(readTaxNumber(code.slice(0, at) + letter + code.slice(at + 1))).toBeNull()
          seen += 1
        }
      }
    }
    expect(seen).toBe(40 * 18 * 30)
  })

  it('older numbers of 15 and those of single persons with 18 or 20 characters are read', () => {
    const organisation = `D2143569${organisationCheckCharacter('D2143569')}`
    const person = '11010519491231002'
    const identity = person + checkCharacter(person)
    expect(readTaxNumber(`310115${organisation}`)).toBe(`310115${organisation}`)
    expect(readTaxNumber('310115123456789')).toBe('310115123456789')
    expect(readTaxNumber(identity)).toBe(identity)
    expect(readTaxNumber(`${identity}L0`)).toBe(`${identity}L0`)
    expect(readTaxNumber('310115D21435690')).toBeNull()
    expect(readTaxNumber(`${person}${identity[17] === '1' ? '2' : '1'}`)).toBeNull()
  })

  it('spaces, hyphens, full width and small letters are read as meant; anything else is refused', () => {
    expect(readTaxNumber(' 91350100-m000100y43 ')).toBe('91350100M000100Y43')
    expect(readTaxNumber('９１３５０１００Ｍ０００１００Ｙ４３')).toBe('91350100M000100Y43')
    for (const text of [
      '',
      '9135',
      '=1+1',
      '91350100I000100Y43',
      '91350100M000100Y4３3',
      '0'.repeat(18),
      '一'.repeat(18),
    ])
      expect(readTaxNumber(text)).toBeNull()
  })
})
