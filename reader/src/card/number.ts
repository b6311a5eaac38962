import type { Flag } from '../reading.ts'

/** GB/T 2260 and the residence permits of Hong Kong, Macau and Taiwan (81, 82, 83). */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'
const earliestYear = 1900

/** What speaks against a citizen number of GB 11643 (or a permanent residence number of 2023, which begins with 9). */
export function numberFlaws(number: string, today: string): Flag[] {
  if (!/^\d{17}[\dX]$/.test(number)) return ['length']
  const flaws: Flag[] = []
  if (checkCharacterOf(number) !== number[17]) flaws.push('checksum')
  if (!provinces.has(number.startsWith('9') ? number.slice(1, 3) : number.slice(0, 2))) flaws.push('region')
  const birth = number.slice(6, 14)
  if (!isRealDate(birth) || birth > today) flaws.push('date')
  return flaws
}

/** ISO 7064 MOD 11-2 over the first 17 digits. */
export function checkCharacterOf(number: string): string {
  return checkCharacters[weights.reduce((sum, weight, i) => sum + weight * Number(number[i]), 0) % 11]!
}

export const birthOf = (number: string) => number.slice(6, 14)
export const genderOf = (number: string): '男' | '女' => (Number(number[16]) % 2 === 1 ? '男' : '女')

/** A day of the calendar from 1900 on, as YYYYMMDD. */
export function isRealDate(digits: string): boolean {
  if (!/^\d{8}$/.test(digits)) return false
  const [year, month, day] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))]
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= earliestYear && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
