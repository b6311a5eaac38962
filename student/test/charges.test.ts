import type { CampaignView } from '@tucai/contract'
import { expect, test } from 'vitest'
import { chargesOf, deliveriesOf, freeUntil, noPrints } from '../src/charges.ts'

const now = new Date('2026-11-26T02:00:00Z')
const fees: CampaignView['fees'] = {
  ...{ collectionFeeFen: 2000, paperFeeFen: 1500, printSetsMost: 3, mailingFeeFen: 800, stationFeeFen: 200 },
  ...{ station: '图书馆', freeRetakes: null, retakeFeeFen: 0, freeWindows: [], payer: 'student' },
  ...{ payWhen: 'after-photo', refundRule: 'until-production', orderLifeMinutes: 1440 },
}
const usual = { fees, electronicFeeFen: 2000 }
const total = (campaign: typeof usual, printSets: number, delivery: 'mail' | 'station') =>
  chargesOf(campaign, { printSets, delivery }, now).totalFen

test('the total is collection, sets and delivery, before there is an order', () => {
  expect(chargesOf(usual, noPrints, now).totalFen).toBe(2000)
  expect(total(usual, 1, 'mail')).toBe(2000 + 1500 + 800)
  expect(total(usual, 3, 'station')).toBe(2000 + 3 * 1500 + 200)
})

test('mailing that costs nothing is named with the prints, not as a line of 0.00', () => {
  const included = { ...usual, fees: { ...fees, mailingFeeFen: 0 } }
  const { charges } = chargesOf(included, { printSets: 1, delivery: 'mail' }, now)
  expect(charges.map(({ kind }) => kind)).toEqual(['collection', 'paper-and-mailing'])
})

test('what the school pays is shown and taken off', () => {
  const collection = { fees: { ...fees, payer: 'school-collection' as const }, electronicFeeFen: 0 }
  expect(chargesOf(collection, { printSets: 1, delivery: 'mail' }, now)).toMatchObject({
    schoolFen: 2000,
    totalFen: 2300,
  })
  const all = { fees: { ...fees, payer: 'school' as const }, electronicFeeFen: 0 }
  expect(chargesOf(all, { printSets: 1, delivery: 'mail' }, now)).toMatchObject({ schoolFen: 4300, totalFen: 0 })
})

test('a free window ends when the last of those that are open ends', () => {
  const from = '2026-11-01T00:00:00Z'
  const freeWindows = [
    { from, until: '2026-11-27T00:00:00Z' },
    { from, until: '2026-12-01T00:00:00Z' },
    { from: '2026-12-24T00:00:00Z', until: '2026-12-31T00:00:00Z' },
  ]
  expect(freeUntil({ freeWindows }, now)).toBe('2026-12-01T00:00:00Z')
  expect(freeUntil({ freeWindows: [] }, now)).toBeNull()
})

test('prints are offered the ways that have a fee', () => {
  expect(deliveriesOf(fees)).toEqual(['mail', 'station'])
  expect(deliveriesOf({ ...fees, mailingFeeFen: null })).toEqual(['station'])
  expect(deliveriesOf({ ...fees, mailingFeeFen: null, stationFeeFen: null })).toEqual([])
})
