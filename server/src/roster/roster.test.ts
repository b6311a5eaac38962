import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../platform/sheets/csv-text.ts'
import { isRosterHeading, readRoster } from './roster.ts'

const now = new Date('2026-11-22T04:00:00Z')
const heading = '学号,姓名,性别,身份证号,学院,专业,班级,层次,学制,毕业年份'
const good = '20230101,阿依古丽•买买提,女,34052419800101001x,外国语学院,英语,英语2301,本科,4,2027'
const sheetOf = (bytes: Uint8Array | string) =>
  readCsv(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, isRosterHeading, { rows: 1_000 })
const read = (bytes: Uint8Array | string) => readRoster(sheetOf(bytes).rows, 2027, now)
const errorsOf = (...rows: string[]) =>
  read([heading, ...rows].join('\n')).errors.map(({ row, column, zh }) => `第 ${row} 行 ${column}：${zh}`)

const expected = {
  row: 2,
  document: { kind: 'idcard', number: '34052419800101001X' },
  name: '阿依古丽·买买提',
  gender: '女',
  studentNumber: '20230101',
  college: '外国语学院',
  major: '英语',
  className: '英语2301',
  level: '本科',
  studyYears: '4',
  graduationYear: 2027,
}

describe('a roster is read alike', () => {
  const text = `${heading}\r\n${good}\r\n`
  it.each([
    ['as UTF-8', Buffer.from(text)],
    ['as UTF-8 with its mark', Buffer.from(`\ufeff${text}`)],
    ['as GB18030', iconv.encode(text, 'gb18030')],
    ['as UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, 'utf16le')])],
    ['with semicolons', Buffer.from(text.replaceAll(',', ';'))],
    ['with tabs', Buffer.from(text.replaceAll(',', '\t'))],
    ['with empty rows at its end', Buffer.from(`${text},,,\n\n`)],
  ])('%s', (_, bytes) => {
    const { lines, errors } = read(bytes)
    expect(errors).toEqual([])
    expect(lines).toEqual([expected])
  })

  it('under the short names of CHSI, in any order, with columns that mean nothing to us', () => {
    const { lines, ignoredColumns } = read('SFZH,XM,is_admin,XH,YJBYRQ\n34052419800101001X,林知远,true,1,20270630\n')
    expect(lines[0]).toMatchObject({ name: '林知远', studentNumber: '1', graduationYear: 2027, gender: '男' })
    expect(ignoredColumns).toEqual(['is_admin'])
  })
})

describe('an error names row, column and reason', () => {
  it.each([
    ['20230101,林知远,女,110105194912310021,,,,,,', '第 2 行 身份证号：身份证号校验位不对，请逐位核对'],
    ['20230101,林知远,女,110105194913310021,,,,,,', '第 2 行 身份证号：身份证号中的出生日期不存在，请核对'],
    [
      '20230101,林知远,女,1.10105E+17,,,,,,',
      '第 2 行 身份证号：被表格软件变成了科学计数法，请把这一列设为文本后重新导出',
    ],
    [
      '20230101,林知远,女,110105194912310000,,,,,,',
      '第 2 行 身份证号：后三位被表格软件变成了000，请把这一列设为文本后重新导出',
    ],
    ['20230101,林知远,女,,,,,,,', '第 2 行 身份证号：没有填写'],
    ['20230101,,女,34052419800101001X,,,,,,', '第 2 行 姓名：没有填写'],
    ['20230101,林??,女,34052419800101001X,,,,,,', '第 2 行 姓名：含有“??”，可能是缺失的生僻字'],
    ['20230101,林知远,x,34052419800101001X,,,,,,', '第 2 行 性别：应为男或女'],
    [',林知远,女,34052419800101001X,,,,,,', '第 2 行 学号：没有填写'],
    ['20230101,林知远,女,34052419800101001X,,,,,,27', '第 2 行 毕业年份：应为四位年份，例如2027'],
    ['20230101,林知远,女,34052419800101001X,a\u0000b,,,,,', '第 2 行 学院：含有无法识别的字符，请检查文件编码'],
    ['20230101,林知远,女,34052419800101001X,,,,,,2027,多余', '第 2 行 列数：单元格比表头多，请检查逗号和引号'],
  ])('%s', (row, error) => {
    expect(errorsOf(row)).toEqual([error])
  })

  it('for all rows at once, in their order', () => {
    expect(errorsOf(good, '2,林,女,1,,,,,,', '3,,男,34052419800101001X,,,,,,').map((line) => line.slice(0, 5))).toEqual(
      ['第 3 行', '第 4 行'],
    )
  })

  it('for a repeated student number and a repeated document', () => {
    expect(
      errorsOf(good, good.replace('20230101', '20230102'), good.replace('34052419800101001x', '11010519491231002X')),
    ).toEqual(['第 3 行 身份证号：与第 2 行重复', '第 4 行 学号：与第 2 行重复'])
  })

  it('for missing columns', () => {
    const { errors } = read('姓名,性别\n林知远,男\n')
    expect(errors.map(({ column, zh }) => `${column} ${zh}`)).toEqual(['学号 缺少这一列', '身份证号 缺少这一列'])
  })

  it('for a sheet without rows', () => {
    expect(errorsOf()).toEqual(['第 2 行 学号：没有数据行'])
  })
})

it('an old number of 15 digits is converted, a passport is told by its kind or its look', () => {
  const { lines } = read(
    '学号,姓名,性别,证件类型,证件号码\n1,王五,男,身份证,110105491231002\n2,ANNA,女,护照,E12345678\n3,BO,男,,K1234567\n',
  )
  expect(lines.map((line) => line.document)).toEqual([
    { kind: 'idcard', number: '11010519491231002X' },
    { kind: 'passport', number: 'E12345678' },
    { kind: 'passport', number: 'K1234567' },
  ])
})

it('a quote that is never closed is told by its row', () => {
  expect(sheetOf(`${heading}\n${good}\n20230101,"林知远`)).toMatchObject({ broken: { row: 3, why: 'quote-open' } })
})
