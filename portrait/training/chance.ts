/** Repeatable chance: the same seed gives the same draws. */
export interface Chance {
  /** Even over [from, to). */
  between(from: number, to: number): number
  /** Nearly Gaussian, standard deviation 1: the sum of three even draws. */
  normal(): number
  pick<T>(from: readonly T[]): T
}

/** Source of the generator: mulberry32, Tommy Ettinger, public domain. */
export function chance(seed: number): Chance {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    between: (from, to) => from + (to - from) * next(),
    normal: () => 2 * (next() + next() + next() - 1.5),
    pick: (from) => from[Math.floor(next() * from.length)],
  }
}
