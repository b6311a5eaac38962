import { boxFilter, boxFilterTwice } from '../box-filter.ts'
import type { Wall } from './wall.ts'
import { workPlane } from './work-plane.ts'

/** A cast shadow dims the wall to between half and all of its light and keeps its colour. */
const dimmest = 0.4
const brightest = 1.15
/** Neighbouring wall pixels differ in brightness by less; hair and cloth by more. Share of the wall's brightness. */
const roughest = 0.05
/** Cells nearer than this to what is no wall are left out, and cells that differ so much from their surroundings. */
const mixedReachPx = 1
const unevenness = 0.1
/** Where the network is surer than this of a person, brightness alone does not make it wall. */
const personLimit = 0.55

/**
 * The shadow that a person throws on the wall is the wall's colour times a smooth factor. Pixels that look like that,
 * are joined to the open wall and are no person for the network give the factor; it is spread under the person by
 * normalised convolution and multiplied into the wall. Returns which pixels were taken for (shaded) wall.
 * Source of the model: Horprasert et al. 1999, brightness and chromaticity distortion.
 */
export function shadeWall(
  wall: Wall,
  rgb: Float32Array,
  person: Float32Array,
  open: Uint8Array,
  widthPx: number,
  heightPx: number,
): Uint8Array {
  const count = widthPx * heightPx
  const factor = new Float32Array(count)
  const candidate = new Uint8Array(count)
  const chromaLimit = Math.max(6, 3.2 * wall.sigma)
  for (let i = 0; i < count; i++) {
    factor[i] = brightness(rgb, wall.rgb, i)
    const plausible = factor[i] > dimmest && factor[i] < brightest && person[i] < personLimit
    if (plausible && chroma(rgb, wall.rgb, i, factor[i]) < chromaLimit) candidate[i] = 1
  }
  const known = joinedToOpenWall(candidate, factor, open, widthPx, heightPx)
  dropMixed(known, factor, widthPx, heightPx)
  const spread = spreadFactor(factor, known, person, widthPx, heightPx)
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) wall.rgb[i * 3 + c] = Math.min(255, wall.rgb[i * 3 + c] * spread[i])
  }
  wall.shade = spread
  return known
}

function brightness(rgb: Float32Array, wall: Float32Array, i: number): number {
  const at = i * 3
  const product = rgb[at] * wall[at] + rgb[at + 1] * wall[at + 1] + rgb[at + 2] * wall[at + 2]
  return product / (wall[at] ** 2 + wall[at + 1] ** 2 + wall[at + 2] ** 2 + 1)
}

function chroma(rgb: Float32Array, wall: Float32Array, i: number, factor: number): number {
  const at = i * 3
  const red = rgb[at] - factor * wall[at]
  const green = rgb[at + 1] - factor * wall[at + 1]
  const blue = rgb[at + 2] - factor * wall[at + 2]
  return Math.sqrt(red * red + green * green + blue * blue)
}

/** Flood from the open wall over candidates, from pixel to pixel only where the brightness changes smoothly. */
function joinedToOpenWall(
  candidate: Uint8Array,
  factor: Float32Array,
  open: Uint8Array,
  widthPx: number,
  heightPx: number,
): Uint8Array {
  const known = new Uint8Array(candidate.length)
  const queue = new Int32Array(candidate.length)
  let tail = 0
  for (let i = 0; i < known.length; i++) {
    if (open[i] && candidate[i]) {
      known[i] = 1
      queue[tail++] = i
    }
  }
  for (let head = 0; head < tail; head++) {
    const i = queue[head]
    const x = i % widthPx
    const y = (i / widthPx) | 0
    for (let side = 0; side < 4; side++) {
      const next = side === 0 ? i - 1 : side === 1 ? i + 1 : side === 2 ? i - widthPx : i + widthPx
      const exists = side === 0 ? x > 0 : side === 1 ? x < widthPx - 1 : side === 2 ? y > 0 : y < heightPx - 1
      if (!exists || known[next] || !candidate[next] || Math.abs(factor[next] - factor[i]) > roughest) continue
      known[next] = 1
      queue[tail++] = next
    }
  }
  return known
}

/** Cells beside what is no wall are mixed with it, and strands of hair darken others: neither tells of the wall. */
function dropMixed(known: Uint8Array, factor: Float32Array, widthPx: number, heightPx: number): void {
  const weight = Float32Array.from(known)
  const near = boxFilter(weight, widthPx, heightPx, mixedReachPx)
  const count = known.length
  const weighted = new Float32Array(count)
  for (let i = 0; i < count; i++) weighted[i] = known[i] ? factor[i] : 0
  const sum = boxFilter(weighted, widthPx, heightPx, 4)
  const share = boxFilter(weight, widthPx, heightPx, 4)
  for (let i = 0; i < count; i++) {
    if (known[i] && (near[i] < 0.999 || Math.abs(factor[i] - sum[i] / share[i]) > unevenness)) known[i] = 0
  }
}

function spreadFactor(
  factor: Float32Array,
  known: Uint8Array,
  person: Float32Array,
  widthPx: number,
  heightPx: number,
): Float32Array {
  const count = factor.length
  const weight = new Float32Array(count)
  const weighted = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    weight[i] = known[i] ? 1 - person[i] : 0
    weighted[i] = weight[i] * factor[i]
  }
  const result = new Float32Array(count).fill(1)
  // From wide to narrow: near known wall the narrow mean decides, under the person what is left of the wide one.
  for (const radiusPx of [widthPx >> 2, widthPx >> 4, 2]) {
    const above = boxFilterTwice(weighted, widthPx, heightPx, radiusPx, workPlane('above', count))
    const below = boxFilterTwice(weight, widthPx, heightPx, radiusPx, workPlane('below', count))
    for (let i = 0; i < count; i++) {
      if (below[i] < 1e-4) continue
      const trust = below[i] / (below[i] + 0.05)
      result[i] += trust * (above[i] / below[i] - result[i])
    }
  }
  return result
}
