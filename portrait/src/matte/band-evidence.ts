import { boxFilter } from '../box-filter.ts'
import { type Difference, differenceFrom } from './difference.ts'
import { makeTrimap, type Trimap } from './trimap.ts'
import type { View } from './view.ts'

/** All that is known of a view before its band is decided. Planes of the view unless said otherwise. */
export interface Scene {
  view: View
  /** Interleaved RGB: the wall behind, and the person's colour beside each pixel. */
  wall: Float32Array
  person: Float32Array
  /** The factor of the cast shadow, already part of `wall`. */
  shade: Float32Array
  /** The network's and the fused probability of person. */
  network: Float32Array
  fused: Float32Array
  /** Distance inwards from the coarse outline, finished pixels. */
  signedPx: Float32Array
  /** Noise of the wall, levels. */
  sigma: number
  /** 1 inside the face's contour. */
  face: Uint8Array
  /** Row of the view below which there is no loose hair. */
  hairEndsAt: number
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
const saturated = (value: number, half: number) => value / (Math.abs(value) + half)

/** Colour, texture, outline and surroundings of every pixel that is not decided yet. */
export function bandEvidence(scene: Scene): BandEvidence {
  const { view, signedPx, sigma, face, hairEndsAt, wall, person } = scene
  const { widthPx, heightPx } = view
  const difference = differenceFrom(view, wall, person, signedPx)
  const mean: Mean = (plane, radiusPx, result = new Float32Array(plane.length)) =>
    boxFilter(plane, widthPx, heightPx, radiusPx, result)
  const near = { distance: mean(difference.distance, 1), share: mean(difference.share, 1) }
  const trimap = makeTrimap(view, signedPx, near.distance, sigma, face, hairEndsAt)
  const { band } = trimap
  const values = new Float32Array(band.length * evidenceCount)
  let column = 0
  const put = (value: (i: number, n: number) => number) => {
    for (let n = 0, at = column; n < band.length; n++, at += evidenceCount) values[at] = value(band[n], n)
    column++
  }
  const plane = new Float32Array(signedPx.length)
  const putMeans = (from: Float32Array, radiiPx: number[], form: (value: number) => number) => {
    for (const radiusPx of radiiPx) {
      mean(from, radiusPx, plane)
      put((i) => form(plane[i]))
    }
  }
  const { distance, brightness, chroma, share, residual, contrast } = difference
  put((i) => saturated(distance[i], 15))
  put((i) => saturated(near.distance[i], 15))
  putMeans(distance, [3, 8], (value) => saturated(value, 20))
  put((i) => saturated(brightness[i], 15))
  putMeans(brightness, [1, 3], (value) => saturated(value, 15))
  put((i) => saturated(chroma[i], 8))
  putMeans(chroma, [1, 3], (value) => saturated(value, 8))
  put((i) => share[i])
  put((i) => near.share[i])
  putMeans(share, [3, 8], (value) => value)
  put((i) => saturated(residual[i], 15))
  put((i) => contrast[i] / 150)
  putTexture(difference, mean, plane, put)
  putPlace(scene, put)
  const inwards = directionInwards(scene, band, mean, plane)
  putProbes(scene, band, inwards, near, put)
  if (column !== evidenceCount) throw new Error(`${column} kinds of evidence instead of ${evidenceCount}`)
  return { trimap, difference, values, inwards }
}

type Put = (value: (i: number, n: number) => number) => void
type Mean = (plane: Float32Array, radiusPx: number, result?: Float32Array) => Float32Array

/** Standard deviation of the luma: a wall is smooth, hair is not. */
function putTexture({ luma, lumaSquare }: Difference, mean: Mean, plane: Float32Array, put: Put): void {
  const square = new Float32Array(plane.length)
  for (const radiusPx of [1, 3]) {
    mean(luma, radiusPx, plane)
    mean(lumaSquare, radiusPx, square)
    put((i) => Math.sqrt(Math.max(0, square[i] - plane[i] * plane[i])) / 30)
  }
}

function putPlace(scene: Scene, put: Put): void {
  const { view, wall, person, shade, network, fused, signedPx, sigma, hairEndsAt } = scene
  const { rgb, widthPx } = view
  const tone = (colours: Float32Array) => (i: number) =>
    (colours[i * 3] + colours[i * 3 + 1] + colours[i * 3 + 2]) / 384 - 1
  put((i) => Math.max(-40, Math.min(40, signedPx[i])) / 15)
  put((i) => network[i])
  put((i) => fused[i])
  put((i) => (shade[i] - 1) * 4)
  put(tone(wall))
  put(tone(person))
  put(tone(rgb))
  put(() => sigma / 5)
  put((i) => Math.max(-1, Math.min(1, (i / widthPx - hairEndsAt) / 60)))
}

/** The gradient of the smoothed distance from the outline, of length 1. */
function directionInwards({ view, signedPx }: Scene, band: Int32Array, mean: Mean, plane: Float32Array): Float32Array {
  const { widthPx, heightPx } = view
  mean(signedPx, 3, plane)
  const inwards = new Float32Array(band.length * 2)
  for (let n = 0; n < band.length; n++) {
    const x = band[n] % widthPx
    const y = (band[n] / widthPx) | 0
    const across = plane[y * widthPx + Math.min(widthPx - 1, x + 2)] - plane[y * widthPx + Math.max(0, x - 2)]
    const down = plane[Math.min(heightPx - 1, y + 2) * widthPx + x] - plane[Math.max(0, y - 2) * widthPx + x]
    const length = Math.sqrt(across * across + down * down) + 1e-6
    inwards[n * 2] = across / length
    inwards[n * 2 + 1] = down / length
  }
  return inwards
}

function putProbes(
  { view }: Scene,
  band: Int32Array,
  inwards: Float32Array,
  near: { distance: Float32Array; share: Float32Array },
  put: Put,
): void {
  for (const reachPx of probesPx) {
    const place = probe(view, band, inwards, reachPx)
    put((_, n) => saturated(near.distance[place[n]], 15))
    put((_, n) => near.share[place[n]])
  }
}

/** The pixel `reachPx` further inwards from each pixel of the band. */
export function probe(
  { widthPx, heightPx }: View,
  band: Int32Array,
  inwards: Float32Array,
  reachPx: number,
): Int32Array {
  const places = new Int32Array(band.length)
  for (let n = 0; n < band.length; n++) {
    const x = Math.round((band[n] % widthPx) + inwards[n * 2] * reachPx)
    const y = Math.round(((band[n] / widthPx) | 0) + inwards[n * 2 + 1] * reachPx)
    places[n] = Math.min(heightPx - 1, Math.max(0, y)) * widthPx + Math.min(widthPx - 1, Math.max(0, x))
  }
  return places
}
