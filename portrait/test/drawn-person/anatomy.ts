import { bump, type Curve, curveThrough, smoothStep } from './curve.ts'
import type { Variation } from './variation.ts'

/**
 * The shape of a head in millimetres: u to the image's right, v down, both from the middle between the pupils,
 * depth towards the camera. Proportions follow the usual adult means: pupils 63 apart, cheek to cheek about 138.
 */
export interface Head {
  /** Square of the half width at height v; negative above the skull and below the chin. */
  halfWidthSquared: Curve
  /** Depth of the front, before brows, nose and lips. */
  front: Curve
  /** How strongly the nose, brows and jaw stand out. */
  relief: number
  chinV: number
  topV: number
  cheekHalfWidth: number
}

/** Half the distance between the pupils, in mm. */
export const PUPIL_U = 31.5
const TOP_V = -98
const CHIN_V = 111

export function headOf(variation: Variation): Head {
  const firm = variation.face === 'firm'
  const jaw = firm ? 1 : 0.93
  const halfWidths: [number, number][] = [
    [TOP_V, 0],
    [-94, 23],
    [-87, 39.5],
    [-75, 54],
    [-57, 65],
    [-36, 69.5],
    [-14, 70],
    [8, 69],
    [26, 67],
    [44, 63 * (0.5 + 0.5 * jaw)],
    [60, 58.5 * jaw],
    [74, 52 * jaw],
    [86, 44 * jaw],
    [96, 34.5 * jaw],
    [104, 23.5 * jaw],
    [109, 12 * jaw],
    [CHIN_V, 0],
  ]
  const front: [number, number][] = [
    [TOP_V, 8],
    [-93, 33],
    [-85, 50],
    [-72, 65],
    [-55, 76],
    [-35, 82],
    [-15, 83],
    [2, 81],
    [30, 83],
    [62, 82],
    [82, 80],
    [98, 75],
    [106, 64],
    [CHIN_V, 50],
  ]
  return {
    halfWidthSquared: curveThrough(halfWidths.map(([v, w]) => [v, w * w])),
    front: curveThrough(front),
    relief: firm ? 1 : 0.84,
    chinV: CHIN_V,
    topV: TOP_V,
    cheekHalfWidth: 69,
  }
}

/** Distance in mm from the outline of the head, negative inside: the implicit curve u² = W(v) over its gradient. */
export function headDistance(head: Head, u: number, v: number): number {
  const f = u * u - head.halfWidthSquared.at(v)
  return f / Math.max(4, Math.hypot(2 * u, head.halfWidthSquared.slope(v)))
}

/** One soft hill or hollow of the face: middle, spread and height in mm; mirrored to both sides unless u is 0. */
type Hill = [u: number, v: number, spreadU: number, spreadV: number, height: number]

const hills: Hill[] = [
  [26, -20, 15, 6.5, 3.6], // brow ridge
  [0, -14, 7, 9, 1.5], // between the brows
  [0, -56, 30, 22, 3], // forehead
  [30, 0, 15, 10.5, -8.5], // eye socket
  [14.5, -1, 5.5, 7, -4.5], // inner corner of the eye
  [31.5, 0.5, 11, 7.5, 6], // eyeball under the lids
  [42, 27, 17, 13, 5], // cheek bone
  [34, 48, 15, 16, 2.4], // cheek
  [24, 50, 4.5, 14, -1.2], // fold beside the mouth
  [0, 54, 3.2, 5.5, -1.1], // philtrum
  [4.4, 54, 2.4, 6, 0.8],
  [0, 66, 23, 13, 5], // the lips' mound
  [5.5, 62.6, 9, 3, 1.9], // upper lip
  [0, 62.8, 3, 2.6, 1],
  [0, 72.2, 13, 4, 3], // lower lip
  [0, 67, 11, 1.3, -1.4], // where the lips meet
  [27, 67, 4, 4.5, -1.8], // corner of the mouth
  [0, 82, 15, 4.2, -3], // above the chin
  [0, 97, 13, 10, 5], // chin
  [52, 62, 16, 22, 2.5], // jaw
]

/** Depth of the face in mm at (u, v) inside the outline. */
export function headDepth(head: Head, u: number, v: number): number {
  const a = Math.abs(u)
  const across = Math.min(1, (u * u) / Math.max(1, head.halfWidthSquared.at(v)))
  let depth = head.front.at(v) * (1 - across ** 1.28) ** 0.5
  for (const [cu, cv, su, sv, height] of hills) {
    const dv = (v - cv) / sv
    if (dv > 4.2 || dv < -4.2) continue
    const du = (a - cu) / su
    if (du > 4.2) continue
    depth += height * Math.exp(-0.5 * (du * du + dv * dv))
    // Hills near the middle line overlap their mirror image.
    if (cu !== 0 && a + cu < 4.2 * su) depth += height * bump(a + cu, su) * Math.exp(-0.5 * dv * dv)
  }
  return depth + head.relief * noseDepth(u, v)
}

/** The nose: a ridge that grows downwards, a ball at the tip, two wings, and a short underside. */
function noseDepth(u: number, v: number): number {
  if (v < -24 || v > 56 || u > 40 || u < -40) return 0
  const t = Math.min(1.1, Math.max(0, (v + 16) / 52))
  const spread = 5.6 + 3.4 * t
  const ridge = (1.5 + 13.5 * t ** 1.35) * bump(u, spread) * smoothStep(-24, -4, v)
  const tip = 6.2 * bump(u, 8.2) * bump(v - 36, 7)
  const wings = 7.6 * (bump(u - 12, 4.7) + bump(u + 12, 4.7)) * bump(v - 40.5, 5.2)
  const underside = smoothStep(51.5, 41, v + 0.012 * u * u)
  return (ridge + tip + wings) * underside
}

/** The half width of neck and shoulders in mm at height v (same origin as the head when it stands upright). */
export function bodyOutline(variation: Variation): Curve {
  const firm = variation.face === 'firm'
  const neck = firm ? 52 : 44
  const wide = firm ? 1 : 0.9
  const points: [number, number][] = [
    [40, neck],
    [100, neck],
    [120, neck + 0.5],
    [132, neck + 3],
    [142, neck + 9],
    [150, neck + 19],
    [157, 89 * wide],
    [164, 112 * wide],
    [171, 136 * wide],
    [178, 157 * wide],
    [187, 178 * wide],
    [198, 195 * wide],
    [212, 208 * wide],
    [232, 218 * wide],
    [262, 226 * wide],
    [320, 233 * wide],
    [420, 240 * wide],
  ]
  return curveThrough(points)
}

/** Distance in mm from an outline |u| = w(v), negative inside. */
export function bodyDistance(outline: Curve, u: number, v: number): number {
  return (Math.abs(u) - outline.at(v)) / Math.hypot(1, outline.slope(v))
}

/** Depth of neck and trunk in mm, or of cloth that stands `off` mm from it: a round neck that runs into a flatter chest. */
export function bodyDepth(outline: Curve, u: number, v: number, off = 0): number {
  const w = outline.at(v + off) + off
  const across = Math.min(1, Math.abs(u) / w)
  const chest = smoothStep(140, 215, v)
  const round = 40 * (1 - across * across) ** 0.5
  const flat = (30 + 40 * smoothStep(150, 330, v)) * (1 - across ** 2.6) ** 0.6
  const cord = 4 * bump(Math.abs(u) - 26 + (v - 110) * 0.3, 6) * smoothStep(170, 130, v)
  return round * (1 - chest) + flat * chest + cord + off
}
