import { boxFilter } from '../box-filter.ts'
import { resamplePlane } from '../resample.ts'
import { sampleAlpha, smoothAlpha, trustContrast } from './alpha.ts'
import { enlarge } from './enlarge.ts'
import { personLight } from './foreground.ts'
import { nearestSeed } from './nearest.ts'
import { type CoarsePerson, findPerson } from './person.ts'
import { findPockets } from './pockets.ts'
import { makeTrimap, surePerson, type Trimap } from './trimap.ts'
import type { View } from './view.ts'
import { median } from './wall.ts'

/** The person cut out of a view. */
export interface Matte {
  view: View
  /** 0..1 */
  alpha: Float32Array
  /** Alpha times the person's colour, interleaved RGB. */
  light: Float32Array
  /** The wall behind, interleaved RGB. */
  wall: Float32Array
  coarse: CoarsePerson
  /** Noise of the wall at the view's scale, in levels. */
  sigma: number
  trimap: Trimap
  /** Colour distance of each band pixel's person from the wall behind, in levels. */
  contrast: Float32Array
}

/**
 * Known-background matting of a view. `coarse` is the same rectangle at a lower resolution, `network` the person's
 * probability on it, `coarseFace` and `face` are 1 inside the face's contour, `hairEndsAt` is a row of the view.
 */
export function cutOut(
  view: View,
  coarse: View,
  network: Float32Array,
  coarseFace: Uint8Array,
  face: Uint8Array,
  hairEndsAt: number,
): Matte {
  const person = findPerson(coarse, network, coarseFace)
  const signedCoarse = signedDistance(person.person, coarse)
  const near = nearOutline(signedCoarse)
  const wall = enlarge(person.wall.rgb, 3, coarse, view, near)
  const signedPx = enlarge(signedCoarse, 1, coarse, view)
  const sigma = wallNoise(view, coarse, person, signedCoarse)
  const pockets = findPockets(view, wall, signedPx, sigma, enlarge(network, 1, coarse, view, near), face, hairEndsAt)
  excludePockets(signedPx, pockets)
  const contrast = outlineContrast(view, wall, signedPx)
  const trimap = makeTrimap(view, signedPx, contrast, sigma, face, hairEndsAt)
  const result = sampleAlpha(view, wall, sigma, trimap, signedPx, startSamples(trimap, view, coarse))
  const shade = enlarge(person.wall.shade, 1, coarse, view, near)
  trustContrast(result, trimap, signedPx, wall, shade, sigma, hairEndsAt, view.widthPx)
  smoothAlpha(view, result.alpha, trimap, sigma)
  const light = personLight(view, wall, result, trimap)
  return { view, alpha: result.alpha, light, wall, coarse: person, sigma, trimap, contrast: result.contrast }
}

/** In a pocket of the hair the outline says nothing: the pixel's own colour decides, and wall is likelier. */
function excludePockets(signedPx: Float32Array, pockets: Uint8Array): void {
  for (let i = 0; i < pockets.length; i++) if (pockets[i]) signedPx[i] = -2
}

/** Beyond this distance from the outline (finished pixels) nothing is undecided. */
const undecidedPx = 40

function nearOutline(signedCoarse: Float32Array): Uint8Array {
  const near = new Uint8Array(signedCoarse.length)
  for (let i = 0; i < near.length; i++) near[i] = Math.abs(signedCoarse[i]) < undecidedPx + 4 ? 1 : 0
  return near
}

/** Distance from the outline person = .5, positive inside, in finished pixels. */
function signedDistance(person: Float32Array, view: View): Float32Array {
  const inner = new Uint8Array(person.length)
  const outer = new Uint8Array(person.length)
  for (let i = 0; i < person.length; i++) {
    if (person[i] > 0.5) inner[i] = 1
    else outer[i] = 1
  }
  const toOuter = nearestSeed(outer, view.widthPx, view.heightPx).distancePx
  const toInner = nearestSeed(inner, view.widthPx, view.heightPx).distancePx
  const signed = new Float32Array(person.length)
  for (let i = 0; i < signed.length; i++) {
    signed[i] = (inner[i] ? toOuter[i] - 0.5 : 0.5 - toInner[i]) / view.unitPx
  }
  return signed
}

