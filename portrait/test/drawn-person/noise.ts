/** A seeded source of numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). The same seed draws the same person. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

function latticeValue(x: number, y: number, seed: number): number {
  let h = (Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(seed, 1442695041)) | 0
  h = Math.imul(h ^ (h >>> 13), 1274126177)
  h ^= h >>> 16
  return (h >>> 0) / 2147483648 - 1
}

/** Smooth value noise in [-1, 1] on the unit lattice. */
export function smoothNoise(x: number, y: number, seed: number): number {
  const x0 = Math.floor(x)
  const y0 = Math.floor(y)
  const fx = x - x0
  const fy = y - y0
  const sx = fx * fx * (3 - 2 * fx)
  const sy = fy * fy * (3 - 2 * fy)
  const a = latticeValue(x0, y0, seed)
  const b = latticeValue(x0 + 1, y0, seed)
  const c = latticeValue(x0, y0 + 1, seed)
  const d = latticeValue(x0 + 1, y0 + 1, seed)
  return (a + (b - a) * sx) * (1 - sy) + (c + (d - c) * sx) * sy
}

/** Sum of `octaves` noises, each twice as fine and half as strong, in about [-1, 1]. */
export function fractalNoise(x: number, y: number, octaves: number, seed: number): number {
  let sum = 0
  let strength = 0.5
  let scale = 1
  for (let octave = 0; octave < octaves; octave++) {
    sum += strength * smoothNoise(x * scale, y * scale, seed + octave)
    strength /= 2
    scale *= 2
  }
  return sum
}

/**
 * Camera grain at pixel (x, y) for red, green and blue, written to `out`: standard deviation near 1, mostly shared by
 * the three channels. One hash gives four bytes: two make the brightness, two the colour.
 */
export function grain(out: Float32Array, x: number, y: number, seed: number): void {
  let h = (Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(seed, 1442695041)) | 0
  h = Math.imul(h ^ (h >>> 13), 1274126177)
  h = Math.imul(h ^ (h >>> 16), 2024237689)
  h ^= h >>> 15
  const bright = ((h & 255) + ((h >>> 8) & 255) - 255) / 116
  const warm = (((h >>> 16) & 255) - 127.5) / 150
  const green = ((h >>> 24) - 127.5) / 220
  out[0] = bright + warm
  out[1] = bright + green
  out[2] = bright - warm
}
