import type { GraduateState, OpenCampaign } from '@tucai/contract'

/** What is typed on 填报学籍信息. Level and years as a roster holds them. */
export type StatementEntries = GraduateState

/** 层次 as rosters write it, with the usual years of study. */
export const levels = [
  { level: '专科', studyYears: '3' },
  { level: '本科', studyYears: '4' },
  { level: '硕士研究生', studyYears: '3' },
  { level: '博士研究生', studyYears: '4' },
] as const

/** In the order in which they stand on the screen. */
export const typedFields = ['college', 'major', 'className', 'studentNumber', 'studyYears'] as const
export type TypedField = (typeof typedFields)[number]

/** Graduates of an autumn finish in the year after it. */
export function likelyGraduationYear(now: Date): number {
  return now.getMonth() >= 7 ? now.getFullYear() + 1 : now.getFullYear()
}

export function emptyEntries(campaigns: OpenCampaign[], now: Date): StatementEntries {
  return {
    campaignId: campaigns[0]?.campaignId ?? '',
    college: '',
    major: '',
    className: '',
    studentNumber: '',
    level: levels[1].level,
    studyYears: levels[1].studyYears,
    graduationYear: likelyGraduationYear(now),
  }
}

/** Another level brings its usual years, unless others were typed. */
export function withLevel(entries: StatementEntries, level: string): StatementEntries {
  const usual = (name: string) => levels.find((one) => one.level === name)?.studyYears
  const isUsual = entries.studyYears === usual(entries.level)
  return { ...entries, level, studyYears: isUsual ? (usual(level) ?? entries.studyYears) : entries.studyYears }
}

/** The first field without content. */
export function firstEmpty(entries: StatementEntries): TypedField | null {
  return typedFields.find((field) => entries[field].trim() === '') ?? null
}

export function trimmed(entries: StatementEntries): StatementEntries {
  const typed = typedFields.map((field) => [field, entries[field].trim()])
  return { ...entries, ...Object.fromEntries(typed) }
}
