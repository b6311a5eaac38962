import { boxFilterTwice } from '../box-filter.ts'
import { orderStatistic } from '../order-statistic.ts'
import { workPlane } from './work-plane.ts'

/** The wall as it would look without the person, at every pixel of the (coarse) view. */
export interface Wall {
  /** Interleaved RGB, 0..255. */
  rgb: Float32Array
  /** The factor by which a cast shadow dims the wall, 1 where there is none; already part of `rgb`. */
  shade: Float32Array
  /** Robust standard deviation of the wall's pixels about the field, in levels. */
  sigma: number
  /** Share of sure wall further than 6 sigma + 6 levels from the field: texture, objects, seams. */
  outlierShare: number
  /** Root mean square of the rest. */
  rms: number
}

/** Degree of each monomial of a cubic in u (across) and v (down): 1 u v uu uv vv uuu uuv uvv vvv. */
const degrees = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3]
const terms = degrees.length
const rounds = 4
/** The cubic bends freely where no wall is seen; this keeps its higher terms small there. */
const ridge = 1e-4

/**
 * A cubic surface per channel by iteratively reweighted least squares with Tukey's biweight, so that objects and the
 * edges of shadows do not pull. Source: Holland and Welsch 1977, "Robust regression using iteratively reweighted
 * least-squares".
 */
export function fitSurface(rgb: Float32Array, widthPx: number, heightPx: number, seeds: Uint8Array): Wall {
  const samples = seedSamples(seeds, widthPx, heightPx)
  const basis = new Float64Array(samples.length * terms)
  for (const [n, i] of samples.entries()) {
    monomials(i % widthPx, (i / widthPx) | 0, widthPx, heightPx, basis, n * terms)
  }
  const weight = new Float32Array(samples.length).fill(1)
  const error = new Float32Array(samples.length)
  let coefficients: Float64Array[] = [new Float64Array(terms), new Float64Array(terms), new Float64Array(terms)]
  let sigma = 5
  for (let round = 0; round < rounds; round++) {
    coefficients = solveWeighted(rgb, samples, basis, weight)
    residuals(rgb, samples, basis, coefficients, error)
    sigma = Math.max(1, 1.25 * median(error))
    for (let n = 0; n < samples.length; n++) {
      const z = error[n] / (4.5 * sigma)
      weight[n] = z < 1 ? (1 - z * z) ** 2 : 0
    }
  }
  let outliers = 0
  let squares = 0
  for (const value of error) {
    if (value > 6 * sigma + 6) outliers++
    else squares += value * value
  }
  return {
    rgb: evaluate(coefficients, widthPx, heightPx),
    shade: new Float32Array(widthPx * heightPx).fill(1),
    sigma,
    outlierShare: samples.length > 0 ? outliers / samples.length : 1,
    rms: Math.sqrt(squares / Math.max(1, samples.length - outliers)),
  }
}

/**
 * How far the wall is from plain: root mean square of its deviation from the surface over the given pixels, in levels.
 * An object counts for at most 60 levels.
 */
export function roughness(surface: Float32Array, rgb: Float32Array, pixels: Uint8Array): number {
  let squares = 0
  let count = 0
  for (let i = 0; i < pixels.length; i++) {
    if (!pixels[i]) continue
    let square = 0
    for (let c = 0; c < 3; c++) square += (rgb[i * 3 + c] - surface[i * 3 + c]) ** 2
    squares += Math.min(square / 3, 3600)
    count++
  }
  return Math.sqrt(squares / Math.max(1, count))
}

/**
 * How many colours the wall has: root mean square of the part of its deviation from the surface that is no brighter or
 * darker shade of the surface's colour, over the given pixels, in levels. Grooves, grain, folds and shadows have one
 * hue, a room full of things has not. A pixel counts for at most 60 levels.
 */
export function colourfulness(surface: Float32Array, rgb: Float32Array, pixels: Uint8Array): number {
  let squares = 0
  let count = 0
  for (let i = 0; i < pixels.length; i++) {
    if (!pixels[i]) continue
    let all = 0
    let shade = 0
    let length = 1
    for (let k = i * 3; k < i * 3 + 3; k++) {
      const difference = rgb[k] - surface[k]
      all += difference * difference
      shade += difference * surface[k]
      length += surface[k] * surface[k]
    }
    squares += Math.min(Math.max(0, all - (shade * shade) / length) / 3, 3600)
    count++
  }
  return Math.sqrt(squares / Math.max(1, count))
}

function seedSamples(seeds: Uint8Array, widthPx: number, heightPx: number): Int32Array {
  const found: number[] = []
  for (let y = 0; y < heightPx; y += 2) {
    for (let x = y & 2 ? 1 : 0; x < widthPx; x += 2) if (seeds[y * widthPx + x]) found.push(y * widthPx + x)
  }
  return Int32Array.from(found)
}

/** u and v run over -1..1. */
function monomials(x: number, y: number, widthPx: number, heightPx: number, out: Float64Array, at: number): void {
  const u = (x / widthPx) * 2 - 1
  const v = (y / heightPx) * 2 - 1
  out[at] = 1
  out[at + 1] = u
  out[at + 2] = v
  out[at + 3] = u * u
  out[at + 4] = u * v
  out[at + 5] = v * v
  out[at + 6] = u * u * u
  out[at + 7] = u * u * v
  out[at + 8] = u * v * v
  out[at + 9] = v * v * v
}

