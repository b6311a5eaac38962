import { expect, it } from 'vitest'
import { isCountryDigits, isCountryLetters } from '../src/countries.ts'

/** ICU knows which three digits of ISO 3166-1 stand for which country. */
const digitsInUse = Array.from({ length: 900 }, (_, value) => String(value).padStart(3, '0')).filter((digits) =>
  /^und-[A-Z]{2}$/.test(Intl.getCanonicalLocales(`und-${digits}`)[0]!),
)
/** Countries that are no more, whose digits ICU still reads as those of a successor. */
const former = new Set('062 172 200 230 249 278 280 530 532 536 582 720 736 810 830 886 890 891'.split(' '))

it('every country of today has its three digits', () => {
  expect(digitsInUse.length).toBeGreaterThan(240)
  expect(digitsInUse.filter((digits) => !isCountryDigits(digits) && !former.has(digits))).toEqual([])
})

it('no digits are taken that stand for nothing', () => {
  const taken = Array.from({ length: 900 }, (_, value) => String(value).padStart(3, '0')).filter(isCountryDigits)
  expect(taken.filter((digits) => !digitsInUse.includes(digits))).toEqual([])
  expect(taken).toHaveLength(249)
})

it.each(['CHN', 'USA', 'GBR', 'DEU', 'KAZ', 'RKS', 'XXA'])('%s is a country or stands for one', (letters) => {
  expect(isCountryLetters(letters)).toBe(true)
})

it.each(['ZZZ', 'UK', 'usa', ''])('%j is none', (letters) => {
  expect(isCountryLetters(letters)).toBe(false)
})
