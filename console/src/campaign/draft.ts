import type { CampaignSettings } from '@tucai/contract'

export type Draft = {
  settings: CampaignSettings
  /** As they are stored; null while the campaign is new. */
  stored: CampaignSettings | null
  set: (change: Partial<CampaignSettings>) => void
  /** Which field the server refused, as it names them. */
  wrong: string | null
}

const CHINA_AHEAD_MS = 8 * 3_600_000
const DAY_MINUTES = 1440

/** 2026-05-06, of the day that an instant falls on in China. */
export function dayOf(instant: string): string {
  return new Date(new Date(instant).getTime() + CHINA_AHEAD_MS).toISOString().slice(0, 10)
}

/** The instant of a day and minute on China’s clock; minute 1440 is the next midnight. */
export function instantOf(day: string, minutes: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - CHINA_AHEAD_MS + minutes * 60_000).toISOString()
}

/** The last day on which it is open. */
export function lastDayOf(closesAt: string): string {
  return dayOf(new Date(new Date(closesAt).getTime() - 1).toISOString())
}

/** 08:30, for a field of time; the end of the day is 23:59 there. */
export function clockOf(minutes: number): string {
  const shown = Math.min(minutes, DAY_MINUTES - 1)
  return [Math.floor(shown / 60), shown % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** Minutes since midnight of 08:30; undefined while the field is not filled. */
export function minutesOf(clock: string): number | undefined {
  const found = /^(\d\d):(\d\d)/.exec(clock)
  return found === null ? undefined : Number(found[1]) * 60 + Number(found[2])
}

/** 23:59 in a field means until the day’s end. */
export function untilMinutesOf(clock: string): number | undefined {
  const minutes = minutesOf(clock)
  return minutes === DAY_MINUTES - 1 ? DAY_MINUTES : minutes
}

/** 2026-04-16T14:21, for a field of a day with its time. */
export function localOf(instant: string): string {
  return new Date(new Date(instant).getTime() + CHINA_AHEAD_MS).toISOString().slice(0, 16)
}

export function instantOfLocal(local: string): string | undefined {
  const at = Date.parse(`${local}:00Z`)
  return Number.isNaN(at) ? undefined : new Date(at - CHINA_AHEAD_MS).toISOString()
}

/** The sections of the form, in their order, and the settings that each of them holds. */
export const sections = {
  basic: ['title', 'year'],
  window: ['opensAt', 'closesAt', 'dailyFromMinutes', 'dailyUntilMinutes', 'weekends'],
  identity: ['identityMode'],
  standard: ['standard'],
  camera: ['fileAllowed', 'frontCameraAllowed', 'submissionsMost', 'replaceWithinDays'],
  fees: ['fees'],
  print: [
    'printLayout.paper',
    'printLayout.mode',
    'printLayout.prints',
    'printLayout.barcode',
    'printLayout.gapMm',
    'printLayout.marginMm',
  ],
  caption: ['printLayout.lines', 'printLayout.captionAt'],
  delivery: ['packageName', 'packageFolder'],
  notices: ['remindDaysBefore'],
} as const
export type SectionName = keyof typeof sections

/** What a setting is, under its path, e.g. `fees.paperFeeFen`. */
export function valueAt(settings: CampaignSettings, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], settings)
}

/** Paths of the settings that differ, fees one by one. */
export function changedPaths(stored: CampaignSettings | null, settings: CampaignSettings): string[] {
  if (stored === null) return []
  const fees = Object.keys(settings.fees).map((key) => `fees.${key}`)
  const paths = Object.values(sections).flatMap((names) => names.filter((name) => name !== 'fees') as string[])
  return [...paths, ...fees].filter(
    (path) => JSON.stringify(valueAt(stored, path)) !== JSON.stringify(valueAt(settings, path)),
  )
}

/** Settings of a campaign that is the first one. */
export function firstSettings(now: Date): CampaignSettings {
  const today = dayOf(now.toISOString())
  const year = Number(today.slice(0, 4))
  return {
    title: `${year} 届毕业生图像采集`,
    year,
    opensAt: instantOf(today, 0),
    closesAt: instantOf(dayOf(new Date(now.getTime() + 45 * 86_400_000).toISOString()), DAY_MINUTES),
    ...{ dailyFromMinutes: 0, dailyUntilMinutes: DAY_MINUTES, weekends: true },
    ...{ identityMode: 'roster', standard: 'chsi-2017-blue', fileAllowed: true, frontCameraAllowed: true },
    ...{ submissionsMost: null, replaceWithinDays: 2 },
    fees: {
      ...{ collectionFeeFen: 2000, paperFeeFen: 1500, printSetsMost: 1, mailingFeeFen: 0, stationFeeFen: null },
      ...{ station: '', freeRetakes: null, retakeFeeFen: 0, freeWindows: [], payer: 'student' },
      ...{ payWhen: 'after-photo', refundRule: 'until-production', orderLifeMinutes: DAY_MINUTES },
    },
    printLayout: {
      ...{ paper: '6in', mode: 'per-student', prints: [{ size: '33x48', count: 8 }], captionAt: 'edge' },
      ...{ lines: ['{className} {name} {studentNumber}'], barcode: true, gapMm: 2, marginMm: 2 },
    },
    ...{ packageName: '{studentNo}', packageFolder: '{college}/{class}', remindDaysBefore: [7, 2] },
  }
}
