import { buffer } from 'node:stream/consumers'
import { xlsxStream } from '../../src/platform/sheets/write-xlsx.ts'
import { aNumber } from '../number.ts'
import { unzipped } from '../unzipped.ts'

/** One line of the school's sheet. */
export interface Line {
  studentNumber: string
  name: string
  number: string
  college: string
  className: string
}

const HEADINGS = ['学号', '姓名', '证件号码', '性别', '学院', '专业', '班级', '层次', '学制', '毕业年份', '考生号']
const SURNAMES = [...'林沈周顾赵钱孙李吴郑王冯陈褚卫蒋韩杨朱秦']
const GIVEN = [...'知远若溪明轩一鸣子涵思齐雨桐嘉宁书白清和']
const COLLEGES = ['信息工程学院', '外国语学院', '土木工程学院', '经济管理学院']

const given = new Set<string>()
function aNewNumber(): string {
  const number = aNumber()
  if (given.has(number)) return aNewNumber()
  given.add(number)
  return number
}

export function aLine(nth: number): Line {
  const name = SURNAMES[nth % SURNAMES.length]! + GIVEN[(nth * 7) % GIVEN.length] + GIVEN[(nth * 13 + 5) % GIVEN.length]
  const college = COLLEGES[nth % COLLEGES.length]!
  const className = `${college.slice(0, 2)}230${1 + (Math.floor(nth / COLLEGES.length) % 5)}`
  return { studentNumber: `2023${String(nth + 1).padStart(6, '0')}`, name, number: aNewNumber(), college, className }
}

const cellsOf = ({ studentNumber, name, number, college, className }: Line): string[] => [
  ...[studentNumber, name, number, Number(number[16]) % 2 === 1 ? '男' : '女', college],
  ...['软件工程', className, '本科', '4', '2027', `27310000${studentNumber.slice(4)}`],
]

const sheetOf = (rows: string[][]): Promise<Buffer> => {
  const columns = HEADINGS.map((title) => ({ title }))
  return buffer(xlsxStream('名单', columns, rows))
}

export const soundSheet = (lines: Line[]): Promise<Buffer> => sheetOf(lines.map(cellsOf))

/** The sheet with mistakes as they come from schools, and the cells in which they are found. */
export async function spoiledSheet(lines: Line[]): Promise<{ sheet: Buffer; cells: string[] }> {
  const rows = lines.map(cellsOf)
  rows[18]![2] = '3.10115E+17'
  rows[38]![2] = `${rows[38]![2]!.slice(0, 17)}${rows[38]![2]!.endsWith('X') ? '1' : 'X'}`
  rows[58]![1] = '张??'
  rows[78]![0] = rows[77]![0]!
  rows[98]![2] = rows[97]![2]!
  return { sheet: await sheetOf(rows), cells: ['C20', 'C40', 'B60', 'A80', 'C100'] }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The texts of a workbook's first sheet, row by row, read without our reader; the first row holds the headings. */
export async function rowsOfXlsx(bytes: Buffer): Promise<string[][]> {
  const sheet = (await unzipped(bytes)).find(({ name }) => name === 'xl/worksheets/sheet1.xml')!
  const rows = sheet.bytes.toString('utf8').matchAll(/<row\b[^>]*>(.*?)<\/row>/gs)
  return [...rows].map(([, row]) =>
    [...row!.matchAll(/<c\b[^>]*?(?:\/>|>(.*?)<\/c>)/gs)].map(([, cell]) =>
      (cell ?? '').replaceAll(/<[^>]*>/g, '').replaceAll(/&(\w+);/g, (_, name: string) => entities[name]!),
    ),
  )
}
