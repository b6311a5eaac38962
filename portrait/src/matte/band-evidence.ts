import { boxFilter, eachBoxMean } from '../box-filter.ts'
import { type Difference, differenceFrom } from './difference.ts'
import { makeTrimap, type Trimap } from './trimap.ts'
import type { View } from './view.ts'
import { workPlane } from './work-plane.ts'

/** All that is known of a view before its band is decided. Planes of the view unless said otherwise. */
export interface Scene {
  view: View
  /** Interleaved RGB: the wall behind, and the person's colour beside each pixel. */
  wall: Float32Array
  person: Float32Array
  /** The factor of the cast shadow (already part of `wall`), the network's and the fused probability of person. */
  mask: MaskGrid
  /** Distance inwards from the coarse outline, finished pixels. */
  signedPx: Float32Array
  /** Noise of the wall, levels. */
  sigma: number
  /** 0..1: how much the wall's colour can be trusted, see person.ts. */
  plainness: number
  /** 1 inside the face's contour. */
  face: Uint8Array
  /** Row of the view below which there is no loose hair. */
  hairEndsAt: number
}

/** Interleaved on the coarse grid over the same rectangle: shade, network, fused. */
export interface MaskGrid {
  widthPx: number
  heightPx: number
  values: Float32Array
}

/** What is looked at for each pixel of the band: `count` numbers of about -1..1 a pixel, one pixel after the other. */
export interface BandEvidence {
  trimap: Trimap
  difference: Difference
  values: Float32Array
  /** Direction inwards, x and y, for each band pixel. */
  inwards: Float32Array
}

export const evidenceCount = 37
/** How far along the direction inwards the neighbours are looked at, pixels. */
const probesPx = [-7, -3, 3, 7, 14]

/** Half of the range is reached at `half` levels: small differences count, large ones saturate. */
function saturated(value: number, half: number): number {
  return value < 0 ? value / (half - value) : value / (half + value)
}

/** Colour, texture, outline and surroundings of every pixel that is not decided yet. */
export function bandEvidence(scene: Scene): BandEvidence {
  const { view, signedPx, sigma, face, hairEndsAt, plainness, wall, person } = scene
  const difference = differenceFrom(view, wall, person, signedPx)
  const { widthPx, heightPx } = view
  const distance1 = boxFilter(difference.distance, widthPx, heightPx, 1, workPlane('distance 1', signedPx.length))
  const trimap = makeTrimap(view, signedPx, distance1, sigma, face, hairEndsAt, plainness)
  const { band } = trimap
  const share1 = workPlane('share 1', signedPx.length)
  const means = meansOf(view, difference, distance1, share1, band)
  const smooth = boxFilter(signedPx, widthPx, heightPx, 3, workPlane('smooth', signedPx.length))
  const inwards = directionInwards(view, smooth, band)
  const values = workPlane('evidence', band.length * evidenceCount)
  putColour(difference, means, band, values)
  putPlace(scene, band, values)
  putProbes(view, { distance1, share1 }, band, inwards, values)
  return { trimap, difference, values, inwards }
}

/**
 * Means over squares of 3, 7 and 17 pixels a side, for each pixel of the band: whole planes of each take too much.
 * `distance1` is known already, `share1` is filled.
 */
function meansOf(
  { widthPx, heightPx }: View,
  difference: Difference,
  distance1: Float32Array,
  share1: Float32Array,
  band: Int32Array,
) {
  const means = (name: keyof Difference, radiiPx: number[], whole?: Float32Array) => {
    const ofBand = radiiPx.map((radiusPx) => workPlane(`${name} ${radiusPx} of the band`, band.length))
    eachBoxMean(difference[name], widthPx, heightPx, radiiPx, (mean, place) => {
      if (radiiPx[place] === 1) whole?.set(mean)
      gather(mean, band, ofBand[place])
    })
    return ofBand
  }
  const [share1OfBand, share3, share8] = means('share', [1, 3, 8], share1)
  const [distance3, distance8] = means('distance', [3, 8])
  const [brightness1, brightness3] = means('brightness', [1, 3])
  const [chroma1, chroma3] = means('chroma', [1, 3])
  const [luma1, luma3] = means('luma', [1, 3])
  const [lumaSquare1, lumaSquare3] = means('lumaSquare', [1, 3])
  return {
    distance1: gather(distance1, band, workPlane('distance 1 of the band', band.length)),
    distance3,
    distance8,
    brightness1,
    brightness3,
    chroma1,
    chroma3,
    share1: share1OfBand,
    share3,
    share8,
    luma1,
    luma3,
    lumaSquare1,
    lumaSquare3,
  }
}

function gather(plane: Float32Array, band: Int32Array, result: Float32Array): Float32Array {
  for (let n = 0; n < band.length; n++) result[n] = plane[band[n]]
  return result
}

type Means = ReturnType<typeof meansOf>

