/** An instant as Shanghai's clock shows it. China has one zone and no summer time, so eight hours are enough. */
export function shanghai(instant: string) {
  const date = new Date(Date.parse(instant) + 8 * 3_600_000)
  const two = (value: number) => String(value).padStart(2, '0')
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    /** e.g. `09:05` */
    time: `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
    /** e.g. `11-16 15:20` */
    short: `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())} ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`,
  }
}