function solveWeighted(rgb: Float32Array, samples: Int32Array, basis: Float64Array, weight: Float32Array) {
  const normal = new Float64Array(terms * terms)
  const right = [new Float64Array(terms), new Float64Array(terms), new Float64Array(terms)]
  for (let n = 0; n < samples.length; n++) {
    if (weight[n] < 1e-3) continue
    const at = n * terms
    const pixel = samples[n] * 3
    for (let a = 0; a < terms; a++) {
      const weighted = weight[n] * basis[at + a]
      for (let b = 0; b <= a; b++) normal[a * terms + b] += weighted * basis[at + b]
      for (let c = 0; c < 3; c++) right[c][a] += weighted * rgb[pixel + c]
    }
  }
  for (let a = 0; a < terms; a++) {
    for (let b = a + 1; b < terms; b++) normal[a * terms + b] = normal[b * terms + a]
    if (a > 0) normal[a * terms + a] += ridge * samples.length * degrees[a]
  }
  return right.map((column) => solve(normal, column))
}

/** Gauss-Jordan with row pivots; small, symmetric and positive definite here. */
function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const m = matrix.slice()
  const x = right.slice()
  for (let column = 0; column < terms; column++) {
    let pivot = column
    for (let row = column + 1; row < terms; row++) {
      if (Math.abs(m[row * terms + column]) > Math.abs(m[pivot * terms + column])) pivot = row
    }
    for (let k = 0; k < terms; k++) {
      const kept = m[column * terms + k]
      m[column * terms + k] = m[pivot * terms + k]
      m[pivot * terms + k] = kept
    }
    const kept = x[column]
    x[column] = x[pivot]
    x[pivot] = kept
    const divisor = m[column * terms + column] || 1e-12
    for (let row = 0; row < terms; row++) {
      if (row === column) continue
      const factor = m[row * terms + column] / divisor
      for (let k = column; k < terms; k++) m[row * terms + k] -= factor * m[column * terms + k]
      x[row] -= factor * x[column]
    }
  }
  for (let k = 0; k < terms; k++) x[k] /= m[k * terms + k] || 1e-12
  return x
}

function residuals(
  rgb: Float32Array,
  samples: Int32Array,
  basis: Float64Array,
  coefficients: Float64Array[],
  error: Float32Array,
): void {
  for (let n = 0; n < samples.length; n++) {
    let squares = 0
    for (let c = 0; c < 3; c++) {
      let value = 0
      for (let k = 0; k < terms; k++) value += coefficients[c][k] * basis[n * terms + k]
      squares += (rgb[samples[n] * 3 + c] - value) ** 2
    }
    error[n] = Math.sqrt(squares / 3)
  }
}

function evaluate(coefficients: Float64Array[], widthPx: number, heightPx: number): Float32Array {
  const rgb = new Float32Array(widthPx * heightPx * 3)
  const basis = new Float64Array(terms)
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      monomials(x, y, widthPx, heightPx, basis, 0)
      for (let c = 0; c < 3; c++) {
        let value = 0
        for (let k = 0; k < terms; k++) value += coefficients[c][k] * basis[k]
        rgb[(y * widthPx + x) * 3 + c] = Math.min(255, Math.max(0, value))
      }
    }
  }
  return rgb
}

export function median(values: Float32Array): number {
  if (values.length === 0) return 0
  return orderStatistic(values.slice(), values.length >> 1)
}

/**
 * Adds to the surface what it cannot bend to: folds of a cloth, soft shadows, a door's edge. The residual of the
 * pixels that are known to be wall is spread by normalised convolution at shrinking radii.
 * Source: Knutsson and Westin 1993, "Normalized and differential convolution".
 */
export function followResidual(
  wall: Wall,
  rgb: Float32Array,
  widthPx: number,
  heightPx: number,
  known: Uint8Array,
  radiiPx: number[],
): void {
  const count = widthPx * heightPx
  const weight = new Float32Array(count)
  const residual = new Float32Array(count)
  const limit = 6 * wall.sigma + 6
  for (let i = 0; i < count; i++) {
    if (!known[i]) continue
    let squares = 0
    for (let c = 0; c < 3; c++) squares += (rgb[i * 3 + c] - wall.rgb[i * 3 + c]) ** 2
    if (Math.sqrt(squares / 3) < limit) weight[i] = 1
  }
  for (const radiusPx of radiiPx) {
    const support = boxFilterTwice(weight, widthPx, heightPx, radiusPx, workPlane('support', count))
    for (let c = 0; c < 3; c++) {
      for (let i = 0; i < count; i++) residual[i] = weight[i] * (rgb[i * 3 + c] - wall.rgb[i * 3 + c])
      const spread = boxFilterTwice(residual, widthPx, heightPx, radiusPx, workPlane('spread', count))
      for (let i = 0; i < count; i++) {
        if (support[i] < 1e-4) continue
        const value = wall.rgb[i * 3 + c] + spread[i] / (support[i] + 0.02)
        wall.rgb[i * 3 + c] = value < 0 ? 0 : Math.min(value, 255)
      }
    }
  }
}
