import { expect, test } from 'vitest'
import { paperExtraFen, yuan } from '../src/money.ts'

test.each([
  [0, '0.00'],
  [5, '0.05'],
  [2000, '20.00'],
  [3550, '35.50'],
  [123_456_789, '1234567.89'],
  [-1500, '-15.00'],
])('%i fen are %s yuan', (amountFen, shown) => {
  expect(yuan(amountFen)).toBe(shown)
})

test('the fee of prints is what the total with prints adds', () => {
  expect(paperExtraFen({ electronicFeeFen: 2000, paperFeeFen: 3500 })).toBe(1500)
})
