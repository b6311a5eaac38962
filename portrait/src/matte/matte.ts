import { resamplePlane } from '../resample.ts'
import { bandAlpha } from './alpha.ts'
import { bandEvidence, type Scene } from './band-evidence.ts'
import { lookedAtPx } from './difference.ts'
import { enlarge } from './enlarge.ts'
import { personLight } from './foreground.ts'
import type { Look } from './look.ts'
import { distanceToSeeds } from './nearest.ts'
import { type CoarsePerson, findPerson } from './person.ts'
import { personColour } from './person-colour.ts'
import type { Trimap } from './trimap.ts'
import type { View } from './view.ts'
import { median } from './wall.ts'
import { workPlane } from './work-plane.ts'

/** The person cut out of a view. */
export interface Matte {
  view: View
  /** 0..1 */
  alpha: Float32Array
  /** Alpha times the person's colour, interleaved RGB. */
  light: Float32Array
  /** The wall behind, interleaved RGB; 0 far from the outline. */
  wall: Float32Array
  coarse: CoarsePerson
  /** Noise of the wall at the view's scale, in levels. */
  sigma: number
  trimap: Trimap
}

/** Known-background matting of the surroundings of a crop. */
export function cutOut(look: Look): Matte {
  const { view, coarse, network, coarseFace } = look
  const person = findPerson(coarse, network, coarseFace)
  const scene = sceneOf(look, person)
  const evidence = bandEvidence(scene)
  const alpha = bandAlpha(view, evidence)
  const { trimap } = evidence
  const { wall, sigma } = scene
  const light = personLight(view, wall, alpha, trimap)
  return { view, alpha, light, wall, coarse: person, sigma, trimap }
}

/** What the coarse view tells about every pixel of the fine one. */
export function sceneOf({ view, coarse, network, face, hairEndsAt }: Look, person: CoarsePerson): Scene {
  const signedCoarse = signedDistance(person.person, coarse)
  const near = nearOutline(signedCoarse)
  const count = view.widthPx * view.heightPx
  const colour = personColour(coarse, person.wall.rgb, signedCoarse)
  const { shade } = person.wall
  return {
    view,
    wall: enlarge(person.wall.rgb, 3, coarse, view, near),
    person: enlarge(colour, 3, coarse, view, near, workPlane('person beside', count * 3)),
    mask: { widthPx: coarse.widthPx, heightPx: coarse.heightPx, values: interleaved(shade, network, person.person) },
    signedPx: enlarge(signedCoarse, 1, coarse, view, undefined, workPlane('depth', count)),
    plainness: person.plainness,
    sigma: wallNoise(view, coarse, person, signedCoarse),
    face,
    hairEndsAt,
  }
}

function interleaved(...planes: Float32Array[]): Float32Array {
  const result = new Float32Array(planes[0].length * planes.length)
  planes.forEach((plane, c) => {
    for (let i = 0; i < plane.length; i++) result[i * planes.length + c] = plane[i]
  })
  return result
}

function nearOutline(signedCoarse: Float32Array): Uint8Array {
  const near = new Uint8Array(signedCoarse.length)
  for (let i = 0; i < near.length; i++) near[i] = Math.abs(signedCoarse[i]) < lookedAtPx + 4 ? 1 : 0
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
  const toOuter = distanceToSeeds(outer, view.widthPx, view.heightPx)
  const toInner = distanceToSeeds(inner, view.widthPx, view.heightPx)
  const signed = new Float32Array(person.length)
  for (let i = 0; i < signed.length; i++) {
    signed[i] = (inner[i] ? toOuter[i] - 0.5 : 0.5 - toInner[i]) / view.unitPx
  }
  return signed
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

/** A plane of the matte's view on another grid: `box` in pixels of the frame. */
export function matteOnGrid(
  plane: Float32Array,
  view: View,
  box: { leftPx: number; topPx: number; widthPx: number; heightPx: number },
  widthPx: number,
  heightPx: number,
  result?: Float32Array,
): Float32Array {
  const scale = view.widthPx / view.box.widthPx
  const inView = {
    leftPx: (box.leftPx - view.box.leftPx) * scale,
    topPx: (box.topPx - view.box.topPx) * scale,
    widthPx: box.widthPx * scale,
    heightPx: box.heightPx * scale,
  }
  return resamplePlane(plane, view.widthPx, view.heightPx, inView, widthPx, heightPx, result)
}
