const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

function shanghai(at: Date): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(at).map(({ type, value }) => [type, value]))
}

/** An instant as Shanghai's clock shows it: today `14:21`, this year `04-16 14:21`, otherwise `2025-04-16`. */
export function shownMoment(instant: string, now: Date): string {
  const then = shanghai(new Date(instant))
  const today = shanghai(now)
  if (then.year !== today.year) return `${then.year}-${then.month}-${then.day}`
  const clock = `${then.hour}:${then.minute}`
  return then.month === today.month && then.day === today.day ? clock : `${then.month}-${then.day} ${clock}`
}

/** Date and time of an instant on Shanghai's clock, e.g. `2026-04-16 14:21`. */
export function wholeMoment(at: Date): string {
  const { year, month, day, hour, minute } = shanghai(at)
  return `${year}-${month}-${day} ${hour}:${minute}`
}

/** Whole days from now until an instant, counted up; 0 or less when it has passed. */
export function daysUntil(instant: string, now: Date): number {
  return Math.ceil((new Date(instant).getTime() - now.getTime()) / 86_400_000)
}

/** The same to the second, for records: today `14:21:07`, this year `04-16 14:21:07`, otherwise with the year. */
export function secondMoment(instant: string, now: Date): string {
  const { year, month, day, hour, minute, second } = shanghai(new Date(instant))
  const today = shanghai(now)
  const clock = `${hour}:${minute}:${second}`
  if (year !== today.year) return `${year}-${month}-${day} ${clock}`
  return month === today.month && day === today.day ? clock : `${month}-${day} ${clock}`
}

/** When the day began in Shanghai on which an instant lies, or so many days before. Shanghai knows no summer time. */
export function dayStart(at: Date, daysBefore = 0): Date {
  const { year, month, day } = shanghai(at)
  return new Date(new Date(`${year}-${month}-${day}T00:00:00+08:00`).getTime() - daysBefore * 86_400_000)
}

/** The day in China so many days ago, e.g. `2026-04-16`. */
export function chinaDay(daysAgo = 0): string {
  return wholeMoment(new Date(Date.now() - daysAgo * 86_400_000)).slice(0, 10)
}
