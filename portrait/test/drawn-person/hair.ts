import { curveThrough, smoothStep } from './curve.ts'
import type { Variation } from './variation.ts'

/** The skull that hair grows on: an ellipsoid in head millimetres (u, v, depth). */
export const skull = { v: -26, depth: -8, radiusU: 71.5, radiusV: 73, radiusDepth: 90 }

export interface Vector {
  u: number
  v: number
  d: number
}

/** How a style grows: how thick it lies, how long, and where a hair at a place wants to go. */
export interface Growth {
  /** Height of the outermost layer over the skull, in mm. */
  thickness: number
  strands: number
  length(root: Vector, random: () => number): number
  /** Wanted direction (not of unit length) for a hair whose tip has come to `at`. */
  wish(root: Vector, at: Vector, normal: Vector): Vector
  curl: number
  /** Steps from the root until a hair lies at its full height. */
  rise: number
}

/** Front hairline: above this line (smaller v) hair grows, at distance |u| from the middle. */
const hairline = curveThrough([
  [0, -63],
  [22, -62.5],
  [38, -59],
  [50, -51],
  [58, -38],
  [63, -18],
  [67, 2],
  [72, 12],
])

/** How far inside the hairline a place lies, in mm; negative on the bare face. */
export function behindHairline(u: number, v: number): number {
  return hairline.at(Math.min(72, Math.abs(u))) - v
}

const PARTING_U = -17

export function growthOf(variation: Variation): Growth | undefined {
  switch (variation.hair) {
    case 'bald':
      return undefined
    case 'short':
      return short
    case 'bun':
      return pulledBack
    case 'afro':
      return afro
    case 'bob':
      return hanging(96)
    case 'long':
      return hanging(265)
  }
}

const short: Growth = {
  thickness: 13,
  strands: 9000,
  curl: 0.2,
  rise: 3,
  length: (root, random) =>
    26 + 18 * random() - 17 * smoothStep(46, 62, Math.abs(root.u)) * smoothStep(-77, -48, root.v),
  wish: (root, at, normal) => {
    const side = smoothStep(48, 64, Math.abs(root.u)) * smoothStep(-72, -48, root.v)
    const comb = root.u < PARTING_U ? -1 : 1
    const lift = 0.55 * (1 - side) * smoothStep(-10, 60, root.d) * smoothStep(64, 30, Math.abs(root.u))
    return {
      u: normal.u * lift + comb * 0.75 * (1 - side) - 0.02 * side * Math.sign(at.u),
      v: normal.v * lift + side * 0.95 + 0.05 * (1 - side),
      d: normal.d * lift * 0.4 - 0.42 * (1 - side) - 0.35 * side,
    }
  },
}

/** Tight curls that stand off the head all around: the hair's top is far above the skull's. */
const afro: Growth = {
  thickness: 46,
  strands: 13_000,
  curl: 1.1,
  rise: 1,
  length: (_root, random) => 40 + 25 * random(),
  wish: (_root, at, normal) => ({
    u: normal.u + 0.5 * Math.sin(at.v * 0.21),
    v: normal.v + 0.5 * Math.cos(at.u * 0.23),
    d: normal.d,
  }),
}

const pulledBack: Growth = {
  thickness: 7,
  strands: 8000,
  curl: 0.06,
  rise: 5,
  length: (_root, random) => 70 + 40 * random(),
  wish: (_root, at) => ({ u: -at.u * 0.9, v: (-88 - at.v) * 0.9, d: -70 - at.d }),
}

/** Hair parted at one side that falls over temples and ears and hangs to height `endV`. */
function hanging(endV: number): Growth {
  return {
    thickness: 14,
    strands: 10500,
    curl: 0.12,
    rise: 8,
    length: (root, random) => {
      const way = 60 + Math.abs(Math.abs(root.u) - 74) * 1.05
      return Math.max(60, endV - root.v + way * 0.32 - 26 * random() ** 2)
    },
    wish: (root, at) => {
      const side = root.u < PARTING_U + 4 * Math.sin(root.d) ? -1 : 1
      const fall = Math.max(smoothStep(30, 72, Math.abs(at.u)) * 0.93 + 0.07, smoothStep(-10, -45, root.d))
      const back = root.d > 20 ? 0.5 : 0.15
      const inward = endV < 120 ? smoothStep(endV - 52, endV, at.v) * 0.4 : 0.05 * smoothStep(60, 160, at.v)
      return { u: side * (1 - fall) - side * inward, v: fall + 0.05, d: -back * (1 - fall) }
    },
  }
}
