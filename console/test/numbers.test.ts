import { expect, test } from 'vitest'
import { shownCount, shownMoney, shownShare } from '../src/frame/numbers.ts'

test.each([
  [123450, '¥1,234.50'],
  [-7000, '−¥70.00'],
  [0, '¥0.00'],
  [5, '¥0.05'],
])('%i fen are shown as %s', (fen, shown) => {
  expect(shownMoney(fen)).toBe(shown)
})

test('counts have groups of three, and shares one decimal even of nothing', () => {
  expect(shownCount(20184)).toBe('20,184')
  expect([shownShare(837, 1000), shownShare(0, 0)]).toEqual(['83.7%', '0.0%'])
})
