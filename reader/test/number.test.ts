import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nationOf, nations } from '../src/card/nation.ts'
import { isRealDate, numberFlaws } from '../src/card/number.ts'
import { settlePerson } from '../src/card/read-card.ts'
import { field } from '../src/reading.ts'
import { checkCharacterOf } from './drawn-document.ts'

const today = '20261122'
const aNumber = fc
  .tuple(
    fc.constantFrom('310101', '650102', '820000', '932682'),
    fc.date({ min: new Date('1950-01-01'), max: new Date('2010-12-31'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999 }),
  )
  .map(([region, date, serial]) => {
    const front = region + date.toISOString().slice(0, 10).replaceAll('-', '') + String(serial).padStart(3, '0')
    return front + checkCharacterOf(front)
  })

describe('an identity number', () => {
  it('has no flaw when region, date and check character are right', () => {
    for (const number of ['34052419800101001X', '11010519491231002X', '440524188001010014'.replace('1880', '1980')])
      expect(numberFlaws(number.slice(0, 17) + checkCharacterOf(number.slice(0, 17)), today)).toEqual([])
    fc.assert(fc.property(aNumber, (number) => numberFlaws(number, today).length === 0))
  })

  it('never passes with one digit read wrongly', () => {
    fc.assert(
      fc.property(aNumber, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
        const wrong = number.slice(0, place) + ((Number(number[place]) + by) % 10) + number.slice(place + 1)
        return numberFlaws(wrong, today).includes('checksum')
      }),
    )
  })

  it('never passes with two neighbouring digits exchanged', () => {
    fc.assert(
      fc.property(aNumber, fc.integer({ min: 0, max: 15 }), (number, place) => {
        const [a, b] = [number[place]!, number[place + 1]!]
        const swapped = number.slice(0, place) + b + a + number.slice(place + 2)
        return a === b || numberFlaws(swapped, today).length > 0
      }),
    )
  })

  it('is too short, from nowhere, or of a day that does not exist or is yet to come', () => {
    expect(numberFlaws('31010120000101001', today)).toEqual(['length'])
    expect(numberFlaws(`99${'0'.repeat(15)}0`, today)).toContain('region')
    expect(isRealDate('20230229')).toBe(false)
    expect(numberFlaws('310101203001010010', today)).toContain('date')
  })

  it('rules over printed birth and sex, and says where they contradict it', () => {
    const number = '310110200402020563'
    const printed = { birth: field('20040203'), gender: field('男') }
    const settled = settlePerson(field(number), printed.birth, printed.gender, today)
    expect(settled.birth).toMatchObject({ value: '20040202', source: 'number', flags: ['printed-differs'] })
    expect(settled.gender).toMatchObject({ value: '女', source: 'number', flags: ['printed-differs'] })
    expect(settled.idNumber.flags).toEqual(['printed-differs'])
  })
})

describe('an ethnic group', () => {
  it('is found by its name, with 族 or without, and by a name with one wrong character only where that is clear', () => {
    for (const nation of nations) expect(nationOf(`${nation}族`)).toBe(nation)
    expect(nationOf('维吾示')).toBe('维吾尔')
    expect(nationOf('呒')).toBeUndefined()
  })
})
