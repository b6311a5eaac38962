/** China's clocks are eight hours ahead of Greenwich all the year round. */
const AHEAD_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** The instant whose UTC parts are what China's clocks and calendar show. */
export function chinaParts(instant: Date): Date {
  return new Date(instant.getTime() + AHEAD_MS)
}

/** The instant at which China's clocks show these UTC parts. */
export function fromChinaParts(parts: Date): Date {
  return new Date(parts.getTime() - AHEAD_MS)
}

/** 2026-04-16 14:21:33 */
export function chinaMoment(instant: Date): string {
  return chinaParts(instant).toISOString().slice(0, 19).replace('T', ' ')
}

/** 2026-04-16 14:21 */
export function chinaMinute(instant: Date): string {
  return chinaMoment(instant).slice(0, 16)
}

/** 2026-04-16 */
export function chinaDate(instant: Date): string {
  return chinaMoment(instant).slice(0, 10)
}

/** 20260416 */
export function chinaDay(instant: Date): string {
  return chinaDate(instant).replaceAll('-', '')
}

/** Days since 1970 on China’s calendar. */
export function chinaDayNumber(instant: Date): number {
  return Math.floor(chinaParts(instant).getTime() / DAY_MS)
}

/** The first instant of a day of China’s calendar. */
export function chinaDayStart(dayNumber: number): Date {
  return fromChinaParts(new Date(dayNumber * DAY_MS))
}

/** 2026-04-16 */
export function chinaDayName(dayNumber: number): string {
  return new Date(dayNumber * DAY_MS).toISOString().slice(0, 10)
}
