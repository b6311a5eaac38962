/** CIE L*a*b* (D65) of an sRGB colour of 0..255. Source: IEC 61966-2-1 and CIE 15. */
export function labOf(r: number, g: number, b: number): [number, number, number] {
  const [lr, lg, lb] = [linear(r), linear(g), linear(b)]
  const x = root((0.4124564 * lr + 0.3575761 * lg + 0.1804375 * lb) / 0.95047)
  const y = root(0.2126729 * lr + 0.7151522 * lg + 0.072175 * lb)
  const z = root((0.0193339 * lr + 0.119192 * lg + 0.9503041 * lb) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

function linear(byte: number): number {
  const v = byte / 255
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
}

function root(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : (841 / 108) * t + 4 / 29
}

/** CIE 1976 colour difference of pixel i of two interleaved RGB pictures of 0..255. */
export function deltaE76(a: ArrayLike<number>, b: ArrayLike<number>, i: number): number {
  const p = labOf(a[i * 3], a[i * 3 + 1], a[i * 3 + 2])
  const q = labOf(b[i * 3], b[i * 3 + 1], b[i * 3 + 2])
  return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2])
}

/** Mean and 95th percentile of the difference over the pixels of `where`. */
export function colourError(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  where: Uint8Array,
): { mean: number; p95: number } {
  const differences: number[] = []
  for (let i = 0; i < where.length; i++) if (where[i]) differences.push(deltaE76(a, b, i))
  return { mean: meanOf(differences), p95: quantile(differences, 0.95) }
}

export function meanOf(values: number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The value below which a share of the values lies, linear between neighbours; NaN of none. */
export function quantile(values: number[], share: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = values.slice().sort((x, y) => x - y)
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  const high = Math.min(sorted.length - 1, low + 1)
  return sorted[low] + (sorted[high] - sorted[low]) * (place - low)
}
