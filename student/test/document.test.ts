import type { DocumentField, DocumentReading, DocumentRemark } from '@tucai/contract'
import { describe, expect, it, test } from 'vitest'
import {
  doubtfulPlaces,
  draftOf,
  fieldProblem,
  otherFields,
  refusalOf,
  usedFields,
  valuesRead,
  zoneAgrees,
  zoneStart,
} from '../src/document.ts'

// The number is published as an example, the passport is the specimen of ICAO 9303.
const number = '34052419800101001X'
const specimenLine = 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

const field = (value: string | null, given: Partial<DocumentField> = {}): DocumentField => ({
  ...{ value, confidence: value === null ? 0 : 1, source: 'printed', flags: [], doubtfulAt: [], crop: null },
  ...given,
})
const remark = (code: string): DocumentRemark => ({ code, zh: `${code} 中文`, en: `${code} English` })
const card = (given: Partial<DocumentReading> = {}): DocumentReading => ({
  kind: 'idcard',
  fields: {
    name: field('张三丰'),
    gender: field('男', { source: 'number' }),
    nation: field('汉'),
    birth: field('19800101'),
    address: field(null),
    idNumber: field(number),
  },
  ...{ mrz: null, warnings: [], provider: 'embedded' },
  ...given,
})

describe('what goes on from a document', () => {
  it('is the number, the name and the gender for registering, the number alone for signing in', () => {
    expect(usedFields('idcard', 'register')).toEqual(['idNumber', 'name', 'gender'])
    expect(usedFields('passport', 'register')).toEqual(['passportNumber', 'surname', 'givenNames', 'gender'])
    expect(usedFields('idcard', 'sign-in')).toEqual(['idNumber'])
    expect(usedFields('passport', 'sign-in')).toEqual(['passportNumber'])
  })

  it('is shown with everything else that was read', () => {
    const { fields } = card()
    expect(otherFields(fields, usedFields('idcard', 'register')).map(([name]) => name)).toEqual(['nation', 'birth'])
  })

  it('is what was confirmed, in one spelling, and for signing in neither name nor gender', () => {
    const values = { idNumber: '340524 19800101 001x', name: ' 张三丰 ', gender: '女' }
    expect(draftOf('idcard', 'register', values)).toEqual({ page: 'idcard', number, name: '张三丰', gender: '女' })
    expect(draftOf('idcard', 'sign-in', values)).toEqual({ page: 'idcard', number })
    const passport = { passportNumber: 'l898902c3', surname: 'ERIKSSON', givenNames: 'ANNA MARIA', gender: '女' }
    expect(draftOf('passport', 'register', passport)).toMatchObject({
      number: 'L898902C3',
      name: 'ERIKSSON ANNA MARIA',
    })
    expect(draftOf('passport', 'register', { ...passport, givenNames: '' })).toMatchObject({ name: 'ERIKSSON' })
  })

  it('starts empty where nothing was read', () => {
    const { fields } = card({ fields: { ...card().fields, name: field(null) } })
    expect(valuesRead(fields, ['idNumber', 'name'])).toEqual({ idNumber: number, name: '' })
  })
})

describe('a picture is taken again', () => {
  it.each(['unreadable', 'gave-up', 'not-a-document', 'card-back', 'other-kind', 'expired'])('after %s', (code) => {
    const warnings = [remark('glare'), remark(code)]
    expect(refusalOf(card({ warnings }))?.map((known) => known.code)).toEqual([code, 'glare'])
  })

  it('when no number was read, and the reason is the picture’s or else the field’s', () => {
    const idNumber = field(null, { flags: [remark('missing')] })
    const fields = { ...card().fields, idNumber }
    expect(refusalOf(card({ fields, warnings: [remark('blurred')] }))).toEqual([remark('blurred')])
    expect(refusalOf(card({ fields }))).toEqual([remark('missing')])
  })

  it('not for a doubt: that is shown with what was read', () => {
    for (const code of ['blurred', 'glare', 'cropped', 'screen', 'number-doubtful'])
      expect(refusalOf(card({ warnings: [remark(code)] }))).toBeNull()
  })
})

describe('doubtful characters', () => {
  const read = field('欧阳䶮雨', { doubtfulAt: [2, 3] })
  test.each([
    ['as read', '欧阳䶮雨', [2, 3]],
    ['the doubt itself changed', '欧阳龚雨', [3]],
    ['something before them added', '小欧阳䶮雨', [3, 4]],
    ['something before them taken away', '阳䶮雨', [1, 2]],
    ['something between them added', '欧阳䶮大雨', [2, 4]],
    ['everything gone', '', []],
  ])('stay marked until they are changed: %s', (_, value, places) => {
    expect(doubtfulPlaces(read, value)).toEqual(places)
  })

  it('are counted by characters, also beyond the first 65,536', () => {
    expect(doubtfulPlaces(field('𠮷野翀', { doubtfulAt: [2] }), '𠮷野翀')).toEqual([2])
    expect(doubtfulPlaces(undefined, '张')).toEqual([])
  })
})

describe('a field can be confirmed', () => {
  it('when its number is well formed', () => {
    expect(fieldProblem('idNumber', { idNumber: number })).toBeNull()
    expect(fieldProblem('idNumber', { idNumber: '340524198001010011' })).toBe('number-checksum')
    expect(fieldProblem('passportNumber', { passportNumber: '护照' })).toBe('number-passport')
    expect(fieldProblem('passportNumber', { passportNumber: 'L898902C3' })).toBeNull()
  })

  it('when it says something; of a passport’s two names one may be empty', () => {
    expect(fieldProblem('name', { name: ' ' })).toBe('field-missing')
    expect(fieldProblem('gender', { gender: '' })).toBe('field-missing')
    expect(fieldProblem('givenNames', { surname: 'ERIKSSON', givenNames: '' })).toBeNull()
    expect(fieldProblem('surname', { surname: '', givenNames: '' })).toBe('field-missing')
  })
})

test('a passport number is held against the check digit of the second line', () => {
  const mrz = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', specimenLine]
  expect(zoneAgrees(mrz, 'l898902c3')).toBe(true)
  expect(zoneAgrees(mrz, 'L898902C8')).toBe(false)
  expect(zoneAgrees(mrz, 'L898902C3456')).toBeUndefined()
  expect(zoneAgrees(null, 'L898902C3')).toBeUndefined()
  expect(zoneAgrees([mrz[0]!, specimenLine.slice(1)], 'L898902C3')).toBeUndefined()
})

test('a field of the machine-readable lines is found where it begins', () => {
  const fields = { surname: field('ERIKSSON'), givenNames: field('ANNA MARIA') }
  const first = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<'
  const from = (line: string, name: Parameters<typeof zoneStart>[0]) =>
    line.slice(Math.round(zoneStart(name, fields) * line.length))
  expect(from(first, 'surname')).toMatch(/^ERIKSSON/)
  expect(from(first, 'givenNames')).toMatch(/^ANNA/)
  expect(from(specimenLine, 'passportNumber')).toMatch(/^L898902C3/)
  expect(from(specimenLine, 'nationality')).toMatch(/^UTO/)
  expect(from(specimenLine, 'birth')).toMatch(/^740812/)
  expect(from(specimenLine, 'gender')).toMatch(/^F/)
  expect(from(specimenLine, 'expiry')).toMatch(/^120415/)
})
