import fc from 'fast-check'
import { expect, test } from 'vitest'
import { progressSteps, readPlace, writePlace } from '../src/place.ts'

const places = fc.record({
  campaignId: fc.option(fc.string({ minLength: 1 })),
  progress: fc.option(fc.constantFrom(...progressSteps)),
  page: fc.integer({ min: 1, max: 1_000_000 }),
  graduateId: fc.option(fc.string({ minLength: 1 })),
})

test('a reload shows the same campaign, filter, page and graduate', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(readPlace(writePlace(place))).toEqual(place)
    }),
  )
})

test('an address that someone mangled opens the first page instead of failing', () => {
  const first = { campaignId: null, progress: null, page: 1, graduateId: null }
  for (const query of ['', '?page=-3', '?page=1.5', '?page=x', '?page=1e999', '?progress=toString', '?progress=']) {
    expect(readPlace(query)).toEqual(first)
  }
  expect(writePlace(first)).toBe('')
})
