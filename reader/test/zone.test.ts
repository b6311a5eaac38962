import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstLine, isCountry } from '../src/mrz/first-line.ts'
import { passportOf } from '../src/mrz/read-passport.ts'
import { secondLine } from '../src/mrz/second-line.ts'
import type { Quad } from '../src/picture.ts'
import { mrzOf } from './drawn-document.ts'

const person = {
  surname: 'SMITH-JONES',
  givenNames: 'OLIVER',
  gender: '男',
  passportNumber: 'K51016658',
  nationality: 'GBR',
  birth: '19980217',
  expiry: '20351225',
  personal: '',
} as const
const [first, second] = mrzOf(person)
const quad: Quad = [
  [0, 0],
  [440, 0],
  [440, 10],
  [0, 10],
]

describe('the second line of a passport', () => {
  it('is the specimen of ICAO 9303 unchanged, with all five checks', () => {
    const specimen = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'
    expect(secondLine(specimen)).toEqual({
      line: specimen,
      checks: 5,
      ambiguous: false,
      resolved: false,
      reckoned: false,
    })
  })

  it('is put right where letters were read for digits and digits for letters', () => {
    const misread = `${second.slice(0, 10)}G8R${second.slice(13).replaceAll('0', 'O').replaceAll('5', 'S')}`
    expect(secondLine(misread)?.line).toBe(second)
  })

  it('is put right where fillers or the last digit were lost', () => {
    expect(secondLine(second.replace('<<<<<', '<<'))?.line).toBe(second)
    expect(secondLine(`${second.slice(0, -1)}<`)).toMatchObject({ line: second, reckoned: true, checks: 4 })
  })

  it('never passes as it was read with one wrong digit', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3, 4, 14, 15, 16, 22, 23, 24), fc.integer({ min: 1, max: 9 }), (place, by) => {
        const wrong = second.slice(0, place) + ((Number(second[place]) + by) % 10) + second.slice(place + 1)
        const found = secondLine(wrong)
        return !found || found.checks < 5 || found.resolved || found.ambiguous
      }),
    )
  })
})

describe('the first line of a passport', () => {
  it('is filled up to 44 characters, whatever was read for the fillers at its end', () => {
    for (const end of ['', '<<<<', '<<<<<KK<C<', '<'.repeat(19)])
      expect(firstLine(`P<GBRSMITH<JONES<<OLIVER${end}`)?.line).toBe(first)
  })

  it('needs a country of ICAO 9303 or the field is flagged', () => {
    for (const code of ['D<<', 'RKS', 'XXA', 'TWN', 'CHN']) expect(isCountry(code), code).toBe(true)
    expect(isCountry('ZZZ')).toBe(false)
  })
})

describe('the fields of a passport', () => {
  const zone = { first: { line: first, quad, looksAgreeing: 1 }, second: { ...secondLine(second)!, quad } }

  it('are unflagged when checks pass and the page prints the names', () => {
    const { fields, mrz, warnings } = passportOf(zone, ['SMITHJONESOLIVER'], '20261122')
    expect(Object.entries(fields).map(([name, { value, flags }]) => [name, value, flags])).toEqual([
      ['surname', 'SMITH JONES', []],
      ['givenNames', 'OLIVER', []],
      ['passportNumber', 'K51016658', []],
      ['nationality', 'GBR', []],
      ['birth', '19980217', []],
      ['expiry', '20351225', []],
      ['gender', '男', []],
    ])
    expect([mrz, warnings]).toEqual([[first, second], []])
  })

  it('are flagged when nothing confirms the names, a check fails, or the passport has expired', () => {
    expect(passportOf(zone, [], '20261122').fields.surname?.flags).toEqual(['unconfirmed'])
    const wrong = secondLine(`K51016659${second.slice(9)}`)!
    expect(
      passportOf({ ...zone, second: { ...wrong, quad } }, [], '20261122').fields.passportNumber?.flags,
    ).not.toEqual([])
    expect(passportOf(zone, [], '20360101')).toMatchObject({
      warnings: ['expired'],
      fields: { expiry: { flags: ['expired'] } },
    })
  })
})
