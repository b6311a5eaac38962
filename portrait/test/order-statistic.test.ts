import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderStatistic } from '../src/order-statistic.ts'

it('finds at every place what sorting would put there, equal values included', () => {
  const lists = fc.array(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer()), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(lists, fc.nat(), (list, seed) => {
      const sorted = Float32Array.from(list).sort()
      const place = seed % list.length
      expect(orderStatistic(Float32Array.from(list), place)).toBe(sorted[place])
    }),
    { numRuns: 500 },
  )
})
