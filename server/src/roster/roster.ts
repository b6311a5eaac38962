import { Problem, type ProblemCode, problems } from '@tucai/contract'
import { parseName } from '../contact/contact.ts'
import { type DocumentNumber, lengthenOldNumber, normaliseNumber, parseNumber } from '../identity/identity.ts'
import { isDamagedNumber, plainHeading, type SheetRow } from '../platform/sheets/sheet.ts'

/** One line of a school's roster, checked. */
export interface RosterLine {
  row: number
  document: DocumentNumber
  name: string
  gender: '男' | '女'
  studentNumber: string
  college: string
  major: string
  className: string
  level: string
  studyYears: string
  graduationYear: number
}

/** What is wrong, addressed so that it is found in the sheet. `row` counts from 1, the heading included. */
export interface RosterError {
  row: number
  column: string
  zh: string
}

export interface RosterReading {
  lines: RosterLine[]
  errors: RosterError[]
  /** Headings that mean nothing to us. */
  ignoredColumns: string[]
}

/** Field, the word used in messages, and the headings under which schools submit it (CHSI’s short names included). */
const COLUMNS = {
  studentNumber: ['学号', '学号', '学生学号', 'xh', 'student_no', 'student_number'],
  name: ['姓名', '姓名', 'xm', 'name'],
  number: ['身份证号', '身份证号', '身份证号码', '证件号码', '证件号', '公民身份号码', 'sfzh', 'zjhm'],
  kind: ['证件类型', '证件类型', 'zjlx'],
  gender: ['性别', '性别', 'xb'],
  college: ['学院', '学院', '院系', '分院', '系所', 'fy', 'yx'],
  major: ['专业', '专业', '专业名称', 'zymc'],
  className: ['班级', '班级', '班号', '毕业班级', 'bh'],
  level: ['层次', '层次', '学历层次', '培养层次', 'cc'],
  studyYears: ['学制', '学制', 'xz'],
  graduationYear: ['毕业年份', '毕业年份', '届别', '预计毕业日期', 'yjbyrq'],
} as const

type Field = keyof typeof COLUMNS
const REQUIRED: Field[] = ['studentNumber', 'name', 'number']
const CELL_LIMIT_CHARACTERS = 100

/** Which field a heading names. */
function fieldOf(heading: string): Field | undefined {
  const word = plainHeading(heading)
  return (Object.keys(COLUMNS) as Field[]).find((field) => (COLUMNS[field] as readonly string[]).includes(word))
}

export function isRosterHeading(cells: string[]): boolean {
  return cells.some((cell) => fieldOf(cell) !== undefined)
}

/**
 * Checks every row and collects every error: the school mends them all at once. `usualYear` is the graduation year where
 * the sheet has no such column.
 */
export function readRoster(rows: SheetRow[], usualYear: number, now: Date): RosterReading {
  const [heading, ...rest] = rows
  const headings = heading?.cells ?? []
  const fields = headings.map(fieldOf)
  const missing = REQUIRED.filter((field) => !fields.includes(field))
  const doubled = fields.filter((field, place) => field !== undefined && fields.indexOf(field) < place)
  const headingErrors = [
    ...missing.map((field) => ({ row: 1, column: COLUMNS[field][0], zh: '缺少这一列' })),
    ...doubled.map((field) => ({ row: 1, column: COLUMNS[field!][0], zh: '这一列出现了两次' })),
  ]
  const ignoredColumns = headings.filter((words, place) => !fields[place] && words.trim() !== '')
  if (headingErrors.length > 0) return { lines: [], errors: headingErrors, ignoredColumns }
  const lines: RosterLine[] = []
  const errors: RosterError[] = []
  for (const { row, cells } of rest) {
    const read = readLine(cells, fields, row, usualYear, now)
    if ('errors' in read) errors.push(...read.errors)
    else lines.push(read)
  }
  if (lines.length === 0 && errors.length === 0) errors.push({ row: 2, column: '学号', zh: '没有数据行' })
  errors.push(...doubles(lines))
  return { lines, errors: errors.sort((one, other) => one.row - other.row), ignoredColumns }
}

