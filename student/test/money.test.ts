import { expect, test } from 'vitest'
import { yuan } from '../src/money.ts'

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
