import { boxFilter } from '../box-filter.ts'
import { resamplePlane } from '../resample.ts'
import { sampleAlpha, smoothAlpha, trustContrast } from './alpha.ts'
import { personLight } from './foreground.ts'
import { nearestSeed } from './nearest.ts'
import { type CoarsePerson, findPerson } from './person.ts'
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
  const wall = enlarge(person.wall.rgb, 3, coarse, view)
  const signedPx = enlarge(signedDistance(person.person, coarse), 1, coarse, view)
  const distance = colourDistance(view.rgb, wall)
  const sigma = wallNoise(distance, enlarge(Float32Array.from(person.open), 1, coarse, view), signedPx)
  const contrast = boxFilter(distance, view.widthPx, view.heightPx, 1)
  const trimap = makeTrimap(view, signedPx, contrast, sigma, face, hairEndsAt)
  const start = startSamples(trimap, view, coarse)
  const result = sampleAlpha(view, wall, sigma, trimap, signedPx, start)
  const shade = enlarge(person.wall.shade, 1, coarse, view)
  trustContrast(result, trimap, signedPx, wall, shade, sigma, hairEndsAt, view.widthPx)
  smoothAlpha(view, result.alpha, trimap, sigma)
  const light = personLight(view, wall, result, trimap)
  return { view, alpha: result.alpha, light, wall, coarse: person, sigma, trimap, contrast: result.contrast }
}

function enlarge(plane: Float32Array, channels: number, from: View, to: View): Float32Array {
  const result = new Float32Array(to.widthPx * to.heightPx * channels)
  for (let y = 0; y < to.heightPx; y++) {
    const fromY = Math.min(from.heightPx - 1, Math.max(0, ((y + 0.5) * from.heightPx) / to.heightPx - 0.5))
    const y0 = Math.min(from.heightPx - 2, fromY | 0)
    const fy = fromY - y0
    for (let x = 0; x < to.widthPx; x++) {
      const fromX = Math.min(from.widthPx - 1, Math.max(0, ((x + 0.5) * from.widthPx) / to.widthPx - 0.5))
      const x0 = Math.min(from.widthPx - 2, fromX | 0)
      const fx = fromX - x0
      const a = (y0 * from.widthPx + x0) * channels
      const b = a + from.widthPx * channels
      const at = (y * to.widthPx + x) * channels
      for (let c = 0; c < channels; c++) {
        const top = plane[a + c] + fx * (plane[a + channels + c] - plane[a + c])
        const bottom = plane[b + c] + fx * (plane[b + channels + c] - plane[b + c])
        result[at + c] = top + fy * (bottom - top)
      }
    }
  }
  return result
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

function colourDistance(rgb: Float32Array, wall: Float32Array): Float32Array {
  const distance = new Float32Array(rgb.length / 3)
  for (let i = 0, at = 0; i < distance.length; i++, at += 3) {
    const red = rgb[at] - wall[at]
    const green = rgb[at + 1] - wall[at + 1]
    const blue = rgb[at + 2] - wall[at + 2]
    distance[i] = Math.sqrt(red * red + green * green + blue * blue)
  }
  return distance
}

/** Robust noise of the open wall, per channel. */
function wallNoise(distance: Float32Array, open: Float32Array, signedPx: Float32Array): number {
  const seen: number[] = []
  for (let i = 0; i < distance.length; i += 5) if (open[i] > 0.9 && signedPx[i] < -10) seen.push(distance[i])
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
