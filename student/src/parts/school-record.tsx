import type { GraduateView } from '@tucai/contract'
import type { ReactNode } from 'react'
import { genderShown } from '../gender.ts'
import type { Words } from '../words/zh-CN.ts'
import { OwnNumber } from './own-number.tsx'

/** What the school submitted, as rows. What a school left empty is not shown. */
export function schoolRecord(graduate: GraduateView, words: Words): [string, ReactNode][] {
  const w = words.information
  const rows: [string, ReactNode][] = [
    [w.name, graduate.name],
    [w.gender, genderShown(graduate.gender, words)],
    [w.number, <OwnNumber key="number" maskedNumber={graduate.maskedNumber} />],
    [w.school, graduate.schoolName],
    [w.college, graduate.college],
    [w.major, graduate.major],
    [w.className, graduate.className],
    [w.studentNumber, graduate.studentNumber],
    [w.level, graduate.level],
    [w.studyYears, /^[\d.]+$/.test(graduate.studyYears) ? w.years(graduate.studyYears) : graduate.studyYears],
    [w.graduationYear, graduate.graduationYear],
  ]
  return rows.filter(([, value]) => value !== '')
}
