import type { Finding, PhotoView } from '@tucai/contract'
import { expect, test } from 'vitest'
import { blocksOf, gaugeOf, isBackgroundGood, isWellPlaced, warningsOf, withUnit } from '../src/findings.ts'

const finding = (given: Partial<Finding>): Finding => ({
  code: 'GEO_EYES_TILT',
  severity: 'block',
  value: null,
  limit: null,
  unit: '',
  zh: '请把头摆正',
  en: 'Keep your head straight',
  ...given,
})

test('a value above its limit lies right of the green part', () => {
  const gauge = gaugeOf(finding({ value: 6.84, limit: 6, unit: '°' }))
  expect(gauge?.limits).toEqual({ kind: 'upper', limit: '6.0°' })
  expect(gauge?.value).toBe('6.8°')
  expect(gauge!.goodFrom).toBe(0)
  expect(gauge!.valueAt).toBeGreaterThan(gauge!.goodTo)
  expect(gauge!.valueAt).toBeLessThan(1)
})

test('a value below its limit lies left of the green part', () => {
  const gauge = gaugeOf(finding({ code: 'QUAL_LOWRES', value: 300, limit: 480, unit: 'px' }))
  expect(gauge?.limits).toEqual({ kind: 'lower', limit: '480 px' })
  expect(gauge!.valueAt).toBeLessThan(gauge!.goodFrom)
  expect(gauge!.goodTo).toBe(1)
})

test.each([120, 260])('a value outside a range lies outside the green part: %i', (value) => {
  const gauge = gaugeOf(finding({ code: 'GEO_FACE_WIDTH', value, limit: [192, 228], unit: 'px' }))
  expect(gauge?.limits).toEqual({ kind: 'between', low: '192 px', high: '228 px' })
  const outside = gauge!.valueAt < gauge!.goodFrom || gauge!.valueAt > gauge!.goodTo
  expect(outside).toBe(true)
  for (const place of [gauge!.valueAt, gauge!.goodFrom, gauge!.goodTo]) {
    expect(place).toBeGreaterThanOrEqual(0)
    expect(place).toBeLessThanOrEqual(1)
  }
})

test('a finding without numbers has no gauge', () => {
  expect(gaugeOf(finding({ code: 'FACE_NONE' }))).toBeNull()
  expect(gaugeOf(finding({ value: 2, unit: 'px' }))).toBeNull()
})

test('a number that tells a student nothing is left to the sentence', () => {
  expect(gaugeOf(finding({ code: 'FACE_NONE', value: 0, limit: 1, unit: 'faces' }))).toBeNull()
  expect(gaugeOf(finding({ code: 'QUAL_COLOR', value: 3, limit: 6, unit: 'ab' }))).toBeNull()
})

test('numbers are short and carry their unit', () => {
  expect(withUnit(0.38, 'ratio')).toBe('38%')
  expect(withUnit(212.4, 'px')).toBe('212 px')
  expect(withUnit(6, '°')).toBe('6.0°')
  expect(withUnit(1.62, 'x')).toBe('1.6×')
})

test('what blocks is kept apart from what may stay', () => {
  const warn = finding({ code: 'BG_EDGE', severity: 'warn' })
  const block = finding({})
  const photo = { findings: [warn, block] } as PhotoView
  expect(blocksOf(photo)).toEqual([block])
  expect(warningsOf(photo)).toEqual([warn])
  expect(isBackgroundGood(photo)).toBe(false)
  expect(isBackgroundGood({ ...photo, findings: [block] })).toBe(true)
})

test('a tilted head can still be well placed, one off the centre cannot', () => {
  const tilted = finding({})
  const offCentre = finding({ code: 'GEO_CENTER' })
  expect(isWellPlaced({ findings: [tilted] } as PhotoView)).toBe(true)
  expect(isWellPlaced({ findings: [tilted, offCentre] } as PhotoView)).toBe(false)
})
