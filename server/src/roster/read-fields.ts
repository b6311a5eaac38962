import { type DocumentKind, Problem, type ProblemCode, type RosterField, type RosterSeverity } from '@tucai/contract'
import { parseName } from '../contact/contact.ts'
import { type DocumentNumber, lengthenOldNumber, normaliseNumber, parseNumber } from '../identity/identity.ts'
import { isDamagedNumber } from '../platform/sheets/sheet.ts'

/** Takes note of something about a cell; of a blocking one the row is not taken. */
export type Note = (severity: RosterSeverity, field: RosterField, code: string, detail?: string) => void

const CELL_LIMIT_CHARACTERS = 100
const TAIL_LOST = /^\d{15}000$/

/** Without the spaces of any width around it; a line break inside is a space. */
export function tidy(cell: string): string {
  return cell.trim().replace(/(?<![ \t])[ \t]*[\r\n]+[ \t]*/g, ' ')
}

/** Text that is stored as it stands, or not at all. */
export function readPlain(text: string, field: RosterField, note: Note): string {
  if ([...text].length > CELL_LIMIT_CHARACTERS) note('block', field, 'cell-long', String(CELL_LIMIT_CHARACTERS))
  else if (hasStrangeSigns(text)) note('block', field, 'cell-signs')
  return text
}

/** Controls, halves of characters, what stands for the unreadable, and code points that never are a character. */
function hasStrangeSigns(text: string): boolean {
  return /[\p{Cc}\p{Cs}\uFFFD\uFFFE\uFFFF]/u.test(text)
}

const KINDS: [RegExp, DocumentKind][] = [
  [/护照|passport/i, 'passport'],
  [/台湾.*(通行证)|台胞证/, 'taiwan-permit'],
  [/(港澳|香港|澳门).*通行证|回乡证/, 'home-return-permit'],
  [/居住证/, 'residence-permit'],
  [/永久居留/, 'permanent-residence'],
]

export function readDocument(cell: string, kind: string, now: Date, note: Note): DocumentNumber | undefined {
  const number = normaliseNumber(cell.replace(/^['‘’]/, ''))
  if (number === '') return refuse(note, 'number', 'missing')
  if (hasStrangeSigns(cell)) return refuse(note, 'number', 'cell-signs')
  if (isDamagedNumber(number)) return refuse(note, 'number', 'exponent')
  const named = KINDS.find(([pattern]) => pattern.test(kind))?.[1]
  if (named === undefined && /^\d{15}$/.test(number)) {
    const document = parsed('idcard', lengthenOldNumber(number), now, note)
    if (document !== undefined) note('warn', 'number', 'number-lengthened')
    return document
  }
  // Where nothing says which document it is, letters at the front are a passport’s.
  const isPassport = named === undefined && !/身份证/.test(kind) && !/^\d+X?$/.test(number)
  return parsed(named ?? (isPassport ? 'passport' : 'idcard'), number, now, note)
}

function parsed(kind: DocumentKind, number: string, now: Date, note: Note): DocumentNumber | undefined {
  try {
    return parseNumber(kind, number, now)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (TAIL_LOST.test(number)) return refuse(note, 'number', 'tail-lost')
    return refuse(note, 'number', error.code satisfies ProblemCode)
  }
}

function refuse(note: Note, field: RosterField, code: string, detail?: string): undefined {
  note('block', field, code, detail)
  return undefined
}

export function readName(text: string, note: Note): string | undefined {
  if (text === '') return refuse(note, 'name', 'missing')
  // Older systems write ?? where they lack a character.
  if (/[?？]/.test(text)) return refuse(note, 'name', 'name-gap')
  if (hasStrangeSigns(text)) return refuse(note, 'name', 'cell-signs')
  try {
    const name = parseName(text)
    if (name !== text) note('warn', 'name', 'name-spelling')
    else if (/(?<=\p{Script=Han}) (?=\p{Script=Han})/u.test(name)) note('warn', 'name', 'name-space')
    return name
  } catch (error) {
    if (error instanceof Problem) return refuse(note, 'name', 'name-invalid')
    throw error
  }
}

/** 男 or 女, the codes 1 and 2; where it is not given, what the number says. */
export function readGender(text: string, document: DocumentNumber | undefined, note: Note): '男' | '女' | undefined {
  const plain = text.normalize('NFKC').toUpperCase()
  const inNumber = genderIn(document)
  const given = ['男', '1', '男性', 'M', 'MALE'].includes(plain)
    ? '男'
    : ['女', '2', '女性', 'F', 'FEMALE'].includes(plain)
      ? '女'
      : undefined
  if (given === undefined && text !== '') return refuse(note, 'gender', 'gender-unknown')
  if (given !== undefined && inNumber !== undefined && given !== inNumber) note('warn', 'gender', 'gender-differs')
  // The number itself has been complained about where there is none.
  if (given === undefined && inNumber === undefined && document !== undefined) return refuse(note, 'gender', 'missing')
  return given ?? inNumber
}

function genderIn(document: DocumentNumber | undefined): '男' | '女' | undefined {
  if (document === undefined || !/^\d{17}[\dX]$/.test(document.number)) return undefined
  return Number(document.number[16]) % 2 === 1 ? '男' : '女'
}

export function readStudentNumber(text: string, note: Note): string | undefined {
  if (text === '') return refuse(note, 'studentNumber', 'missing')
  const number = text.normalize('NFKC')
  if (isDamagedNumber(number)) return refuse(note, 'studentNumber', 'exponent')
  if (!/^[\p{L}\p{N}._/-]{1,30}$/u.test(number)) return refuse(note, 'studentNumber', 'student-number-invalid')
  if (number !== text) note('warn', 'studentNumber', 'width')
  return number
}

export function readYear(text: string, usualYear: number, note: Note): number | undefined {
  if (text === '') return usualYear
  const year = Number(/^(20\d\d)(?:届|年|级|[-/.年]?\d{1,2}.*)?$/.exec(text.normalize('NFKC'))?.[1])
  return year >= 2000 ? year : refuse(note, 'graduationYear', 'year-invalid')
}

const LEVELS = [
  '专科',
  '本科',
  '专升本',
  '高起本',
  '高起专',
  '第二学士学位',
  '硕士',
  '博士',
  '研究生',
  '硕士研究生',
  '博士研究生',
]
const USUAL_LEVELS = new Map(
  Object.entries({
    大本: '本科',
    大学本科: '本科',
    本: '本科',
    大专: '专科',
    高职: '专科',
    '高职(专科)': '专科',
    专: '专科',
    硕: '硕士',
    博: '博士',
    二学位: '第二学士学位',
  }),
)

/** Kept as it stands; what is not among the usual words is asked about. */
export function readLevel(text: string, note: Note): string {
  const level = readPlain(text, 'level', note)
  if (level !== '' && !LEVELS.includes(level))
    note('warn', 'level', 'level-unknown', USUAL_LEVELS.get(level.normalize('NFKC')) ?? '')
  return level
}
