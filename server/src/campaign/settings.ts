import { type CampaignSettings, type PrintLayout, Problem } from '@tucai/contract'
import { chinaParts, fromChinaParts } from '../platform/china-time.ts'
import { type Campaign, feesOf, requireSoundFees, windowOf } from './campaign.ts'

/** What a campaign holds besides: for the print room, the packages and the reminders. */
export interface Extras {
  printLayout: PrintLayout
  packageName: string
  packageFolder: string
  remindDaysBefore: number[]
}

/** What the slices above say of settings that only they understand; each throws a Problem. */
export interface Judges {
  isStandard(id: string): boolean
  requirePrintable(layout: PrintLayout): void
}

export function settingsOf(campaign: Campaign, extras: Extras): CampaignSettings {
  const { title, year, identityMode, standard } = campaign
  const { fileAllowed, frontCameraAllowed, submissionsMost, replaceWithinDays } = campaign
  return {
    ...{ title, year, ...windowOf(campaign), identityMode, standard },
    ...{ fileAllowed, frontCameraAllowed, submissionsMost, replaceWithinDays },
    fees: feesOf(campaign),
    ...extras,
  }
}

/** Words that name a file of a package; a name needs one that tells people apart. */
const fileWords = ['idNo', 'studentNo', 'examNo', 'code', 'name']
const tellingApart = ['idNo', 'studentNo', 'examNo', 'code']
const folderWords = ['school', 'college', 'major', 'class', 'level', 'year']
const wordsIn = (template: string) => [...template.matchAll(/\{([^{}]*)\}/g)].map(([, word]) => word!)
const isTemplate = (template: string, known: readonly string[]) =>
  wordsIn(template).every((word) => known.includes(word)) && !/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))

/** @throws Problem request-malformed naming the setting that is wrong or does not fit the others */
export function requireSoundSettings(settings: CampaignSettings, judges: Judges): void {
  const wrong = (field: string) => new Problem('request-malformed', { field })
  if (settings.title.trim() === '') throw wrong('title')
  if (new Date(settings.opensAt) >= new Date(settings.closesAt)) throw wrong('closesAt')
  if (settings.dailyFromMinutes >= settings.dailyUntilMinutes) throw wrong('dailyUntilMinutes')
  if (!judges.isStandard(settings.standard)) throw wrong('standard')
  requireSoundFees(settings.fees)
  judges.requirePrintable(settings.printLayout)
  const nameWords = wordsIn(settings.packageName)
  const isNamed = isTemplate(settings.packageName, [...fileWords, ...folderWords])
  if (!isNamed || !nameWords.some((word) => tellingApart.includes(word))) throw wrong('packageName')
  if (!isTemplate(settings.packageFolder, [...fileWords, ...folderWords])) throw wrong('packageFolder')
}

export interface Change {
  field: string
  from: unknown
  to: unknown
}

/** What differs; fees and print layout part by part, as `fees.paperFeeFen`. */
export function changesBetween(from: CampaignSettings, to: CampaignSettings): Change[] {
  const [before, after] = [flat(from), flat(to)]
  const fields = Object.keys(after).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
  return fields.map((field) => ({ field, from: before[field], to: after[field] }))
}

function flat({ fees, printLayout, ...rest }: CampaignSettings): Record<string, unknown> {
  const under = (name: string, part: object) =>
    Object.entries(part).map(([key, value]) => [`${name}.${key}`, value] as const)
  return { ...rest, ...Object.fromEntries([...under('fees', fees), ...under('printLayout', printLayout)]) }
}

const toldToStudents = [
  ...['opensAt', 'closesAt', 'dailyFromMinutes', 'dailyUntilMinutes', 'weekends'],
  ...['fileAllowed', 'frontCameraAllowed', 'submissionsMost', 'replaceWithinDays'],
]

/** Whether students have to know of it: when they may come, and how the photo is taken. */
export function concernsStudents(changes: readonly Change[]): boolean {
  return changes.some(({ field }) => toldToStudents.includes(field))
}

/** Years of instants that the API can spell in four digits, in China and in UTC. */
const YEARS = { first: 1970, last: 9999 }

/** The same moment of China's calendar in another year, the last that can be spelt at most; 29 February becomes the 28th. */
function movedYears(instant: string, years: number): string {
  const inChina = chinaParts(new Date(instant))
  const month = inChina.getUTCMonth()
  inChina.setUTCFullYear(Math.min(YEARS.last, Math.max(YEARS.first, inChina.getUTCFullYear() + years)))
  if (inChina.getUTCMonth() !== month) inChina.setUTCDate(0)
  return fromChinaParts(inChina).toISOString()
}

/** The settings for those who leave in another year: its days and the years in its title move along. */
export function copiedSettings(settings: CampaignSettings, year: number): CampaignSettings {
  const years = year - settings.year
  const freeWindows = settings.fees.freeWindows.map(({ from, until }) => ({
    from: movedYears(from, years),
    until: movedYears(until, years),
  }))
  return {
    ...settings,
    year,
    title: settings.title.replaceAll(String(settings.year), String(year)),
    opensAt: movedYears(settings.opensAt, years),
    closesAt: movedYears(settings.closesAt, years),
    fees: { ...settings.fees, freeWindows },
  }
}
