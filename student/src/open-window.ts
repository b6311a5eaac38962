import type { CampaignWindow } from '@tucai/contract'

const CHINA_AHEAD_MS = 8 * 3_600_000
const day = (instant: number) => new Date(instant + CHINA_AHEAD_MS).toISOString().slice(0, 10)
const clock = (minutes: number) =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** The first and the last day, e.g. 2026-03-16 – 2026-05-06. */
export function openDays({ opensAt, closesAt }: CampaignWindow): string {
  return `${day(Date.parse(opensAt))} – ${day(Date.parse(closesAt) - 1)}`
}

/** The hours of each day, e.g. 08:00–20:00. */
export function openHours({ dailyFromMinutes, dailyUntilMinutes }: CampaignWindow): string {
  return `${clock(dailyFromMinutes)}–${clock(dailyUntilMinutes)}`
}
