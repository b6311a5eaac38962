import type { DocumentKind } from '@tucai/contract'
import { type NumberProblem, plainNumber, readNumber } from '@tucai/contract/number'

export { genderInNumber, icaoCheckDigit, type NumberProblem, plainNumber } from '@tucai/contract/number'

/** What a page asks for: 18 characters, a passport, or a permit of Hong Kong, Macau or Taiwan. */
export type NumberPage = 'idcard' | 'passport' | 'permit'

/** As what a number typed on the page is read. */
function enteredAs(page: NumberPage): DocumentKind {
  return page === 'permit' ? 'taiwan-permit' : page
}

/** Grouped for reading: region, birth date, rest. Anything but 18 characters stays as it is. */
export function groupedNumber(text: string): string {
  const number = plainNumber(text)
  return number.length === 18 ? `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}` : text
}

/** On which page a number would be entered, judged by its shape: ten digits and more are an identity number. */
export function pageOfNumber(text: string): NumberPage {
  return /^\d{10,}X?$/.test(plainNumber(text)) ? 'idcard' : 'passport'
}

/** Which document a number belongs to: that of its shape where only one has it, or the page’s. */
export function documentKind(page: NumberPage, text: string): DocumentKind {
  return readNumber(enteredAs(page), text, new Date()).kind
}

/** What is wrong with a number, or null. */
export function checkNumber(page: NumberPage, text: string): NumberProblem | null {
  return readNumber(enteredAs(page), text, new Date()).problem ?? null
}

/** The same while it is being typed: nothing is said about what is only not there yet. */
export function checkWhileTyping(page: NumberPage, text: string): NumberProblem | null {
  const number = plainNumber(text)
  if (number === '') return null
  const problem = checkNumber(page, number)
  if (page === 'passport') return /^[A-Z0-9]*$/.test(number) && number.length <= 20 ? null : problem
  // A permit may begin like an identity number, a number like a permit: both are only short as yet.
  if (/^([HM]A?|[A-Z]{3})?\d*(\([A-Z]?)?$/.test(number) && number.length < 18) return isShort(problem) ? null : problem
  return /^[A-Z]{1,2}$/.test(number) ? null : problem
}

function isShort(problem: NumberProblem | null): boolean {
  return problem === 'number-length' || problem === 'number-permit' || problem === 'number-characters'
}
