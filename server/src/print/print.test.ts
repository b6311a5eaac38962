import { PrintPaper, PrintSize } from '@tucai/contract'
import { papers, photoSizes } from '@tucai/portrait/print-layout'
import { describe, expect, it } from 'vitest'
import { captioned } from '../../test/printable.ts'
import { barcodeOf, captionLines, inPrintOrder, readOrderNumber, requirePrintable, sheetCount } from './print.ts'

const namesIn = (schema: unknown) => (schema as { anyOf: { const: string }[] }).anyOf.map((one) => one.const).sort()

it('the contract names the papers and sizes that print sheets know, and all of them', () => {
  expect(namesIn(PrintPaper)).toEqual(Object.keys(papers).sort())
  expect(namesIn(PrintSize)).toEqual(Object.keys(photoSizes).sort())
})

describe('a caption', () => {
  const source = {
    ...{ name: '林知远', studentNumber: '20230001', className: '', college: '信息工程学院', major: '软件工程' },
    schoolName: '示范大学',
  }

  it('has its words filled in, and no gap where one is empty', () => {
    expect(captionLines(['{className} {name} {studentNumber}', '{schoolName}·{college}'], source)).toEqual([
      '林知远 20230001',
      '示范大学·信息工程学院',
    ])
  })

  it('does not fill in what a name happens to say', () => {
    expect(captionLines(['{name}'], { ...source, name: '{studentNumber}' })).toEqual(['{studentNumber}'])
  })
})

it('the barcode of an order is read back as its number, typed or scanned', () => {
  expect(readOrderNumber(barcodeOf('20270416-48375-92016'))).toBe('20270416-48375-92016')
  expect(readOrderNumber(' 20270416-48375-92016 ')).toBe('20270416-48375-92016')
  expect(readOrderNumber('2027')).toBeUndefined()
})

it('prints lie by school, college, class and number, numbers in classes by their value', () => {
  const one = { schoolName: 'A', college: '信息', className: '软件2', studentNumber: '10', orderId: 'ord_1' }
  const sorted = [
    one,
    { ...one, className: '软件10' },
    { ...one, studentNumber: '9' },
    { ...one, college: '工商' },
    { ...one, orderId: 'ord_0' },
  ].sort(inPrintOrder)
  expect(sorted.map((item) => [item.college, item.className, item.studentNumber, item.orderId])).toEqual([
    ['工商', '软件2', '10', 'ord_1'],
    ['信息', '软件2', '9', 'ord_1'],
    ['信息', '软件2', '10', 'ord_0'],
    ['信息', '软件2', '10', 'ord_1'],
    ['信息', '软件10', '10', 'ord_1'],
  ])
})

it('sheets are counted by sets, and filled sheets by what lies on them', () => {
  expect(sheetCount(captioned, [1, 2, 1])).toBe(4)
  expect(sheetCount({ ...captioned, mode: 'per-size', prints: [{ size: '33x48', count: 2 }] }, [1, 1, 1])).toBe(2)
})

it('a size that comes twice is refused', () => {
  const twice = { size: '33x48' as const, count: 2 }
  expect(() => requirePrintable({ ...captioned, prints: [twice, twice] })).toThrow('print-layout-refused')
})