function readLine(
  cells: string[],
  fields: (Field | undefined)[],
  row: number,
  usualYear: number,
  now: Date,
): RosterLine | { errors: RosterError[] } {
  const errors: RosterError[] = []
  const text = (field: Field) => tidy(cells[fields.indexOf(field)] ?? '')
  const check = <T>(field: Field, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      errors.push({ row, column: COLUMNS[field][0], zh: wordsOf(error) })
      return undefined
    }
  }
  if (cells.slice(fields.length).some((cell) => cell.trim() !== '')) {
    errors.push({ row, column: '列数', zh: '单元格比表头多，请检查逗号和引号' })
  }
  for (const field of Object.keys(COLUMNS) as Field[]) check(field, () => checkCell(text(field)))
  const document = check('number', () => readNumber(text('number'), text('kind'), now))
  const name = check('name', () => readName(text('name')))
  const gender = check('gender', () => readGender(text('gender'), document))
  const studentNumber = check('studentNumber', () => readStudentNumber(text('studentNumber')))
  const graduationYear = check('graduationYear', () => readYear(text('graduationYear'), usualYear))
  if (errors.length > 0 || !document || !name || !gender || !studentNumber || !graduationYear) return { errors }
  const [college, major, className] = [text('college'), text('major'), text('className')]
  const plain = { college, major, className, level: text('level'), studyYears: text('studyYears') }
  return { row, document, name, gender, studentNumber, graduationYear, ...plain }
}

class Wrong extends Error {}

function wordsOf(error: unknown): string {
  if (error instanceof Wrong) return error.message
  if (error instanceof Problem) return problems[error.code satisfies ProblemCode].zh
  throw error
}

/** Without the spaces of any width around it, and without the apostrophe by which Excel marks text. */
function tidy(cell: string): string {
  return cell
    .replace(/^[\s\p{Z}\p{Cf}]+|[\s\p{Z}\p{Cf}]+$/gu, '')
    .replace(/^'/, '')
    .normalize('NFC')
}

function checkCell(text: string): void {
  if ([...text].length > CELL_LIMIT_CHARACTERS) throw new Wrong(`内容超过${CELL_LIMIT_CHARACTERS}个字`)
  if (/[\p{Cc}\uFFFD]/u.test(text)) throw new Wrong('含有无法识别的字符，请检查文件编码')
}

function readNumber(cell: string, kind: string, now: Date): DocumentNumber {
  const number = normaliseNumber(cell)
  if (number === '') throw new Wrong('没有填写')
  if (isDamagedNumber(number)) {
    throw new Wrong('被表格软件变成了科学计数法，请把这一列设为文本后重新导出')
  }
  const isPassport = /护照|通行证|passport/i.test(kind) || (kind === '' && !/^\d+X?$/.test(number))
  if (isPassport) return parseNumber('passport', number, now)
  if (/^\d{15}$/.test(number)) return parseNumber('idcard', lengthenOldNumber(number), now)
  try {
    return parseNumber('idcard', number, now)
  } catch (error) {
    if (/^\d{15}000$/.test(number)) throw new Wrong('后三位被表格软件变成了000，请把这一列设为文本后重新导出')
    throw error
  }
}

function readName(text: string): string {
  if (text === '') throw new Wrong('没有填写')
  if (/\?\?|？？/.test(text)) throw new Wrong('含有“??”，可能是缺失的生僻字')
  return parseName(text)
}

/** 男 or 女, the codes 1 and 2; where it is not given, what the number of an identity card says. */
function readGender(text: string, document: DocumentNumber | undefined): '男' | '女' {
  if (['男', '1', '男性', 'M'].includes(text.toUpperCase())) return '男'
  if (['女', '2', '女性', 'F'].includes(text.toUpperCase())) return '女'
  if (text === '' && document?.kind === 'idcard') return Number(document.number[16]) % 2 === 1 ? '男' : '女'
  if (text === '' && document === undefined) return '男'
  throw new Wrong(text === '' ? '没有填写' : '应为男或女')
}

function readStudentNumber(text: string): string {
  if (text === '') throw new Wrong('没有填写')
  if (isDamagedNumber(text)) throw new Wrong('被表格软件变成了科学计数法，请把这一列设为文本后重新导出')
  if (/^[\p{L}\p{N}._-]{1,30}$/u.test(text)) return text.normalize('NFKC')
  throw new Wrong('应为30位以内的字母和数字')
}

function readYear(text: string, usualYear: number): number {
  if (text === '') return usualYear
  const year = Number(/^(20\d\d)(?:届|年|[-/.]?\d{1,2}.*)?$/.exec(text)?.[1])
  if (year >= 2000) return year
  throw new Wrong('应为四位年份，例如2027')
}

/** Every later row that repeats a student number or a document of an earlier one. */
function doubles(lines: RosterLine[]): RosterError[] {
  const firstRows = new Map<string, number>()
  const errors: RosterError[] = []
  const note = (key: string, column: string, row: number) => {
    const first = firstRows.get(key)
    if (first === undefined) firstRows.set(key, row)
    else errors.push({ row, column, zh: `与第 ${first} 行重复` })
  }
  for (const { row, studentNumber, document } of lines) {
    note(`student ${studentNumber}`, COLUMNS.studentNumber[0], row)
    note(`document ${document.number}`, COLUMNS.number[0], row)
  }
  return errors
}