/** 18 numbers: how the pixel and its neighbourhood differ from the wall, and how rough it is: walls are smooth. */
function putColour(difference: Difference, means: Means, band: Int32Array, values: Float32Array): void {
  const { distance, brightness, chroma, share, residual, contrast } = difference
  for (let n = 0, at = 0; n < band.length; n++, at += evidenceCount) {
    const i = band[n]
    values[at] = saturated(distance[i], 15)
    values[at + 1] = saturated(means.distance1[n], 15)
    values[at + 2] = saturated(means.distance3[n], 20)
    values[at + 3] = saturated(means.distance8[n], 20)
    values[at + 4] = saturated(brightness[i], 15)
    values[at + 5] = saturated(means.brightness1[n], 15)
    values[at + 6] = saturated(means.brightness3[n], 15)
    values[at + 7] = saturated(chroma[i], 8)
    values[at + 8] = saturated(means.chroma1[n], 8)
    values[at + 9] = saturated(means.chroma3[n], 8)
    values[at + 10] = share[i]
    values[at + 11] = means.share1[n]
    values[at + 12] = means.share3[n]
    values[at + 13] = means.share8[n]
    values[at + 14] = saturated(residual[i], 15)
    values[at + 15] = contrast[i] / 150
    values[at + 16] = Math.sqrt(Math.max(0, means.lumaSquare1[n] - means.luma1[n] ** 2)) / 30
    values[at + 17] = Math.sqrt(Math.max(0, means.lumaSquare3[n] - means.luma3[n] ** 2)) / 30
  }
}

/** 9 numbers: depth, masks, shadow, and how bright wall, person and pixel are. */
function putPlace(scene: Scene, band: Int32Array, values: Float32Array): void {
  const { view, wall, person, mask, signedPx, sigma, hairEndsAt } = scene
  const { rgb, widthPx, heightPx } = view
  const tone = (colours: Float32Array, i: number) =>
    (colours[i * 3] + colours[i * 3 + 1] + colours[i * 3 + 2]) / 384 - 1
  const masked = new Float32Array(3)
  for (let n = 0, at = 18; n < band.length; n++, at += evidenceCount) {
    const i = band[n]
    const y = (i / widthPx) | 0
    const x = i - y * widthPx
    sampleGrid(mask, (x + 0.5) / widthPx, (y + 0.5) / heightPx, masked)
    values[at] = Math.max(-40, Math.min(40, signedPx[i])) / 15
    values[at + 1] = masked[1]
    values[at + 2] = masked[2]
    values[at + 3] = (masked[0] - 1) * 4
    values[at + 4] = tone(wall, i)
    values[at + 5] = tone(person, i)
    values[at + 6] = tone(rgb, i)
    values[at + 7] = sigma / 5
    values[at + 8] = Math.max(-1, Math.min(1, (i / widthPx - hairEndsAt) / 60))
  }
}

/** Bilinear, at a place 0..1 across and down. */
function sampleGrid({ widthPx, heightPx, values }: MaskGrid, across: number, down: number, out: Float32Array): void {
  const x = Math.min(widthPx - 1, Math.max(0, across * widthPx - 0.5))
  const y = Math.min(heightPx - 1, Math.max(0, down * heightPx - 0.5))
  const column = Math.min(widthPx - 2, x | 0)
  const row = Math.min(heightPx - 2, y | 0)
  const right = x - column
  const below = y - row
  const at = (row * widthPx + column) * 3
  const next = at + widthPx * 3
  for (let c = 0; c < 3; c++) {
    const upper = values[at + c] + right * (values[at + 3 + c] - values[at + c])
    const lower = values[next + c] + right * (values[next + 3 + c] - values[next + c])
    out[c] = upper + below * (lower - upper)
  }
}

/** The gradient of the smoothed distance from the outline, of length 1. */
function directionInwards({ widthPx, heightPx }: View, signed: Float32Array, band: Int32Array): Float32Array {
  const inwards = new Float32Array(band.length * 2)
  for (let n = 0; n < band.length; n++) {
    const y = (band[n] / widthPx) | 0
    const x = band[n] - y * widthPx
    const across = signed[y * widthPx + Math.min(widthPx - 1, x + 2)] - signed[y * widthPx + Math.max(0, x - 2)]
    const down = signed[Math.min(heightPx - 1, y + 2) * widthPx + x] - signed[Math.max(0, y - 2) * widthPx + x]
    const length = Math.sqrt(across * across + down * down) + 1e-6
    inwards[n * 2] = across / length
    inwards[n * 2 + 1] = down / length
  }
  return inwards
}

/** 10 numbers: difference from the wall and share of person further out and further in. */
function putProbes(
  view: View,
  { distance1, share1 }: { distance1: Float32Array; share1: Float32Array },
  band: Int32Array,
  inwards: Float32Array,
  values: Float32Array,
): void {
  for (let k = 0; k < probesPx.length; k++) {
    for (let n = 0, at = 27 + 2 * k; n < band.length; n++, at += evidenceCount) {
      const place = probe(view, band[n], inwards[n * 2] * probesPx[k], inwards[n * 2 + 1] * probesPx[k])
      values[at] = saturated(distance1[place], 15)
      values[at + 1] = share1[place]
    }
  }
}

/** The pixel so far across and down from pixel i, held within the view. */
export function probe({ widthPx, heightPx }: View, i: number, across: number, down: number): number {
  const row = (i / widthPx) | 0
  const x = Math.floor(i - row * widthPx + across + 0.5)
  const y = Math.floor(row + down + 0.5)
  const column = x < 0 ? 0 : x < widthPx ? x : widthPx - 1
  return (y < 0 ? 0 : y < heightPx ? y : heightPx - 1) * widthPx + column
}
