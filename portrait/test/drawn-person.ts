import { blankCanvas } from './drawn-person/canvas.ts'
import { layOver, type Pixels, photographed, resized } from './drawn-person/compose.ts'
import { paintPerson } from './drawn-person/person.ts'
import type { Landmarks } from './drawn-person/truth.ts'
import { usual, type Variation } from './drawn-person/variation.ts'

export type { Landmarks } from './drawn-person/truth.ts'
export { usual, type Variation } from './drawn-person/variation.ts'

export interface SizePx {
  widthPx: number
  heightPx: number
}

/** A drawn photo with everything known about it. Bytes are sRGB, alpha is the exact coverage by people, 0..1. */
export interface DrawnPhoto extends SizePx, Pixels {
  /** One entry for each person, in the order given. */
  people: Landmarks[]
}

export interface DrawnPerson extends SizePx, Pixels {
  landmarks: Landmarks
}

const usualSize: SizePx = { widthPx: 1200, heightPx: 1600 }

/** A photo of one drawn person before a wall; the same variation gives the same bytes. Sides of the size are even. */
export function drawPerson(variation: Partial<Variation> = {}, sizePx: SizePx = usualSize): DrawnPerson {
  const { people, ...photo } = drawPeople([variation], variation, sizePx)
  return { ...photo, landmarks: people[0] }
}

/** A photo of any number of people, later ones in front; `scenery` gives wall, light and noise. None: only the wall. */
export function drawPeople(
  variations: Partial<Variation>[],
  scenery: Partial<Variation> = {},
  sizePx: SizePx = usualSize,
): DrawnPhoto {
  const { widthPx, heightPx } = sizePx
  const share = workShare(widthPx * heightPx)
  const workWidth = Math.round(widthPx * share)
  const workHeight = Math.round(heightPx * share)
  const together = blankCanvas(workWidth, workHeight)
  const people: Landmarks[] = []
  for (const variation of variations) {
    const painted = paintPerson({ ...usual, ...scenery, ...variation }, workWidth, workHeight, 1 / share)
    layOver(together, painted.canvas)
    people.push(painted.landmarks)
  }
  const pixels = photographed({ ...usual, ...scenery }, resized(together, widthPx, heightPx))
  return { widthPx, heightPx, ...pixels, people }
}

/** Canvas side over picture side: small pictures are drawn twice as large, camera-size ones half as large. */
function workShare(pixels: number): number {
  if (pixels <= 1_000_000) return 2
  return pixels <= 4_500_000 ? 1 : 0.5
}
