import { expect, it } from 'vitest'
import { orderLines, orderMoves, orderNumber, requirePayable, totalFen } from './order.ts'

const campaign = { collectionFeeFen: 2000, paperFeeFen: 1500 }

it('the choice of paper makes 35 yuan or 20', () => {
  expect(totalFen(orderLines(campaign, true))).toBe(3500)
  expect(totalFen(orderLines(campaign, false))).toBe(2000)
})

it('a paid and a cancelled order go nowhere', () => {
  expect(orderMoves.paid).toEqual([])
  expect(orderMoves.cancelled).toEqual([])
})

it('an order is numbered by the day in China', () => {
  expect(orderNumber(new Date('2026-11-22T17:00:00Z'), '4837592016')).toBe('20261123-48375-92016')
})

it.each([
  ['order-paid', { state: 'paid', photoId: 'pho_1' }],
  ['order-cancelled', { state: 'cancelled', photoId: 'pho_1' }],
  ['step-not-reached', { state: 'unpaid', photoId: null }],
] as const)('is not payable: %s', (code, order) => {
  expect(() => requirePayable(order)).toThrow(code)
})
