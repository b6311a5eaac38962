/** Chance that comes the same again for the same seed. */
export interface Chance {
  /** 0 ≤ number < 1 */
  next(): number
  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number
  oneOf<T>(list: readonly T[]): T
}

/** Mulberry32, which is enough to choose moments by. */
export function openChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    next,
    whole: (least, most) => least + Math.floor(next() * (most - least + 1)),
    oneOf: (list) => list[Math.floor(next() * list.length)]!,
  }
}
