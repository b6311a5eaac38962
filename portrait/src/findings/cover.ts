import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import { chromaDistance, medianLab, patch, sides } from './ruler.ts'
import type { FaceMap } from './zones.ts'

/** Nothing over mouth and chin, and nothing held before the face. */
export function measureCover(_: Evidence, map: FaceMap): Measure[] {
  const { maskWarn, maskBlock, oddWarn } = limits
  const shared = { code: 'OCC_HEADWEAR', bad: 'above' } as const
  return [
    { ...shared, of: 'mask', value: mask(map), unit: 'ab', warn: maskWarn, block: maskBlock },
    { ...shared, of: 'face', value: oddCells(map), unit: 'ratio', warn: oddWarn },
  ]
}

/**
 * A mask gives every part of the lower face another colour than every part of the upper face. Of a bare face, bearded
 * or rosy, at least one lower part resembles an upper one, so the smallest difference tells them apart.
 */
function mask(map: FaceMap): number {
  const chinV = map.ruler.vOf(map.mesh[152])
  const upper = [
    patch(map, 0, -0.5, 0.4, 0.12),
    sides.flatMap((side) => patch(map, side * 0.5, 0.24, 0.18, 0.05)),
    patch(map, 0, 0.05, 0.08, 0.12),
  ].map((at) => medianLab(map, at))
  const lower = [
    ...sides.map((side) => patch(map, side * 0.5, 0.92, 0.1, 0.08)),
    ...sides.map((side) => patch(map, side * 0.3, 1.2, 0.1, 0.08)),
    patch(map, 0, chinV - 0.22, 0.15, 0.08),
  ].map((at) => medianLab(map, at))
  return Math.min(...lower.flatMap((below) => upper.map((above) => chromaDistance(below, above))))
}

/** Middles of the cells of the face that are compared with each other, apart from the chin. */
const cells: [u: number, v: number][] = [
  [0, -0.55],
  [0, 0.1],
  [0, 0.35],
  ...sides.flatMap((side): [number, number][] => [
    [side * 0.5, -0.5],
    [side * 0.5, 0.25],
    [side * 0.8, 0.3],
    [side * 0.55, 0.6],
    [side * 0.55, 0.9],
    [side * 0.3, 1.2],
  ]),
]
/** A cell belongs to something else when it differs so much from the face's median: more than beard or shade do. */
const odd = { chroma: 11, lightness: 28 }

/** Share of the face's cells that have not the face's colour. */
function oddCells(map: FaceMap): number {
  const chin: [number, number] = [0, map.ruler.vOf(map.mesh[152]) - 0.2]
  const colours = [...cells, chin].map(([u, v]) => medianLab(map, patch(map, u, v, 0.1, 0.08)))
  const median = [0, 1, 2].map((c) => colours.map((each) => each[c]).sort((p, q) => p - q)[colours.length >> 1])
  const different = colours.filter(
    ([l, a, b]) => Math.hypot(a - median[1], b - median[2]) > odd.chroma || Math.abs(l - median[0]) > odd.lightness,
  )
  return different.length / colours.length
}
