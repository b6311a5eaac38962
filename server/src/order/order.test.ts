import { expect, it } from 'vitest'
import { type CampaignFees, usualFees } from '../campaign/campaign.ts'
import { orderLines, orderMoves, orderNumber, paidStates, requirePayable, sumFen } from './order.ts'

const fees: CampaignFees = { ...usualFees, collectionFeeFen: 2000, paperFeeFen: 1500 }
const now = new Date('2026-11-22T04:00:00Z')
const mailed = { printSets: 1, delivery: 'mail' } as const
const electronic = { printSets: 0, delivery: 'none' } as const

const amounts = (changed: Partial<CampaignFees>, choice: Parameters<typeof orderLines>[1]) => {
  const { lines, schoolFen } = orderLines({ ...fees, ...changed }, choice, now)
  return { lines: lines.map(({ kind, quantity, amountFen }) => [kind, quantity, amountFen]), schoolFen }
}

it('the choice of paper makes 35 yuan or 20', () => {
  expect(sumFen(orderLines(fees, mailed, now).lines)).toBe(3500)
  expect(sumFen(orderLines(fees, electronic, now).lines)).toBe(2000)
})

it('sets, mailing and fetching at school are lines of their own', () => {
  const both = { mailingFeeFen: 800, stationFeeFen: 0 }
  expect(amounts(both, { printSets: 2, delivery: 'mail' }).lines).toEqual([
    ['collection', 1, 2000],
    ['paper', 2, 3000],
    ['mailing', 1, 800],
  ])
  expect(amounts(both, { printSets: 1, delivery: 'station' }).lines).toEqual([
    ['collection', 1, 2000],
    ['paper', 1, 1500],
    ['station', 1, 0],
  ])
})

it('a free window takes the fee of the collection away, from its first instant until before its last', () => {
  const window = (from: string, until: string) => ({ freeWindows: [{ from, until }] })
  const fen = (changed: Partial<CampaignFees>) => amounts(changed, electronic).lines[0]![2]
  expect(fen(window('2026-11-22T04:00:00Z', '2026-11-23T00:00:00Z'))).toBe(0)
  expect(fen(window('2026-11-21T04:00:00Z', '2026-11-22T04:00:00Z'))).toBe(2000)
})

it('what the school pays is no part of what the student pays', () => {
  expect(amounts({ payer: 'school' }, mailed).schoolFen).toBe(3500)
  expect(amounts({ payer: 'school-collection' }, mailed).schoolFen).toBe(2000)
  expect(amounts({ payer: 'student' }, mailed).schoolFen).toBe(0)
})

it('a cancelled order and one that was given back go nowhere, and only paid ones can be given back', () => {
  expect([orderMoves.cancelled, orderMoves.refunded]).toEqual([[], []])
  expect(paidStates.every((state) => orderMoves[state].includes('refunded'))).toBe(true)
  expect(orderMoves.unpaid).toEqual(['paid', 'cancelled'])
})

it('an order is numbered by the day in China', () => {
  expect(orderNumber(new Date('2026-11-22T17:00:00Z'), '4837592016')).toBe('20261123-48375-92016')
})

const unpaid = { state: 'unpaid', photoId: 'pho_1', expiresAt: new Date(now.getTime() + 1) } as const
it.each([
  ['order-paid', { ...unpaid, state: 'paid' }],
  ['order-paid', { ...unpaid, state: 'shipped' }],
  ['order-cancelled', { ...unpaid, state: 'cancelled' }],
  ['order-refunded', { ...unpaid, state: 'refunded' }],
  ['order-cancelled', { ...unpaid, expiresAt: now }],
  ['step-not-reached', { ...unpaid, photoId: null }],
] as const)('is not payable: %s', (code, order) => {
  expect(() => requirePayable(order, 'after-photo', now)).toThrow(code)
})

it('where paying comes first no photo is needed', () => {
  expect(() => requirePayable({ ...unpaid, photoId: null }, 'before-photo', now)).not.toThrow()
})
