import type { GraduateStanding, GraduateView } from '@tucai/contract'
import { maskNumber } from '../identity/identity.ts'

/** One enrolment of one person in one campaign, as the school submitted it. */
export interface Graduate {
  id: string
  schoolId: string
  schoolName: string
  campaignId: string
  identityId: string
  name: string
  gender: string
  college: string
  major: string
  className: string
  studentNumber: string
  level: string
  studyYears: string
  graduationYear: number
  standing: GraduateStanding
}

export function graduateView(graduate: Graduate, number: string): GraduateView {
  const { id, schoolId, campaignId, identityId, ...shown } = graduate
  return { ...shown, graduateId: id, maskedNumber: maskNumber(number) }
}

export { searchPatterns, searchTextOf } from './search-text.ts'
