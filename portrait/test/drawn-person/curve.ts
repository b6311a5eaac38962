/** A smooth curve y(x) through points, tabulated: value and slope at any x; straight beyond the ends. */
export interface Curve {
  at(x: number): number
  slope(x: number): number
}

const STEP = 0.25

/** Monotone cubic through `points` (x rising): Fritsch and Carlson 1980, so that an outline never overshoots its points. */
export function curveThrough(points: [number, number][]): Curve {
  const slopes = monotoneSlopes(points)
  const first = points[0][0]
  const last = points[points.length - 1][0]
  const count = Math.ceil((last - first) / STEP) + 1
  const values = new Float64Array(count) // y at first + i * STEP
  let segment = 0
  for (let i = 0; i < count; i++) {
    const x = Math.min(last, first + i * STEP)
    while (segment < points.length - 2 && x > points[segment + 1][0]) segment++
    values[i] = hermite(points[segment], points[segment + 1], slopes[segment], slopes[segment + 1], x)
  }
  const at = (x: number) => {
    if (x <= first) return values[0] + slopes[0] * (x - first)
    if (x >= last) return values[count - 1] + slopes[slopes.length - 1] * (x - last)
    const place = (x - first) / STEP
    const i = Math.min(count - 2, Math.floor(place))
    return values[i] + (values[i + 1] - values[i]) * (place - i)
  }
  return { at, slope: (x) => (at(x + STEP) - at(x - STEP)) / (2 * STEP) }
}

function monotoneSlopes(points: [number, number][]): number[] {
  const secants: number[] = []
  for (let i = 0; i + 1 < points.length; i++) {
    secants.push((points[i + 1][1] - points[i][1]) / (points[i + 1][0] - points[i][0]))
  }
  const slopes = [secants[0]]
  for (let i = 1; i < secants.length; i++) {
    const a = secants[i - 1]
    const b = secants[i]
    slopes.push(a * b <= 0 ? 0 : (2 * a * b) / (a + b))
  }
  slopes.push(secants[secants.length - 1])
  return slopes
}

function hermite(p: [number, number], q: [number, number], m: number, n: number, x: number): number {
  const width = q[0] - p[0]
  const t = (x - p[0]) / width
  const t2 = t * t
  const t3 = t2 * t
  return (
    (2 * t3 - 3 * t2 + 1) * p[1] + (t3 - 2 * t2 + t) * width * m + (-2 * t3 + 3 * t2) * q[1] + (t3 - t2) * width * n
  )
}

/** 0 before `from`, 1 after `to` (either order), smooth between. */
export function smoothStep(from: number, to: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)))
  return t * t * (3 - 2 * t)
}

/** Gaussian bump of height 1 around 0. */
export function bump(x: number, sigma: number): number {
  return Math.exp((-0.5 * x * x) / (sigma * sigma))
}
