import { expect, test } from 'vitest'
import { dayStart, daysUntil, secondMoment, shownMoment, wholeMoment } from '../src/frame/moment.ts'

const now = new Date('2026-04-16T08:30:00Z')

test.each([
  ['2026-04-16T06:21:00Z', '14:21'],
  ['2026-04-15T16:00:00Z', '00:00'],
  ['2026-04-15T15:59:00Z', '04-15 23:59'],
  ['2025-12-31T16:00:00Z', '01-01 00:00'],
  ['2025-12-31T15:59:00Z', '2025-12-31'],
])('%s is shown on the clock of Shanghai as %s', (instant, shown) => {
  expect(shownMoment(instant, now)).toBe(shown)
})

test('a whole moment names the day that it is in Shanghai, not in London', () => {
  expect(wholeMoment(new Date('2026-11-22T19:09:00Z'))).toBe('2026-11-23 03:09')
})

test.each([
  ['2026-04-16T08:31:00Z', 1],
  ['2026-04-18T08:30:00Z', 2],
  ['2026-04-16T08:30:00Z', 0],
  ['2026-04-10T08:30:00Z', -6],
])('a campaign that closes at %s has %i days left', (closesAt, days) => {
  expect(daysUntil(closesAt, now)).toBe(days)
})

test('records are shown to the second', () => {
  expect(secondMoment('2026-04-16T06:21:07Z', now)).toBe('14:21:07')
  expect(secondMoment('2026-04-15T06:21:07Z', now)).toBe('04-15 14:21:07')
  expect(secondMoment('2025-04-15T06:21:07Z', now)).toBe('2025-04-15 14:21:07')
})

test('a day begins at midnight in Shanghai', () => {
  expect(dayStart(new Date('2026-04-15T16:30:00Z')).toISOString()).toBe('2026-04-15T16:00:00.000Z')
  expect(dayStart(new Date('2026-04-15T15:30:00Z'), 6).toISOString()).toBe('2026-04-08T16:00:00.000Z')
})
