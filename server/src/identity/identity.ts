import { type DocumentKind, Problem } from '@tucai/contract'

/** A number of an identity document, checked and in its one normal form. */
export interface DocumentNumber {
  kind: DocumentKind
  number: string
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'
/** GB/T 2260, the first two digits; 81, 82 and 83 are residence permits of Hong Kong, Macau and Taiwan. */
const REGIONS = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
)

/** The one spelling of a number: half-width, no spaces, capital letters. Changes nothing that carries meaning. */
export function normaliseNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Z}]/gu, '')
    .toUpperCase()
}

/**
 * The checked number. A number of 18 characters that looks like an identity card’s is one, whatever it was called.
 * @throws Problem number-length, -characters, -region, -birth, -checksum or -passport, about the field `number`
 */
export function parseNumber(kind: DocumentKind, text: string, now: Date): DocumentNumber {
  const number = normaliseNumber(text)
  if (kind === 'idcard' || /^\d{17}[\dX]$/.test(number)) {
    checkIdCard(number, now)
    return { kind: 'idcard', number }
  }
  if (!/^[A-Z0-9]{5,20}$/.test(number)) throw new Problem('number-passport', { field: 'number' })
  return { kind: 'passport', number }
}

/**
 * GB 11643: region, birth date, serial, check character; the foreigners’ permanent residence card of 2023 begins with 9
 * and has its region in the two digits after that.
 */
function checkIdCard(number: string, now: Date): void {
  const refuse = (code: 'length' | 'characters' | 'region' | 'birth' | 'checksum') => {
    throw new Problem(`number-${code}`, { field: 'number' })
  }
  if (number.length !== 18) refuse('length')
  if (!/^\d{17}[\dX]$/.test(number)) refuse('characters')
  if (!REGIONS.has(number.startsWith('9') ? number.slice(1, 3) : number.slice(0, 2))) refuse('region')
  if (!isPastDate(number.slice(6, 14), now)) refuse('birth')
  if (checkCharacter(number) !== number[17]) refuse('checksum')
}

/** ISO 7064 MOD 11-2 over the first 17 digits. */
export function checkCharacter(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0)
  return CHECK_CHARACTERS[sum % 11]!
}

/** The 18 characters of an old number with 15 digits: the century of birth and the check character are added. */
export function lengthenOldNumber(number: string): string {
  const longer = `${number.slice(0, 6)}19${number.slice(6)}`
  return longer + checkCharacter(longer)
}

/** A day that exists, from 1800 on, and not after today. */
function isPastDate(digits: string, now: Date): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)].map(Number) as [
    number,
    number,
    number,
  ]
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  // Today begins in China eight hours before it begins at Greenwich.
  return exists && year >= 1800 && date.getTime() <= now.getTime() + 8 * 3_600_000
}

/** The first three characters, then asterisks: never enough to guess the rest. */
export function maskNumber(number: string): string {
  return number.slice(0, 3) + '*'.repeat(Math.max(0, number.length - 3))
}

/** 密码为身份证或护照号后六位 */
export function defaultPassword(number: string): string {
  return number.slice(-6)
}

/** YYYYMMDD of an identity card, undefined for other documents. */
export function birthDigits({ kind, number }: DocumentNumber): string | undefined {
  return kind === 'idcard' ? number.slice(6, 14) : undefined
}
