import type { RosterField } from '@tucai/contract'
import { surnameOf } from '../contact/contact.ts'

const MOST_SHOWN_CHARACTERS = 40

/** The value of a cell as the console shows it: what is personal covered, what is damaged left visible. */
export function coveredCell(field: RosterField | null, cell: string): string {
  // Signs that can't be seen would disturb the line that they stand in.
  const text = cell.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '\uFFFD').trim()
  const characters = [...text]
  const shown =
    characters.length > MOST_SHOWN_CHARACTERS ? `${characters.slice(0, MOST_SHOWN_CHARACTERS).join('')}…` : text
  if (field === 'number') return coveredNumber(shown)
  if (field === 'name') return coveredName(shown)
  if (field === 'studentNumber' || field === 'examNumber') return coveredMiddle(shown)
  // What a column without meaning to us holds is nobody's business, and notes may say anything.
  return field === null || field === 'note' ? '' : shown
}

/** The first three characters, then asterisks; what a spreadsheet program made of a number says nothing. */
function coveredNumber(text: string): string {
  const damaged = /^(\d(?:\.\d)?)\d*(E\+?\d+)$/i.exec(text)
  if (damaged) return `${damaged[1]}${damaged[2]}`
  const zeros = /^\d{15}000$/.test(text) ? '000' : ''
  const characters = [...text]
  return characters.slice(0, 3).join('') + '*'.repeat(Math.max(0, characters.length - 3 - zeros.length)) + zeros
}

/** The family name stays, and the signs that tell what is wrong with the rest. */
export function coveredName(name: string): string {
  const surname = [...surnameOf(name)]
  const characters = [...name]
  const keptCount = characters.slice(0, surname.length).join('') === surname.join('') ? surname.length : 1
  return characters.map((sign, place) => (place < keptCount || !/[\p{L}\p{N}]/u.test(sign) ? sign : '*')).join('')
}

/** 2022****17 */
export function coveredMiddle(text: string): string {
  const characters = [...text]
  const [head, tail] = characters.length < 5 ? [1, 0] : characters.length < 8 ? [2, 1] : [4, 2]
  const hidden = '*'.repeat(Math.max(0, characters.length - head - tail))
  return characters.slice(0, head).join('') + hidden + (tail === 0 ? '' : characters.slice(-tail).join(''))
}
