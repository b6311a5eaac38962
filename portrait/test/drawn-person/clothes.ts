import { bodyDepth, bodyDistance, bodyOutline } from './anatomy.ts'
import { bump, type Curve, smoothStep } from './curve.ts'
import { smoothNoise } from './noise.ts'
import { type Polygon, polygonDistance, polygonOf } from './polygon.ts'
import { type Colour, clothesColours, type Variation } from './variation.ts'

/** One piece of clothing over the body; body millimetres. Pieces are drawn in order. */
export interface Garment {
  /** Rectangle that holds it: from (-reachU, top) to (reachU, bottom). */
  reachU: number
  top: number
  bottom: number
  /** Distance from its edge, negative inside. */
  distance(u: number, v: number): number
  depth(u: number, v: number): number
  /** Brightness of the cloth at a point: seams and weave. */
  tone(u: number, v: number): number
  colour: Colour
}

export function garmentsOf(variation: Variation): Garment[] {
  const outline = bodyOutline(variation)
  const colour = clothesColours[variation.clothesColour]
  const scale = variation.face === 'firm' ? 1 : 0.88
  if (variation.clothes === 'tshirt') return [tshirt(outline, colour, scale, variation.seed)]
  if (variation.clothes === 'shirt') return shirt(outline, colour, scale, variation.seed)
  const white = clothesColours[variation.clothesColour === 'white' ? 'skyblue' : 'white']
  return [...shirt(outline, white, scale, variation.seed), ...jacket(outline, colour, scale, variation.seed)]
}

/** Soft folds that hang from the shoulders and pull towards the armpits. */
function folds(u: number, v: number, seed: number): number {
  const a = Math.abs(u)
  const along = 0.8 * a + 0.6 * v
  const across = 0.8 * v - 0.6 * a
  const side = u < 0 ? 40 : 0
  const drape = smoothNoise(across / 26 + side, along / 95, seed + 51) * smoothStep(190, 260, v)
  const hang = smoothNoise(u / 30, v / 130, seed + 52) * smoothStep(200, 300, v)
  const sleeve = smoothNoise(v / 22, a / 60 + side, seed + 53) * smoothStep(165, 200, a)
  return 3.4 * drape * smoothStep(0, 40, a) + 2.2 * hang + 2.6 * sleeve
}

function weave(u: number, v: number, seed: number): number {
  return 1 + 0.025 * smoothNoise(u * 2.1, v * 2.1, seed + 54) + 0.02 * smoothNoise(u * 0.3, v * 0.3, seed + 55)
}

function seam(distance: number): number {
  return 1 - 0.24 * bump(distance, 0.5)
}

function sleeveSeam(u: number, v: number, scale: number): number {
  return v < 188
    ? 1
    : 0.45 + 0.55 * seam((Math.abs(u) - (171 * scale - 0.1 * (v - 190) + 0.0006 * (v - 190) ** 2)) * 0.98)
}

function tshirt(outline: Curve, colour: Colour, scale: number, seed: number): Garment {
  const neckline = (u: number) => 180 - 36 * (u / (60 * scale)) ** 2
  const below = (u: number, v: number) => (neckline(u) - v) / Math.hypot(1, (72 * u) / (60 * scale) ** 2)
  return {
    reachU: 250,
    top: 120,
    bottom: 900,
    colour,
    distance: (u, v) => Math.max(bodyDistance(outline, u, v) - 3, below(u, v)),
    depth: (u, v) => {
      const band = smoothStep(-0.5, 1.5, -below(u, v)) * smoothStep(11, 9, -below(u, v))
      return bodyDepth(outline, u, v, 3.4) + 2 * band + folds(u, v, seed)
    },
    tone: (u, v) => weave(u, v, seed) * seam(-below(u, v) - 10) * sleeveSeam(u, v, scale),
  }
}

