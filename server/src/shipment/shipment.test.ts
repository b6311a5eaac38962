import { expect, it } from 'vitest'
import { courierBy, courierCodes, courierNamed, courierOf, couriers } from './couriers.ts'
import { bundleMoves, dialled, parcelMoves, parseOrderNumber, parseTrackingNumber, partsOf } from './shipment.ts'

it('a parcel leaves once packed, comes back only from its way, and ends delivered or cancelled', () => {
  expect(parcelMoves).toEqual({
    waiting: ['labelled', 'shipped', 'cancelled'],
    labelled: ['shipped', 'cancelled'],
    shipped: ['delivered', 'returned'],
    returned: ['labelled'],
    delivered: [],
    cancelled: [],
  })
  expect(bundleMoves).toEqual({ open: ['sent'], sent: ['received'], received: [] })
})

it.each([
  ['20261122-48375-92016', '20261122-48375-92016'],
  ['202611224837592016', '20261122-48375-92016'],
  [' ２０２６１１２２－48375－92016 ', '20261122-48375-92016'],
  ["'20261122-48375-92016", '20261122-48375-92016'],
  ['20261122-48375-9201', undefined],
  ['2.02611E+17', undefined],
  ['=20261122-48375-92016', undefined],
])('%s names the order %s', (text, number) => {
  expect(parseOrderNumber(text)).toBe(number)
})

it('a tracking number is taken as it stands on the label, and nothing else is', () => {
  expect(['sf1402000008831', ' ＳＦ1402 0000 08831', 'JD-0123-1'].map(parseTrackingNumber)).toEqual([
    'SF1402000008831',
    'SF1402000008831',
    'JD-0123-1',
  ])
  for (const wrong of ['', '12345', 'x'.repeat(41), 'SF14_02', '=1+1234567', 'SF1402;DROP', '运单1234567', '-1234567'])
    expect(() => parseTrackingNumber(wrong), wrong).toThrow('tracking-number-malformed')
})

it('an address falls into the parts that couriers ask for', () => {
  expect(partsOf({ regionCode: '310115', region: '上海市 浦东新区' })).toEqual({
    ...{ province: '上海市', city: '上海市', district: '浦东新区' },
  })
  expect(partsOf({ regionCode: '330212', region: '浙江省 宁波市 鄞州区' })).toEqual({
    ...{ province: '浙江省', city: '宁波市', district: '鄞州区' },
  })
  expect(partsOf({ regionCode: '441900', region: '广东省 东莞市' })).toEqual({
    ...{ province: '广东省', city: '东莞市', district: '' },
  })
})

it('a phone is dialled from the mainland, and is no formula', () => {
  expect(['+8613800138000', '+85261234567'].map(dialled)).toEqual(['13800138000', '0085261234567'])
})

it('every courier has names of its own and columns that name order, person, phone and place', () => {
  const names = courierCodes.flatMap((code) => [code, couriers[code].zh.toLowerCase(), ...couriers[code].aliases])
  const doubled = names.filter((name, place) => names.indexOf(name) < place)
  // What a courier is called first may be its code as well.
  expect(doubled.filter((name) => name !== 'ems')).toEqual([])
  for (const code of courierCodes) {
    expect(courierNamed(couriers[code].zh.toLowerCase())).toBe(code)
    const fields = courierOf(code)!.layout?.map(([, field]) => field) ?? []
    if (fields.length === 0) continue
    expect(fields).toEqual(expect.arrayContaining(['orderNumber', 'recipient', 'phone']))
    expect(fields.some((field) => field === 'detail' || field === 'address')).toBe(true)
  }
})

it.each([
  ['SF1402000008831', 'sf'],
  ['JD0123456789012', 'jd'],
  ['YT1234567890123', 'yto'],
  ['JT1234567890123', 'jt'],
  ['123456789012', undefined],
])('%s alone tells the courier %s', (number, code) => {
  expect(courierBy(number)).toBe(code)
})
