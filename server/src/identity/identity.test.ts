import { Problem } from '@tucai/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { guessablePieces, lengthenOldNumber, maskNumber, parseNumber } from './identity.ts'

const now = new Date('2026-11-22T04:00:00Z')

it.each([
  ['idcard', ' 34052419800101001x ', { kind: 'idcard', number: '34052419800101001X' }],
  ['passport', 'e12345678', { kind: 'passport', number: 'E12345678' }],
  ['passport', '810000199003074518', { kind: 'residence-permit', number: '810000199003074518' }],
  ['idcard', 'H1234567801', { kind: 'home-return-permit', number: 'H12345678' }],
  ['taiwan-permit', '01234567', { kind: 'taiwan-permit', number: '01234567' }],
  ['idcard', 'KAZ110090123105', { kind: 'permanent-residence', number: 'KAZ110090123105' }],
] as const)('entered as %s, %s is read in its one normal form', (kind, text, read) => {
  expect(parseNumber(kind, text, now)).toEqual(read)
})

it('what is no number is refused about the field `number`', () => {
  for (const kind of ['idcard', 'passport', 'taiwan-permit'] as const) {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 4 }), (text) => {
        expect(() => parseNumber(kind, text, now)).toThrow(Problem)
      }),
    )
  }
  expect(() => parseNumber('idcard', '110105194912310021', now)).toThrow(
    expect.objectContaining({ code: 'number-checksum', field: 'number' }),
  )
})

it('an old number of 15 digits gets its century and check character', () => {
  expect(lengthenOldNumber('110105491231002')).toBe('11010519491231002X')
})

it('a masked number shows its first three characters and its length', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z0-9]{8,18}$/), (number) => {
      expect(maskNumber(number)).toBe(number.slice(0, 3) + '*'.repeat(number.length - 3))
    }),
  )
})

it('the pieces that a password must not be made of are those that people know', () => {
  expect(guessablePieces({ kind: 'idcard', number: '310115200503129076' })).toEqual([
    '310115200503129076',
    '129076',
    '03129076',
    '20050312',
    '050312',
  ])
  expect(guessablePieces({ kind: 'permanent-residence', number: 'KAZ110090123105' })).toContain('901231')
})