/** Colour distance from the wall in levels, mean of 3 x 3 pixels, near the outline; 0 elsewhere. */
function outlineContrast(view: View, wall: Float32Array, signedPx: Float32Array): Float32Array {
  const { widthPx, heightPx, rgb } = view
  const distance = new Float32Array(widthPx * heightPx)
  for (let i = 0, at = 0; i < distance.length; i++, at += 3) {
    if (signedPx[i] > undecidedPx || signedPx[i] < -undecidedPx) continue
    const red = rgb[at] - wall[at]
    const green = rgb[at + 1] - wall[at + 1]
    const blue = rgb[at + 2] - wall[at + 2]
    distance[i] = Math.sqrt(red * red + green * green + blue * blue)
  }
  return boxFilter(distance, widthPx, heightPx, 1)
}

/** Robust noise of the open wall at the view's scale, per channel, in levels. */
function wallNoise(view: View, coarse: View, { open, wall }: CoarsePerson, signedCoarse: Float32Array): number {
  const seen: number[] = []
  for (let y = 0; y < coarse.heightPx; y++) {
    const viewY = Math.min(view.heightPx - 1, (((y + 0.5) * view.heightPx) / coarse.heightPx) | 0)
    for (let x = 0; x < coarse.widthPx; x++) {
      const i = y * coarse.widthPx + x
      if (!open[i] || signedCoarse[i] > -10) continue
      const viewX = Math.min(view.widthPx - 1, (((x + 0.5) * view.widthPx) / coarse.widthPx) | 0)
      const at = (viewY * view.widthPx + viewX) * 3
      let squares = 0
      for (let c = 0; c < 3; c++) squares += (view.rgb[at + c] - wall.rgb[i * 3 + c]) ** 2
      seen.push(Math.sqrt(squares))
    }
  }
  return Math.max(1, (1.25 * median(Float32Array.from(seen))) / Math.sqrt(3))
}

/** For a band pixel the sure person pixel nearest to it, found on the coarse grid. */
function startSamples(trimap: Trimap, view: View, coarse: View): (i: number) => number {
  const { widthPx, heightPx } = coarse
  const seeds = new Uint8Array(widthPx * heightPx)
  const representative = new Int32Array(widthPx * heightPx)
  for (let y = 0; y < heightPx; y++) {
    const viewY = Math.min(view.heightPx - 1, (((y + 0.5) * view.heightPx) / heightPx) | 0)
    for (let x = 0; x < widthPx; x++) {
      const j = viewY * view.widthPx + Math.min(view.widthPx - 1, (((x + 0.5) * view.widthPx) / widthPx) | 0)
      if (trimap.label[j] !== surePerson) continue
      seeds[y * widthPx + x] = 1
      representative[y * widthPx + x] = j
    }
  }
  const { index } = nearestSeed(seeds, widthPx, heightPx)
  return (i) => {
    const x = Math.min(widthPx - 1, (((i % view.widthPx) * widthPx) / view.widthPx) | 0)
    const y = Math.min(heightPx - 1, ((((i / view.widthPx) | 0) * heightPx) / view.heightPx) | 0)
    const cell = index[y * widthPx + x]
    return cell < 0 ? -1 : representative[cell]
  }
}

/** A plane of the matte's view on another grid: `box` in pixels of the frame. */
export function matteOnGrid(
  plane: Float32Array,
  view: View,
  box: { leftPx: number; topPx: number; widthPx: number; heightPx: number },
  widthPx: number,
  heightPx: number,
): Float32Array {
  const scale = view.widthPx / view.box.widthPx
  const inView = {
    leftPx: (box.leftPx - view.box.leftPx) * scale,
    topPx: (box.topPx - view.box.topPx) * scale,
    widthPx: box.widthPx * scale,
    heightPx: box.heightPx * scale,
  }
  return resamplePlane(plane, view.widthPx, view.heightPx, inView, widthPx, heightPx)
}
