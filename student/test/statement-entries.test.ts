import { expect, test } from 'vitest'
import { emptyEntries, firstEmpty, likelyGraduationYear, trimmed, withLevel } from '../src/statement-entries.ts'

const campaign = { campaignId: 'cmp_1', title: '2027 届', schoolName: '示范大学', identityMode: 'code' } as const
const autumn = new Date(2026, 10, 22)
const full = {
  ...emptyEntries([campaign], autumn),
  ...{ college: ' 信息工程学院 ', major: '软件工程', className: '软件2301', studentNumber: '2023001 ' },
}

test('the year of graduation offered first is the coming summer’s', () => {
  expect([likelyGraduationYear(autumn), likelyGraduationYear(new Date(2027, 4, 1))]).toEqual([2027, 2027])
})

test('an entry of blanks alone counts as empty, and the first one is named', () => {
  expect(firstEmpty(emptyEntries([campaign], autumn))).toBe('college')
  expect(firstEmpty({ ...full, className: '  ' })).toBe('className')
  expect(firstEmpty(full)).toBeNull()
})

test('blanks around what was typed are not sent', () => {
  expect(trimmed(full)).toMatchObject({ college: '信息工程学院', studentNumber: '2023001', campaignId: 'cmp_1' })
})

test('another level brings its usual years, but keeps those that were typed', () => {
  expect(withLevel(full, '硕士研究生')).toMatchObject({ level: '硕士研究生', studyYears: '3' })
  expect(withLevel({ ...full, studyYears: '5' }, '硕士研究生').studyYears).toBe('5')
})
