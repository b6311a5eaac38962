/** The present instant (UTC). Tests give their own, so that a deadline can pass without waiting for it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** The present day in China, YYYYMMDD: it begins eight hours before it begins at Greenwich. */
export function chinaDay(clock: Clock): string {
  return new Date(clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
}
