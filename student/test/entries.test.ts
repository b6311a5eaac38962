import { expect, test } from 'vitest'
import { shanghai } from '../src/dates.ts'
import { addressOf, firstGap } from '../src/mail-entries.ts'
import { groupedPhone, localPhone, missingDigits } from '../src/phone.ts'

test('a mainland number is grouped and loses +86; others stay as they are', () => {
  expect(groupedPhone('+8613900000126')).toBe('139 0000 0126')
  expect(groupedPhone('13900000126')).toBe('139 0000 0126')
  expect(groupedPhone('+447700900123')).toBe('+447700900123')
  expect(localPhone('139 0000 0126')).toBe('13900000126')
})

test('missing digits of a mainland number are counted', () => {
  expect(missingDigits('139 0000 012')).toBe(1)
  expect(missingDigits('13900000126')).toBe(0)
  expect(missingDigits('+447700')).toBe(0)
})

const entries = {
  recipient: '林知远',
  phone: '13900000126',
  regionCode: '310115',
  region: '上海市 浦东新区',
  detail: '示范路 1 号',
}

test('the first gap of a mailing address is named', () => {
  expect(firstGap(entries)).toBeNull()
  expect(firstGap({ ...entries, recipient: ' ' })).toEqual({ field: 'recipient', missingDigits: 0 })
  expect(firstGap({ ...entries, phone: '139000001' })).toEqual({ field: 'phone', missingDigits: 2 })
  expect(firstGap({ ...entries, regionCode: '' })).toEqual({ field: 'regionCode', missingDigits: 0 })
})

test('an address is sent without the words of its region', () => {
  expect(addressOf({ ...entries, detail: ' 示范路 1 号 ' })).toEqual({
    recipient: '林知远',
    phone: '13900000126',
    regionCode: '310115',
    detail: '示范路 1 号',
  })
})

test("instants are shown by Shanghai's clock", () => {
  expect(shanghai('2026-11-16T17:05:00.000Z')).toEqual({
    year: 2026,
    month: 11,
    day: 17,
    time: '01:05',
    short: '11-17 01:05',
  })
})
