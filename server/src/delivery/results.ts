import type { DeliveryRemark, DeliveryResult, DeliveryResultKind } from '@tucai/contract'
import { cellName, isDamagedNumber, plainHeading, type SheetReading, type SheetRow } from '../platform/sheets/sheet.ts'

/** One row of a sheet with results, checked as far as the sheet goes. */
export interface ResultLine {
  row: number
  keys: Partial<Record<KeyField, string>>
  result: DeliveryResult
  reason: string
  at: { key: Place; result: Place }
}

export type Place = Pick<DeliveryRemark, 'cell' | 'column'>
type KeyField = 'studentNo' | 'examNo' | 'idNo'
type Field = KeyField | 'result' | 'reason'

export interface ResultReading {
  lines: ResultLine[]
  problems: DeliveryRemark[]
  ignoredColumns: string[]
}

const COLUMNS: Record<Field, readonly string[]> = {
  studentNo: ['学号', '学生学号', 'xh', 'studentno', 'student_no', 'studentnumber'],
  examNo: ['考生号', 'ksh', 'examno', 'exam_no', 'examnumber'],
  idNo: ['身份证号', '身份证号码', '证件号', '证件号码', '公民身份号码', 'sfzh', 'zjhm', 'idno', 'id_no'],
  result: [
    '结果',
    '比对结果',
    '校对结果',
    '图像比对结果',
    '图像校对结果',
    '比对状态',
    '校对状态',
    '状态',
    'result',
    'status',
  ],
  reason: ['原因', '未通过原因', '不通过原因', '比对意见', '校对意见', '备注', '说明', 'reason', 'note'],
}
const keyFields = ['studentNo', 'examNo', 'idNo'] as const

/** Headings that tell a heading row. */
export const resultHeadings: readonly string[] = Object.values(COLUMNS).flat()

const WORDS: Record<DeliveryResultKind, Partial<Record<DeliveryResult, readonly string[]>>> = {
  comparison: {
    matched: ['通过', '比对通过', '已通过', '一致', '成功', '正常', 'pass', 'passed', 'ok'],
    'compare-failed': [
      '未通过',
      '不通过',
      '比对未通过',
      '比对不通过',
      '不一致',
      '比对不一致',
      '失败',
      '比对失败',
      'fail',
      'failed',
    ],
  },
  proofreading: {
    proofread: ['正确', '已校对', '校对正确', '无误', '信息无误', '确认无误', '已确认', 'correct', 'ok'],
    'proofread-wrong': ['信息有误', '有误', '错误', '不正确', 'wrong', 'incorrect'],
  },
}

const remarks = {
  'column-missing': { zh: '缺少这一列，请补上表头', en: 'This column is missing. Add its heading.' },
  'column-twice': { zh: '这一列出现了两次，请只留一列', en: 'This column is there twice. Keep one.' },
  'no-rows': { zh: '没有数据行', en: 'There are no rows of data.' },
  'quote-open': { zh: '引号没有闭合，后面的内容无法读取', en: 'A quote is never closed; what follows cannot be read.' },
  unreadable: { zh: '这一行无法读取', en: 'This row cannot be read.' },
  'key-empty': { zh: '没有填写学号、考生号或证件号', en: 'Student, exam or document number is missing.' },
  'number-damaged': {
    zh: '号码被表格软件变成了科学计数法，请把这一列设为文本后重新导出',
    en: 'A spreadsheet program turned the number into 1.1E+17. Make the column text and export it again.',
  },
  'result-unknown': {
    zh: '结果看不懂：比对应为“通过”或“未通过”，校对应为“正确”或“信息有误”',
    en: 'The result is not known: 通过 or 未通过 for a comparison, 正确 or 信息有误 for proofreading.',
  },
  'person-unknown': {
    zh: '没有向学信网交付过这名学生的照片，请核对号码和采集批次',
    en: 'No photo of this student was delivered to CHSI. Check the number and the campaign.',
  },
  'person-conflict': { zh: '这一行的号码属于不同的学生', en: 'The numbers of this row belong to different students.' },
  'person-twice': {
    zh: '这名学生在文件中出现了两次，结果不同',
    en: 'This student is in the file twice, with different results.',
  },
  'result-late': {
    zh: '这张照片已登记为比对未通过，不能再改；新照片交付后再导入结果',
    en: 'The comparison of this photo is on record as failed and stays so. Import results of the new photo once it is delivered.',
  },
} as const
export type RemarkCode = keyof typeof remarks

export function remark(row: number, { cell, column }: Place, code: RemarkCode): DeliveryRemark {
  return { row, cell, column, code, ...remarks[code] }
}

const FILE: Place = { cell: '', column: '' }

/** Checks every row and collects every problem: they are mended all at once. */
export function readResults({ rows, broken }: SheetReading, kind: DeliveryResultKind): ResultReading {
  const [heading, ...rest] = rows
  const headings = heading?.cells ?? []
  const fields = headings.map(fieldOf)
  const problems: DeliveryRemark[] = broken ? [remark(broken.row, FILE, broken.why)] : []
  const reading = {
    lines: [] as ResultLine[],
    problems,
    ignoredColumns: headings.filter((words, place) => !fields[place] && words.trim() !== ''),
  }
  const first = heading?.row ?? 1
  const missing = (field: Field) =>
    void problems.push(remark(first, { cell: '', column: COLUMNS[field][0]! }, 'column-missing'))
  for (const field of Object.keys(COLUMNS) as Field[])
    if (fields.filter((found) => found === field).length > 1)
      problems.push(remark(first, { cell: '', column: COLUMNS[field][0]! }, 'column-twice'))
  if (!fields.includes('result')) missing('result')
  if (!keyFields.some((field) => fields.includes(field))) missing('studentNo')
  if (problems.some(({ code }) => code.startsWith('column-'))) return reading
  for (const row of rest) readLine(row, headings, fields, kind, reading)
  if (rest.length === 0 && problems.length === 0) problems.push(remark(2, FILE, 'no-rows'))
  return reading
}

function fieldOf(heading: string): Field | undefined {
  const word = plainHeading(heading)
  return (Object.keys(COLUMNS) as Field[]).find((field) => COLUMNS[field].includes(word))
}

function readLine(
  { row, cells }: SheetRow,
  headings: string[],
  fields: (Field | undefined)[],
  kind: DeliveryResultKind,
  { lines, problems }: ResultReading,
): void {
  const text = (field: Field) => (cells[fields.indexOf(field)] ?? '').trim()
  const at = (field: Field): Place => {
    const place = fields.indexOf(field)
    return { cell: cellName(place, row), column: headings[place]!.trim() }
  }
  const present = keyFields.filter((field) => fields.includes(field) && text(field) !== '')
  const damaged = present.find((field) => isDamagedNumber(text(field)))
  if (damaged !== undefined) return void problems.push(remark(row, at(damaged), 'number-damaged'))
  const [key] = present
  if (key === undefined) return void problems.push(remark(row, FILE, 'key-empty'))
  const result = resultOf(text('result'), kind)
  if (result === undefined) return void problems.push(remark(row, at('result'), 'result-unknown'))
  const reason = fields.includes('reason') ? text('reason').slice(0, 200) : ''
  const keys = Object.fromEntries(present.map((field) => [field, text(field)]))
  lines.push({ row, keys, result, reason, at: { key: at(key), result: at('result') } })
}

function resultOf(text: string, kind: DeliveryResultKind): DeliveryResult | undefined {
  const word = plainHeading(text)
  const found = Object.entries(WORDS[kind]).find(([, words]) => words.includes(word))
  return found?.[0] as DeliveryResult | undefined
}
