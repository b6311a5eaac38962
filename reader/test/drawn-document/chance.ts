/** Repeatable chance: the same seed draws the same document. */
export interface Chance {
  /** 0 to 1. */
  share(): number
  between(from: number, to: number): number
  whole(from: number, to: number): number
  pick<T>(list: readonly T[]): T
  happens(probability: number): boolean
}

/** mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = (seed * 2654435761) >>> 0
  const share = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  for (let i = 0; i < 5; i++) share()
  const between = (from: number, to: number) => from + (to - from) * share()
  const whole = (from: number, to: number) => Math.floor(between(from, to + 1))
  return { share, between, whole, pick: (list) => list[whole(0, list.length - 1)]!, happens: (p) => share() < p }
}
