/** The present instant (UTC). Tests give their own, so that a deadline can pass without waiting for it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
