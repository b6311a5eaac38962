import { describe, expect, it } from 'vitest'
import { type NameFields, nameFile, openSpelling, parseNames, placeOf } from './names.ts'

const fields: NameFields = {
  ...{ studentNo: '20230001', examNo: '23310101150418', idNo: '310101200301011234', code: null, name: '林知远' },
  ...{ class: '软件 2301', college: '信息工程学院', major: '软件工程', school: '示范大学' },
  ...{ level: '本科', year: '2027' },
}
const asIs = (text: string) => text
const named = (fileName: string, folder = '', given: Partial<NameFields> = {}) =>
  nameFile(parseNames({ fileName, folder }), { ...fields, ...given }, asIs)

it('fields of a template are filled in, and all else stands as it is', () => {
  expect(named('{examNo}_{studentNo}', '{school}/{college}/{class}')).toEqual({
    folder: '示范大学/信息工程学院/软件 2301',
    name: '23310101150418_20230001.jpg',
  })
  expect(named('zp{studentNo}')).toEqual({ folder: '', name: 'zp20230001.jpg' })
})

it('a field that the roster does not have is named', () => {
  expect(named('{code}')).toEqual({ missing: 'code' })
  expect(named('{examNo}', '', { examNo: '  ' })).toEqual({ missing: 'examNo' })
})

describe('a template that can’t name files is refused', () => {
  it.each([
    ['no field', '照片', ''],
    ['a field that is none', '{phone}', ''],
    ['an open brace', '{studentNo', ''],
    ['a way up', '{studentNo}', '../{class}'],
    ['a slash in the file name', '{college}/{studentNo}', ''],
    ['an empty level', '{studentNo}', '{college}//{class}'],
    ['an absolute way', '{studentNo}', '/{class}'],
    ['a character that Windows refuses', '{studentNo}?', ''],
    ['nothing', '', ''],
  ])('%s', (_, fileName, folder) => {
    expect(() => named(fileName, folder)).toThrow('delivery-name-wrong')
  })
})

it.each([
  ['a slash', '机械/1班'],
  ['a backslash', '..\\..\\x'],
  ['a colon', 'C:'],
  ['a NUL', 'a\0b'],
  ['a line break', 'a\nb'],
  ['a mark that turns the direction', 'gpj.\u202Eexe'],
  ['half a character', '\ud842'],
])('a field with %s makes no folder', (_, value) => {
  expect(named('{studentNo}', '{class}', { class: value })).toEqual({ illegal: 'class' })
})

it.each([['..'], ['.'], ['CON'], ['nul.txt'], ['班级.'], ['长'.repeat(60)]])('%s is no folder', (value) => {
  expect(named('{studentNo}', '{class}', { class: value })).toEqual({ illegal: 'name' })
})

it('names that a disk takes for one are one', () => {
  expect(placeOf({ folder: 'A', name: 'É.jpg' })).toBe(placeOf({ folder: 'a', name: 'e\u0301.jpg' }))
  expect(placeOf({ folder: 'a', name: 'b.jpg' })).not.toBe(placeOf({ folder: '', name: 'b.jpg' }))
})

it('names in ASCII spell Chinese in pinyin and refuse what has none', async () => {
  const spell = await openSpelling(false)
  expect(nameFile(parseNames({ fileName: '{name}_{studentNo}', folder: '' }), fields, spell)).toEqual({
    folder: '',
    name: 'linzhiyuan_20230001.jpg',
  })
  const strange = { ...fields, name: 'Aйгуль' }
  expect(nameFile(parseNames({ fileName: '{name}', folder: '' }), strange, spell)).toEqual({ illegal: 'name' })
})
