import { dilated, type Plane } from './plane.ts'

/** How far a matte is from the truth; shares are 0..1. SAD in thousands. Source: Rhemann et al. 2009, alphamatting.com. */
export interface MatteError {
  sadThousands: number
  mse: number
  gradient: number
  bandSadThousands: number
  bandMse: number
  bandGradient: number
  /** Share of sure background with alpha above .05. */
  leak: number
  /** Share of sure person with alpha below .95. */
  holes: number
}

/** Where the truth is neither person nor wall, widened by `radiusPx`. */
export function edgeBand(truth: Plane, radiusPx: number): Uint8Array {
  const unsure = Uint8Array.from(truth.values, (a) => (a > 0.02 && a < 0.98 ? 1 : 0))
  return dilated(unsure, truth.widthPx, truth.heightPx, radiusPx)
}

/** Compares over the first `rows` rows; `band` as from {@link edgeBand}. */
export function matteError(matte: Plane, truth: Plane, band: Uint8Array, rows: number): MatteError {
  const count = rows * truth.widthPx
  const slopeSeen = gradientMagnitude(matte)
  const slopeTrue = gradientMagnitude(truth)
  const whole = { n: 0, sad: 0, squares: 0, gradient: 0 }
  const inBand = { n: 0, sad: 0, squares: 0, gradient: 0 }
  const wall = { n: 0, wrong: 0 }
  const person = { n: 0, wrong: 0 }
  for (let i = 0; i < count; i++) {
    const error = Math.abs(matte.values[i] - truth.values[i])
    const slope = (slopeSeen[i] - slopeTrue[i]) ** 2
    for (const sums of band[i] ? [whole, inBand] : [whole]) {
      sums.n++
      sums.sad += error
      sums.squares += error * error
      sums.gradient += slope
    }
    const sure = truth.values[i] <= 0.001 ? wall : truth.values[i] >= 0.999 ? person : undefined
    if (!sure) continue
    sure.n++
    if (sure === wall ? matte.values[i] > 0.05 : matte.values[i] < 0.95) sure.wrong++
  }
  return {
    sadThousands: whole.sad / 1000,
    mse: whole.squares / Math.max(1, whole.n),
    gradient: whole.gradient / 1000,
    bandSadThousands: inBand.sad / 1000,
    bandMse: inBand.squares / Math.max(1, inBand.n),
    bandGradient: inBand.gradient / 1000,
    leak: wall.wrong / Math.max(1, wall.n),
    holes: person.wrong / Math.max(1, person.n),
  }
}

/** Length of the gradient of the plane smoothed with a Gaussian of sigma 1.4, by Gaussian derivatives. */
function gradientMagnitude(plane: Plane): Float32Array {
  const sigma = 1.4
  const reach = 5
  const smooth: number[] = []
  for (let t = -reach; t <= reach; t++) smooth.push(Math.exp((-t * t) / (2 * sigma * sigma)))
  const sum = smooth.reduce((a, b) => a + b, 0)
  const bell = smooth.map((value) => value / sum)
  const slope = bell.map((value, k) => (-(k - reach) / (sigma * sigma)) * value)
  const gx = filtered(filtered(plane, slope, true), bell, false)
  const gy = filtered(filtered(plane, bell, true), slope, false)
  return gx.values.map((value, i) => Math.hypot(value, gy.values[i]))
}

function filtered(plane: Plane, kernel: number[], across: boolean): Plane {
  const { widthPx, heightPx, values } = plane
  const reach = (kernel.length - 1) / 2
  const out = new Float32Array(values.length)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0
      for (let t = -reach; t <= reach; t++) {
        const sx = across ? Math.min(widthPx - 1, Math.max(0, x + t)) : x
        const sy = across ? y : Math.min(heightPx - 1, Math.max(0, y + t))
        sum += kernel[t + reach] * values[sy * widthPx + sx]
      }
      out[y * widthPx + x] = sum
    }
  }
  return { widthPx, heightPx, values: out }
}
