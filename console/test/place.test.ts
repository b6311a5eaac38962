import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedPlace, listPageOf, pageNames, readPlace, writePlace } from '../src/frame/place.ts'

const ownKeys = fc.stringMatching(/^[a-z]{1,8}$/).filter((key) => key !== 'page' && key !== 'campaign')
const places = fc.record({
  page: fc.option(fc.constantFrom(...pageNames)),
  campaignId: fc.option(fc.string({ minLength: 1 })),
  own: fc.dictionary(ownKeys, fc.string(), { noNullPrototype: true }),
})

test('a reload shows the same page, campaign and what the page added', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(readPlace(writePlace(place))).toEqual(place)
    }),
  )
})

test('an address that someone mangled opens the first page instead of failing', () => {
  const first = { page: null, campaignId: null, own: {} }
  for (const query of ['', '?page=toString', '?page=&campaign=']) expect(readPlace(query)).toEqual(first)
  for (const rows of ['-3', '1.5', 'x', '1e999', '']) expect(listPageOf({ ...first, own: { rows } })).toBe(1)
  expect(writePlace(first)).toBe('')
})

test('another page or campaign begins anew, and the same page keeps what is not changed', () => {
  const place = { page: 'graduates', campaignId: 'a', own: { rows: '3', state: 'none' } } as const
  expect(changedPlace(place, { page: 'orders' }).own).toEqual({})
  expect(changedPlace(place, { campaignId: 'b' }).own).toEqual({})
  expect(changedPlace(place, { own: { rows: null, open: 'x' } }).own).toEqual({ state: 'none', open: 'x' })
})
