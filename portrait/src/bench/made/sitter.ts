import { randomFrom } from '../../../test/drawn-person/noise.ts'
import { boxFilter } from '../../box-filter.ts'
import { polygonPixels } from '../../face/contour.ts'
import type { Pixels, Point } from '../../frame.ts'

export type Rgb = [number, number, number]
export type Random = () => number

/** A good photo on which defects are painted, with a ruler laid along the eyes. */
export interface Sitter extends Pixels {
  mesh: Point[]
  /** Distance between the pupils, the ruler's unit. */
  ipdPx: number
  /** Middle between the pupils. */
  middle: Point
  /** Cosine and sine of the head's tilt. */
  cos: number
  sin: number
  /** Height of the crown, of the forehead's mesh top and of the chin on the ruler, negative above the eyes. */
  crownV: number
  foreheadV: number
  chinV: number
  /** 1 where the person is, 0 where the wall is. */
  alpha: Float32Array
  /** Columns [from, to) for which `alpha` is known. */
  knownColumns: [from: number, to: number]
}

/** A point of the picture at u ruler units to the right of the middle between the eyes and v below it. */
function at({ middle, cos, sin, ipdPx }: Sitter, u: number, v: number): Point {
  return [middle[0] + (u * cos - v * sin) * ipdPx, middle[1] + (u * sin + v * cos) * ipdPx]
}

export function copyOf(sitter: Sitter): Sitter {
  return { ...sitter, rgb: sitter.rgb.slice(), alpha: sitter.alpha.slice() }
}

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random()
}

export function oneOf<T>(random: Random, values: readonly T[]): T {
  return values[Math.min(values.length - 1, Math.floor(random() * values.length))]
}

/** Coverage 0..1 of a shape given in ruler units, its edge as soft as a lens draws it. */
export function shapeOf(sitter: Sitter, outline: [u: number, v: number][]): Float32Array {
  const { widthPx, heightPx } = sitter
  const plane = new Float32Array(widthPx * heightPx)
  const points = outline.map(([u, v]) => at(sitter, u, v))
  for (const i of polygonPixels(points, widthPx, heightPx)) plane[i] = 1
  return boxFilter(plane, widthPx, heightPx, 1)
}

/** Outline of a superellipse: power 2 is an ellipse, 5 nearly a rectangle. */
export function roundShape(u: number, v: number, halfU: number, halfV: number, power: number): [number, number][] {
  return Array.from({ length: 72 }, (_, k): [number, number] => {
    const turn = (k / 72) * 2 * Math.PI
    const p = 2 / power
    const side = (value: number) => Math.sign(value) * Math.abs(value) ** p
    return [u + halfU * side(Math.cos(turn)), v + halfV * side(Math.sin(turn))]
  })
}

/** Lays a colour over the shape; `shade` gives a factor of the colour by place on the ruler. */
export function paint(
  sitter: Sitter,
  shape: Float32Array,
  colour: Rgb,
  opacity = 1,
  shade: (u: number, v: number, i: number) => number = () => 1,
): void {
  const { rgb, widthPx, middle, cos, sin, ipdPx } = sitter
  for (let i = 0; i < shape.length; i++) {
    if (shape[i] === 0) continue
    const dx = ((i % widthPx) + 0.5 - middle[0]) / ipdPx
    const dy = (((i / widthPx) | 0) + 0.5 - middle[1]) / ipdPx
    const factor = shade(dx * cos + dy * sin, dy * cos - dx * sin, i)
    const share = shape[i] * opacity
    for (let c = 0; c < 3; c++) {
      const value = rgb[i * 3 + c] * (1 - share) + colour[c] * factor * share
      rgb[i * 3 + c] = Math.min(255, Math.max(0, value)) + 0.5
    }
  }
}

/** Marks the painted shape as part of the person. */
export function wear(sitter: Sitter, shape: Float32Array): void {
  const { alpha } = sitter
  for (let i = 0; i < alpha.length; i++) alpha[i] = Math.max(alpha[i], shape[i])
}

/** Cloth: soft folds and a weave, as a factor of its colour. */
export function cloth(random: Random, depth: number, weave: number): (u: number, v: number, i: number) => number {
  const [a, b, c] = [between(random, -6, 6), between(random, -6, 6), between(random, 0, 6)]
  const seed = (random() * 1e9) | 0
  return (u, v, i) => {
    const fold = Math.sin(a * u + b * v + c) * 0.6 + Math.sin(1.7 * b * u - a * v) * 0.4
    const side = 1 - 0.12 * u * u
    const thread = weave > 0 ? (randomFrom(seed + i)() - 0.5) * 2 : 0
    return (1 + depth * fold) * side * (1 + weave * thread)
  }
}

/** Mean colour of the picture around a place on the ruler. */
export function colourAt(sitter: Sitter, u: number, v: number, radius = 0.08): Rgb {
  const shape = polygonPixels(
    roundShape(u, v, radius, radius, 2).map(([a, b]) => at(sitter, a, b)),
    sitter.widthPx,
    sitter.heightPx,
  )
  const sum: Rgb = [0, 0, 0]
  for (const i of shape) for (let c = 0; c < 3; c++) sum[c] += sitter.rgb[i * 3 + c]
  return sum.map((value) => value / Math.max(1, shape.length)) as Rgb
}
