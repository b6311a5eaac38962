import type { DocumentKind, Gender } from './account.ts'
import { isCountryDigits, isCountryLetters } from './countries.ts'

/** What is wrong with a number: the code of a refusal. */
export type NumberProblem =
  | 'number-length'
  | 'number-characters'
  | 'number-region'
  | 'number-country'
  | 'number-birth'
  | 'number-checksum'
  | 'number-permit'
  | 'number-passport'

/** A number in its one normal form with the document it belongs to, or what is wrong with it. */
export type NumberReading =
  | { kind: DocumentKind; number: string; problem?: undefined }
  | { kind: DocumentKind; number?: undefined; problem: NumberProblem }

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECK_CHARACTERS = '10X98765432'
/** GB/T 2260, the first two digits of provinces. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71'.split(' '),
)
/** 港澳台居民居住证 carry one of these in place of a region. */
const RESIDENCE_REGIONS = new Set(['810000', '820000', '830000'])
/** Today begins in China eight hours before it begins at Greenwich. */
const CHINA_AHEAD_MS = 8 * 3_600_000

/**
 * The one spelling of a number: half-width capitals without spaces, dashes and fillers; the count of renewals of a
 * 回乡证 and the bracketed letter of an old 台胞证, which change with each card of the same person, are left out.
 */
export function plainNumber(text: string): string {
  return plainText(text)
    .replace(/^([HM]\d{8})\d{2}$/, '$1')
    .replace(/^(\d{10})\([A-Z]\)$/, '$1')
}

function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s<\p{Cf}\p{Z}\p{Pd}]/gu, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .normalize('NFKC')
}

/** Whether a typed password is the default one, 证件号后六位: of the normal form, or of a 回乡证 with its renewals. */
export function isDefaultPassword(number: string, password: string): boolean {
  const typed = plainText(password)
  if (number.length < 6 || typed.length !== 6) return false
  if (typed === number.slice(-6)) return true
  return /^[HM]\d{8}$/.test(number) && /^\d{6}$/.test(typed) && typed.startsWith(number.slice(-4))
}

/**
 * Reads a number. `kind` is what it was entered as; a shape that only one document has is that document’s all the same.
 */
export function readNumber(kind: DocumentKind, text: string, now: Date): NumberReading {
  const number = plainNumber(text)
  if (/^\d{17}[\dX]$/.test(number)) return readEighteen(number, now)
  if (/^[A-Z]{3}\d{12}$/.test(number)) return readOldResident(number)
  // Eleven characters are a 回乡证 with its count of renewals: no passport is that long.
  if (/^[HM]\d{10}$/.test(plainText(text))) return { kind: 'home-return-permit', number }
  const isHomeReturn = /^[HM]\d{8}$|^[HM]A\d{7}$/.test(number)
  if (kind === 'home-return-permit' || kind === 'taiwan-permit') {
    if (isHomeReturn) return { kind: 'home-return-permit', number }
    if (/^\d{8}(\d{2})?$/.test(number)) return { kind: 'taiwan-permit', number }
    return { kind, problem: 'number-permit' }
  }
  if (kind === 'passport') {
    const isPassport = /^(?=.*\d)[A-Z0-9]{5,20}$/.test(number)
    return isPassport ? { kind, number } : { kind, problem: 'number-passport' }
  }
  if (isHomeReturn) return { kind: 'home-return-permit', number }
  const isDigits = /^\d*$/.test(number) || (number.length === 18 && /^\d{17}X$/.test(number))
  return { kind, problem: isDigits || number.length > 18 ? 'number-length' : 'number-characters' }
}

/**
 * GB 11643: region, birth date, serial, check character. 港澳台居民居住证 have the same form; the permanent residence
 * card of 2023 begins with 9, two digits of a province and three of a country.
 */
function readEighteen(number: string, now: Date): NumberReading {
  const kind = kindOfEighteen(number)
  const refused = (problem: NumberProblem): NumberReading => ({ kind, problem })
  if (kind === 'permanent-residence') {
    if (!PROVINCES.has(number.slice(1, 3))) return refused('number-region')
    if (!isCountryDigits(number.slice(3, 6))) return refused('number-country')
  } else if (!PROVINCES.has(number.slice(0, 2)) && !RESIDENCE_REGIONS.has(number.slice(0, 6))) {
    return refused('number-region')
  }
  if (!isPastDate(number.slice(6, 14), now)) return refused('number-birth')
  if (checkCharacter(number) !== number[17]) return refused('number-checksum')
  return { kind, number }
}

function kindOfEighteen(number: string): DocumentKind {
  if (number.startsWith('9')) return 'permanent-residence'
  return /^8[123]/.test(number) ? 'residence-permit' : 'idcard'
}

/** The permanent residence card of 2017: country, area, YYMMDD, serial, check digit of ICAO 9303. */
function readOldResident(number: string): NumberReading {
  const kind = 'permanent-residence'
  if (!isCountryLetters(number.slice(0, 3))) return { kind, problem: 'number-country' }
  if (!PROVINCES.has(number.slice(3, 5))) return { kind, problem: 'number-region' }
  const birth = number.slice(7, 13)
  // The century is not in the number: a day that exists in either is taken.
  if (!isDate(`19${birth}`) && !isDate(`20${birth}`)) return { kind, problem: 'number-birth' }
  return icaoCheckDigit(number.slice(0, 14)) === number[14] ? { kind, number } : { kind, problem: 'number-checksum' }
}

/** ISO 7064 MOD 11-2 over the first 17 digits. */
export function checkCharacter(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(number[place]), 0)
  return CHECK_CHARACTERS[sum % 11]!
}

/** ICAO 9303-3: weights 7, 3, 1 again and again; letters count from 10, the filler nothing. */
export function icaoCheckDigit(text: string): string {
  const sum = [...text].reduce((total, character, place) => {
    const value = character === '<' ? 0 : Number.parseInt(character, 36)
    return total + value * [7, 3, 1][place % 3]!
  }, 0)
  return String(sum % 10)
}

/** 男 or 女 by the serial of a number of 18 characters; undefined for other documents. */
export function genderInNumber(number: string): Gender | undefined {
  if (!/^\d{17}[\dX]$/.test(number)) return undefined
  return Number(number[16]) % 2 === 1 ? '男' : '女'
}

/** Birth date inside the number: YYYYMMDD, or YYMMDD where the century is not in it; undefined for other documents. */
export function birthInNumber(number: string): string | undefined {
  if (/^\d{17}[\dX]$/.test(number)) return number.slice(6, 14)
  return /^[A-Z]{3}\d{12}$/.test(number) ? number.slice(7, 13) : undefined
}

/** A day that exists, from 1800 on, and not after today in China. */
function isPastDate(digits: string, now: Date): boolean {
  return isDate(digits) && digits >= '1800' && dateOf(digits).getTime() <= now.getTime() + CHINA_AHEAD_MS
}

function isDate(digits: string): boolean {
  const date = dateOf(digits)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10).replaceAll('-', '') === digits
}

function dateOf(digits: string): Date {
  return new Date(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}T00:00:00Z`)
}
