import type { Picture, Region } from '../picture.ts'

/** Side of the square patches that are looked at, a power of two. */
const sidePx = 128
/** How far one frequency stands out above its neighbours, in logarithms, before it counts as a grid. */
const standsOut = 4
/** Patches of twelve that must show one and the same frequency. */
const patchesNeeded = 5

/**
 * A screen's pixels beat with the camera's: sharp peaks in the spectrum, at the same frequency all over the document.
 * Print and paper have broad spectra. Frequencies of the JPEG blocks (multiples of an eighth) don't count.
 */
export function looksLikeScreen(picture: Picture, { x0, y0, x1, y1 }: Region): boolean {
  const votes = new Map<number, number>()
  const [stepX, stepY] = [(x1 - x0 - sidePx) / 3, (y1 - y0 - sidePx) / 2]
  if (stepX < 0 || stepY < 0) return false
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      const peak = strongestPeak(picture, Math.round(x0 + column * stepX), Math.round(y0 + row * stepY))
      if (peak !== undefined) votes.set(peak, (votes.get(peak) ?? 0) + 1)
    }
  }
  return [...votes.keys()].some((peak) => near(peak, votes) >= patchesNeeded)
}

function near(peak: number, votes: Map<number, number>): number {
  let sum = 0
  for (const dy of [-1, 0, 1]) for (const dx of [-1, 0, 1]) sum += votes.get(peak + dy * sidePx + dx) ?? 0
  return sum
}

/** Index (row × side + column) of a frequency that stands out sharply, of the upper half of the spectrum. */
function strongestPeak(picture: Picture, x: number, y: number): number | undefined {
  const power = spectrum(picture, x, y)
  let best: number | undefined
  let bestHeight = standsOut
  for (let v = 0; v <= sidePx / 2; v++) {
    for (let u = 0; u < sidePx; u++) {
      if (!mayBeGrid(u, v)) continue
      const height = power[v * sidePx + u]! - around(power, u, v)
      if (height > bestHeight) {
        best = v * sidePx + u
        bestHeight = height
      }
    }
  }
  return best
}

function mayBeGrid(u: number, v: number): boolean {
  const [fu, fv] = [Math.min(u, sidePx - u), v]
  if (Math.hypot(fu, fv) < 14) return false
  const isBlock = (f: number) => f % (sidePx / 8) <= 1 || f % (sidePx / 8) === sidePx / 8 - 1
  return !(isBlock(fu) && isBlock(fv))
}

/** Mean logarithm in a ring of some frequencies around, the nearest left out: a peak leaks into them. */
function around(power: Float32Array, u: number, v: number): number {
  let sum = 0
  let count = 0
  for (let dv = -5; dv <= 5; dv++) {
    for (let du = -5; du <= 5; du++) {
      if (Math.max(Math.abs(du), Math.abs(dv)) < 3) continue
      sum += power[((v + dv + sidePx) % sidePx) * sidePx + ((u + du + sidePx) % sidePx)]!
      count++
    }
  }
  return sum / count
}

/** Logarithm of the power spectrum of the green channel under a Hann window. */
function spectrum({ widthPx, rgb }: Picture, x: number, y: number): Float32Array {
  const real = new Float64Array(sidePx * sidePx)
  const imaginary = new Float64Array(sidePx * sidePx)
  let mean = 0
  for (let i = 0; i < real.length; i++) {
    real[i] = rgb[((y + Math.floor(i / sidePx)) * widthPx + x + (i % sidePx)) * 3 + 1]!
    mean += real[i]! / real.length
  }
  const hann = (i: number) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / sidePx)
  for (let i = 0; i < real.length; i++) real[i] = (real[i]! - mean) * hann(i % sidePx) * hann(Math.floor(i / sidePx))
  for (let i = 0; i < sidePx; i++) transform(real, imaginary, i * sidePx, 1)
  for (let i = 0; i < sidePx; i++) transform(real, imaginary, i, sidePx)
  return Float32Array.from(real, (value, i) => Math.log(value * value + imaginary[i]! * imaginary[i]! + 1))
}

/** Cooley and Tukey 1965, in place, on `sidePx` values from `offset`, `stride` apart. */
function transform(real: Float64Array, imaginary: Float64Array, offset: number, stride: number): void {
  const at = (i: number) => offset + i * stride
  for (let i = 1, j = 0; i < sidePx; i++) {
    let bit = sidePx >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    const [a, b] = [at(i), at(j)]
    const [keptReal, keptImaginary] = [real[a]!, imaginary[a]!]
    real[a] = real[b]!
    imaginary[a] = imaginary[b]!
    real[b] = keptReal
    imaginary[b] = keptImaginary
  }
  for (let size = 2; size <= sidePx; size <<= 1) {
    for (let start = 0; start < sidePx; start += size) {
      for (let k = 0; k < size / 2; k++) {
        const angle = (-2 * Math.PI * k) / size
        const [cosine, sine] = [Math.cos(angle), Math.sin(angle)]
        const [a, b] = [at(start + k), at(start + k + size / 2)]
        const turnedReal = real[b]! * cosine - imaginary[b]! * sine
        const turnedImaginary = real[b]! * sine + imaginary[b]! * cosine
        real[b] = real[a]! - turnedReal
        imaginary[b] = imaginary[a]! - turnedImaginary
        real[a]! += turnedReal
        imaginary[a]! += turnedImaginary
      }
    }
  }
}
