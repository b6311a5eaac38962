import { describe, expect, it } from 'vitest'
import { readTracking, remarks } from './tracking.ts'

const order = (digit: number) => `20261122-48375-9201${digit}`
const heading = ['客户订单号', '快递公司', '运单号', '备注']
const read = (...rows: string[][]) =>
  readTracking({ rows: rows.map((cells, place) => ({ row: place + 1, cells })), broken: null }, undefined)
const said = (...rows: string[][]) =>
  read(heading, ...rows).problems.map(({ row, cell, code }) => [row, cell, code].join(' '))

it('rows say which order left under which number of which courier', () => {
  const { lines, problems, warnings, ignoredColumns } = read(
    heading,
    [order(1), '顺丰', 'sf1402000008831'],
    [order(2).replaceAll('-', ''), 'EMS', 'EA123456789CN', 'x'],
    [order(3), '', 'JT1234567890123'],
  )
  expect(problems).toEqual([])
  expect(
    lines.map(({ row, orderNumber, courier, trackingNumber }) => [row, orderNumber, courier, trackingNumber]),
  ).toEqual([
    [2, order(1), 'sf', 'SF1402000008831'],
    [3, order(2), 'ems', 'EA123456789CN'],
    [4, order(3), 'jt', 'JT1234567890123'],
  ])
  expect(warnings.map(({ row, code }) => [row, code])).toEqual([[4, 'courier-guessed']])
  expect(ignoredColumns).toEqual(['备注'])
})

it('a number that does not look like its courier’s is taken with a warning', () => {
  const { lines, warnings } = read(heading, [order(1), '顺丰', 'ABC1234567'])
  expect(lines.length).toBe(1)
  expect(warnings).toMatchObject([{ row: 2, cell: 'C2', column: '运单号', code: 'number-unusual' }])
})

describe('a problem names its cell', () => {
  it.each([
    [['2.02611E+17', '顺丰', 'SF1402000008831'], '2 A2 number-damaged'],
    [[order(1), '顺丰', '1.40200000883E+14'], '2 C2 number-damaged'],
    [['TC260416-00402', '顺丰', 'SF1402000008831'], '2 A2 order-malformed'],
    [['', '顺丰', 'SF1402000008831'], '2 A2 order-empty'],
    [[order(1), '顺丰', ''], '2 C2 number-empty'],
    [[order(1), '顺丰', '=cmd|calc'], '2 C2 number-malformed'],
    [[order(1), '顺丰', 'x'.repeat(1000)], '2 C2 number-malformed'],
    [[order(1), '顺风', 'SF1402000008831'], '2 B2 courier-unknown'],
    [[order(1), '', '123456789012'], '2 B2 courier-missing'],
  ])('%j: %s', (row, problem) => {
    expect(said(row)).toEqual([problem])
  })

  it('an order or a number that is there twice, but not a row that repeats another', () => {
    const first = [order(1), '顺丰', 'SF1402000008831']
    expect(said(first, first)).toEqual([])
    expect(said(first, [order(1), '顺丰', 'SF1402000008842'])).toEqual(['3 A3 order-twice'])
    expect(said(first, [order(2), '顺丰', 'SF1402000008831'])).toEqual(['3 C3 number-twice'])
  })
})

it('a file without the needed columns names them and reads no row', () => {
  expect(read(['a', 'b'], [order(1), 'x']).problems.map(({ column, code }) => [column, code])).toEqual([
    ['订单号', 'column-missing'],
    ['运单号', 'column-missing'],
  ])
  expect(read(['订单号', '订单编号', '运单号']).problems.map(({ code }) => code)).toEqual(['column-twice'])
  expect(read(heading).problems.map(({ code }) => code)).toEqual(['no-rows'])
})

it('every remark says in both languages what is the matter', () => {
  for (const [code, { zh, en }] of Object.entries(remarks)) {
    expect(zh, code).toMatch(/\p{Script=Han}/u)
    expect(en, code).toMatch(/^[A-Z][^\p{Script=Han}]+[.?]$/u)
  }
})
