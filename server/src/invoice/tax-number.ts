import { checkCharacter } from '@tucai/contract'

/** Digits and letters without I, O, S, V, Z, in the order of their values. */
const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** The 18th character of a unified social credit code (统一社会信用代码), from the 17 before it. GB 32100-2015, 4.4 */
export function creditCheckCharacter(code: string): string {
  let sum = 0
  let weight = 1
  for (const character of code.slice(0, 17)) {
    sum += LETTERS.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return LETTERS[(31 - (sum % 31)) % 31]!
}

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/** The ninth character of an organisation code (组织机构代码), from the eight before it. GB 11714-1997, 3.3 */
export function organisationCheckCharacter(code: string): string {
  const sum = [...code.slice(0, 8)].reduce(
    (so, each, place) => so + parseInt(each, 36) * organisationWeights[place]!,
    0,
  )
  return '0123456789X'[(11 - (sum % 11)) % 11]!
}

/**
 * A taxpayer's number as it stands on invoices: a unified social credit code; before it a region and an organisation code,
 * 15 characters; an identity number, or one with two characters behind it where a person has several businesses.
 * Spaces and marks are left out. Null when it can't be one.
 */
export function readTaxNumber(text: string): string | null {
  const number = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
  if (number.length === 15) return isOldNumber(number) ? number : null
  if (number.length === 18) return isCreditCode(number) || isIdentityNumber(number) ? number : null
  if (/^.{18}[0-9A-Z]{2}$/.test(number)) return isIdentityNumber(number.slice(0, 18)) ? number : null
  return null
}

function isCreditCode(number: string): boolean {
  const isShaped = /^[1-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(number)
  return isShaped && creditCheckCharacter(number) === number[17]
}

/** Numbers of single persons had 15 digits, of which none is a check. */
function isOldNumber(number: string): boolean {
  if (/^\d{15}$/.test(number)) return true
  return /^\d{6}[0-9A-Z]{8}[0-9X]$/.test(number) && organisationCheckCharacter(number.slice(6)) === number[14]
}

function isIdentityNumber(number: string): boolean {
  return /^\d{17}[\dX]$/.test(number) && checkCharacter(number) === number[17]
}