function shirt(outline: Curve, colour: Colour, scale: number, seed: number): Garment[] {
  const opening = scaled(
    [
      [-56, 110],
      [56, 110],
      [50, 133],
      [1, 186],
      [-1, 186],
      [-50, 133],
    ],
    scale,
  )
  const leaf = scaled(
    [
      [51, 129],
      [0.5, 188],
      [36, 215],
      [68, 166],
      [58, 138],
    ],
    scale,
  )
  const body: Garment = {
    reachU: 250,
    top: 120,
    bottom: 900,
    colour,
    distance: (u, v) => Math.max(bodyDistance(outline, u, v) - 3.5, -polygonDistance(opening, u, v), 134 - v),
    depth: (u, v) => bodyDepth(outline, u, v, 4) + placket(u, v) + folds(u, v, seed),
    tone: (u, v) => weave(u, v, seed) * seam((u - 15) * (v > 186 ? 1 : 9)) * sleeveSeam(u, v, scale) * buttons(u, v),
  }
  const collar: Garment = {
    reachU: 80 * scale,
    top: 120,
    bottom: 224,
    colour,
    distance: (u, v) => polygonDistance(leaf, Math.abs(u), v) - 1,
    depth: (u, v) => bodyDepth(outline, u, v, 9) + 3 * smoothStep(0, 9, -polygonDistance(leaf, Math.abs(u), v)),
    tone: (u, v) => weave(u, v, seed) * seam((polygonDistance(leaf, Math.abs(u), v) + 5) * 1.4),
  }
  return [body, collar]
}

function placket(u: number, v: number): number {
  return v < 180 ? 0 : 1.6 * smoothStep(-15.5, -13.5, u) * smoothStep(16.5, 14.5, u)
}

function buttons(u: number, v: number): number {
  if (v < 200 || u > 8 || u < -8) return 1
  const fromMiddle = Math.hypot(u, ((v - 222 + 4800) % 80) - 40 + 18)
  const hole = Math.min(Math.hypot(Math.abs(u) - 1.3, ((v - 222 + 4800) % 80) - 22), 3)
  return 1 - 0.28 * bump(fromMiddle - 5.2, 0.6) - (fromMiddle < 4.5 ? 0.06 + 0.5 * smoothStep(0.9, 0.4, hole) : 0)
}

function jacket(outline: Curve, colour: Colour, scale: number, seed: number): Garment[] {
  const opening = scaled(
    [
      [-62, 110],
      [62, 110],
      [58, 150],
      [34, 235],
      [4, 345],
      [-4, 345],
      [-34, 235],
      [-58, 150],
    ],
    scale,
  )
  const lapel = scaled(
    [
      [57, 144],
      [33, 235],
      [4, 344],
      [46, 296],
      [84, 232],
      [62, 220],
      [77, 208],
      [72, 158],
      [66, 146],
    ],
    scale,
  )
  const gorge = scaled(
    [
      [60, 219],
      [78, 208],
      [86, 233],
    ],
    scale,
  )
  const body: Garment = {
    reachU: 262,
    top: 130,
    bottom: 900,
    colour,
    distance: (u, v) =>
      Math.max(
        bodyDistance(outline, u, v) - 8 * smoothStep(60, 130, Math.abs(u)) - 4.6,
        -polygonDistance(opening, u, v),
      ),
    depth: (u, v) => bodyDepth(outline, u, v, 12) + 0.6 * folds(u, v, seed + 9),
    tone: (u, v) => weave(u, v, seed + 9) * sleeveSeam(u, v, scale * 1.03),
  }
  const collar: Garment = {
    reachU: 90 * scale,
    top: 138,
    bottom: 348,
    colour,
    distance: (u, v) => Math.max(polygonDistance(lapel, Math.abs(u), v) - 1, -polygonDistance(gorge, Math.abs(u), v)),
    depth: (u, v) => bodyDepth(outline, u, v, 15) + 4 * smoothStep(0, 12, -polygonDistance(lapel, Math.abs(u), v)),
    tone: (u, v) => weave(u, v, seed + 10) * 1.06 * seam((polygonDistance(lapel, Math.abs(u), v) + 4) * 1.4),
  }
  return [body, collar]
}

function scaled(points: [number, number][], scale: number): Polygon {
  return polygonOf(points.map(([u, v]) => [u * scale, v]))
}
