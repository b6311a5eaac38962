import { shownCount } from '../frame/numbers.ts'
import type { Words } from '../words/zh-CN.ts'

/** A time as people say it: `0.4 ms`, `420 ms`, `1.5 s`, `3 min`, `5 h`, `2 days`. */
export function shownTime(ms: number, system: Words['system']): string {
  if (ms < 9.95) return system.ms(ms.toFixed(1))
  if (ms < 995) return system.ms(shownCount(Math.round(ms)))
  if (ms < 9_950) return system.seconds((ms / 1000).toFixed(1))
  if (ms < 90_000) return system.seconds(shownCount(Math.round(ms / 1000)))
  if (ms < 90 * 60_000) return system.minutes(shownCount(Math.round(ms / 60_000)))
  if (ms < 48 * 3_600_000) return system.hours(shownCount(Math.round(ms / 3_600_000)))
  return system.days(shownCount(Math.round(ms / 86_400_000)))
}

const units = ['B', 'KB', 'MB', 'GB', 'TB']

/** `26.7 MB`, `412 GB`. */
export function shownBytes(bytes: number): string {
  const place = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000))))
  const value = bytes / 1000 ** place
  return `${value < 100 && place > 0 ? value.toFixed(1) : shownCount(Math.round(value))} ${units[place]}`
}
