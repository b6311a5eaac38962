import type { RosterField } from '@tucai/contract'
import { plainHeading } from '../platform/sheets/sheet.ts'

interface ColumnWords {
  zh: string
  en: string
  /** Headings under which schools submit it, CHSI’s short names included; plain, see plainHeading. */
  headings: readonly string[]
}

/** What a roster may say of a graduate. */
export const rosterFields: Record<RosterField, ColumnWords> = {
  studentNumber: {
    ...{ zh: '学号', en: 'Student number' },
    headings: ['学号', '学生学号', 'xh', 'student_no', 'student_number', 'studentnumber'],
  },
  name: { zh: '姓名', en: 'Name', headings: ['姓名', '学生姓名', 'xm', 'name'] },
  kind: { zh: '证件类型', en: 'Document type', headings: ['证件类型', '身份证件类型', '证件种类', 'zjlx', 'sfzjlx'] },
  number: {
    ...{ zh: '证件号码', en: 'Document number' },
    headings: [
      '证件号码',
      '证件号',
      '身份证号',
      '身份证号码',
      '公民身份号码',
      '身份证件号',
      '身份证',
      'sfzh',
      'zjhm',
      'sfzjh',
    ],
  },
  gender: { zh: '性别', en: 'Gender', headings: ['性别', 'xb', 'gender'] },
  college: {
    zh: '学院',
    en: 'College',
    headings: ['学院', '院系', '分院', '系所', '院系名称', '学院名称', 'fy', 'yx', 'xsh'],
  },
  major: { zh: '专业', en: 'Major', headings: ['专业', '专业名称', 'zymc', 'major'] },
  className: { zh: '班级', en: 'Class', headings: ['班级', '班级名称', '班号', '毕业班级', 'bh', 'class'] },
  level: { zh: '层次', en: 'Level', headings: ['层次', '学历层次', '培养层次', 'cc', 'pycc'] },
  studyYears: { zh: '学制', en: 'Years of study', headings: ['学制', 'xz'] },
  graduationYear: {
    ...{ zh: '毕业年份', en: 'Year of graduation' },
    headings: ['毕业年份', '届别', '毕业日期', '预计毕业日期', 'yjbyrq', 'byrq'],
  },
  examNumber: { zh: '考生号', en: 'Examination number', headings: ['考生号', 'ksh'] },
  majorCode: { zh: '专业代码', en: 'Major code', headings: ['专业代码', 'zydm'] },
  studyForm: { zh: '学习形式', en: 'Form of study', headings: ['学习形式', 'xxxs', 'xxxx'] },
  entryDate: { zh: '入学日期', en: 'Date of entry', headings: ['入学日期', '入学年份', 'rxrq'] },
  campus: { zh: '校区', en: 'Campus', headings: ['校区', 'xq'] },
  note: { zh: '备注', en: 'Note', headings: ['备注', 'bz'] },
}

const fieldNames = Object.keys(rosterFields) as RosterField[]

/** Fields that a roster can’t do without. */
const neededFields: readonly RosterField[] = ['studentNumber', 'name', 'number']

/** Fields of their own columns in the table of graduates; the others lie in `extra`. */
export const extraFields = ['examNumber', 'majorCode', 'studyForm', 'entryDate', 'campus', 'note'] as const

/** What each column is taken for, by its place; null: left out. */
export type ColumnMap = (RosterField | null)[]

const byHeading = new Map(fieldNames.flatMap((field) => rosterFields[field].headings.map((word) => [word, field])))

/** Which field a heading names: as a whole, or without what is put in brackets behind it. */
function fieldOf(heading: string): RosterField | null {
  const word = plainHeading(heading)
  return byHeading.get(word) ?? byHeading.get(word.replace(/\(.*\)$/, '')) ?? null
}

/** Of columns that name the same field the first counts. */
export function matchColumns(headings: string[]): ColumnMap {
  const fields = headings.map(fieldOf)
  return fields.map((field, place) => (field !== null && fields.indexOf(field) === place ? field : null))
}

export function missingFields(columns: ColumnMap): RosterField[] {
  return neededFields.filter((field) => !columns.includes(field))
}

/** Rows above the headings, such as a title, are passed over. */
const HEADING_WITHIN_ROWS = 20

/** Whether a row is taken for the headings: it names two fields at least. */
export function isHeadingRow(cells: string[]): boolean {
  return new Set(cells.map(fieldOf).filter((field) => field !== null)).size >= 2
}

export const mayBeHeading = (row: number) => row <= HEADING_WITHIN_ROWS
