import type { DocumentKind } from '@tucai/contract'

export type NumberProblem =
  | 'number-length'
  | 'number-characters'
  | 'number-region'
  | 'number-birth'
  | 'number-checksum'
  | 'number-passport'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'
const provinceCodes =
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' ')

/** As typed -> as compared: half-width capitals without spaces and dashes. */
export function plainNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\-‐-―]/g, '')
    .toUpperCase()
}

/** Grouped for reading: region, birth date, rest. Anything but 18 characters stays as it is. */
export function groupedNumber(text: string): string {
  const number = plainNumber(text)
  return number.length === 18 ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : text
}

/** Which document a number belongs to, judged by its shape: ten digits and more are an identity number. */
export function documentKind(text: string): DocumentKind {
  return /^\d{10,}X?$/.test(plainNumber(text)) ? 'idcard' : 'passport'
}

/**
 * What is wrong with a number, or null. Source of the check character: GB 11643-1999 (ISO 7064 MOD 11-2);
 * the permanent residence card of 2023 begins with 9 and carries its province in places 2 and 3.
 * A number that looks like an identity card's is checked as one, whatever it was called.
 */
export function checkNumber(kind: DocumentKind, text: string): NumberProblem | null {
  const number = plainNumber(text)
  const isIdentityNumber = kind === 'idcard' || /^\d{17}[\dX]$/.test(number)
  if (!isIdentityNumber) return /^[A-Z0-9]{5,20}$/.test(number) ? null : 'number-passport'
  if (!/^\d*X?$/.test(number) || (number.endsWith('X') && number.length < 18)) return 'number-characters'
  if (number.length !== 18) return 'number-length'
  const province = number.startsWith('9') ? number.slice(1, 3) : number.slice(0, 2)
  if (!provinceCodes.includes(province)) return 'number-region'
  if (!isBirthDate(number.slice(6, 14))) return 'number-birth'
  return checkCharacter(number) === number[17] ? null : 'number-checksum'
}

/** The same while it is being typed: nothing is said about what is only not there yet. */
export function checkWhileTyping(kind: DocumentKind, text: string): NumberProblem | null {
  const number = plainNumber(text)
  if (number === '') return null
  const problem = checkNumber(kind, number)
  if (kind === 'passport') return /^[A-Z0-9]*$/.test(number) && number.length <= 20 ? null : problem
  return problem === 'number-length' && number.length < 18 ? null : problem
}

function checkCharacter(number: string): string {
  const sum = weights.reduce((total, weight, place) => total + weight * Number(number[place]), 0)
  return checkCharacters[sum % 11]
}

function isBirthDate(digits: string): boolean {
  const year = Number(digits.slice(0, 4))
  const month = Number(digits.slice(4, 6))
  const day = Number(digits.slice(6, 8))
  const date = new Date(Date.UTC(year, month - 1, day))
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  // Today begins in China eight hours before it begins at Greenwich.
  return exists && year >= 1800 && date.getTime() <= Date.now() + 8 * 3_600_000
}
