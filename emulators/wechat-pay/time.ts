/** RFC 3339 in China’s time zone, to the second, as the provider writes every instant. */
export const chinaTime = (at: Date) => `${shifted(at).slice(0, 19)}+08:00`

/** As the bills write it: 2015-01-01 10:00:00. */
export const billTime = (at: Date) => shifted(at).slice(0, 19).replace('T', ' ')

/** The day in China, yyyy-MM-dd. */
export const chinaDay = (at: Date) => shifted(at).slice(0, 10)

/** Year to second as 14 digits, China’s time. */
export const digitsOfTime = (at: Date) => shifted(at).slice(0, 19).replace(/\D/g, '')

const shifted = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString()

/** The instant of a `yyyy-MM-DDTHH:mm:ss+TIMEZONE`, undefined when it is none. */
export function readTime(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : at
}
