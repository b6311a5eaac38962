import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import { medianLab, patch } from './ruler.ts'
import { type FaceMap, outlines, texture, zone } from './zones.ts'

/**
 * Nothing on the head. It only warns, because the standard allows a cover for religious and medical reasons. Three
 * things tell cloth from hair: a hem that runs from one side of the head to the other in one curve, a surface smoother
 * than hair, and a colour that hair does not have.
 */
export function measureHeadwear({ finished }: Evidence, map: FaceMap): Measure[] {
  const shared = { code: 'OCC_HEADWEAR' } as const
  const { hemWarn, coverTextureWarn, coverColourWarn } = limits
  const measures: Measure[] = [
    { ...shared, of: 'hem', value: hem(map, finished.alpha), unit: 'ratio', bad: 'above', warn: hemWarn },
  ]
  const bands = headBands(map, finished.alpha)
  if (bands.length === 0) return measures
  const face = texture(map, zone(map, outlines.skin))
  const smoothness = Math.min(...bands.map((band) => texture(map, band))) / Math.max(1, face)
  const colour = Math.max(...bands.map((band) => unlikeHair(medianLab(map, band))))
  return [
    ...measures,
    { ...shared, of: 'smooth', value: smoothness, unit: 'ratio', bad: 'below', warn: coverTextureWarn },
    { ...shared, of: 'colour', value: colour, unit: 'ab', bad: 'above', warn: coverColourWarn },
  ]
}

/** Ruler units; a band with fewer pixels says nothing about its texture. */
const band = { halfU: 0.6, heightV: 0.14, rimV: 0.08, pixelsMin: 300 }

/**
 * The head above the forehead in bands from its outline down, its rim left out: a small hat covers the upper ones only.
 */
function headBands(map: FaceMap, alpha: Float32Array): number[][] {
  const { ruler, mesh } = map
  const forehead = ruler.vOf(mesh[10]) - 0.02
  const from = outlineTop(map, alpha) + band.rimV
  const bands: number[][] = []
  for (let v = from; v + band.heightV <= forehead; v += band.heightV) {
    const pixels = patch(map, 0, v + band.heightV / 2, band.halfU, band.heightV / 2).filter((i) => alpha[i] > 0.98)
    if (pixels.length >= band.pixelsMin) bands.push(pixels)
  }
  return bands
}

/** Height on the ruler where the person begins over the middle of the face: the median of nine columns. */
function outlineTop({ ruler, mesh, widthPx, heightPx }: FaceMap, alpha: Float32Array): number {
  const forehead = ruler.vOf(mesh[10])
  const tops: number[] = []
  for (let u = -0.4; u <= 0.4001; u += 0.1) {
    let v = forehead
    for (; v > forehead - 4; v -= 1 / ruler.unitPx) {
      const [x, y] = ruler.at(u, v)
      if (x < 0 || y < 0 || x >= widthPx || y >= heightPx || alpha[(y | 0) * widthPx + (x | 0)] < 0.9) break
    }
    tops.push(v)
  }
  return tops.sort((a, b) => a - b)[tops.length >> 1]
}

/**
 * How far a colour lies outside what hair can have by nature, from black over brown and red to blond and grey: never
 * blue or green, never redder than copper nor yellower than straw.
 */
function unlikeHair([, a, b]: [number, number, number]): number {
  return Math.max(0, -3 - b, -4 - a, a - 24, b - 40, a - b - 12)
}

/** Columns of the search for a hem, ruler units. */
const column = { reachU: 1.1, stepU: 0.05 }
/** The hem's colour step is at least so many levels, over 4 pixels on either side. */
const hemStepLevels = 25
const stepReachPx = 4
/** Below this there are brows and the rims of glasses, ruler units. */
const hemLowest = -0.42
/** A hem is nearly straight, a hairline comes down at the temples: v per u², hats -.1 to .05. */
const hemBendMax = 0.2
/** Distances from the curve within which a column counts, from fit to fit. */
const fitWithin = [0.2, 0.12, 0.06, 0.04]

/**
 * Share of the columns from one side of the head to the other whose strongest step of colour lies on one parabola. A
 * hairline wanders, and beside the forehead there is hair above as well as below it. The worse of the whole width and
 * the two sides' quarters, because a fringe is straight over the forehead only.
 */
function hem(map: FaceMap, alpha: Float32Array): number {
  const steps: { u: number; v: number }[] = []
  const columns: number[] = []
  for (let u = -column.reachU; u <= column.reachU + 1e-9; u += column.stepU) {
    columns.push(u)
    const v = strongestStep(map, alpha, u)
    if (v !== undefined) steps.push({ u, v })
  }
  let near = steps
  let bend = 0
  for (const within of fitWithin) {
    if (near.length < 6) return 0
    const [a, b, c] = parabola(near)
    bend = c
    near = steps.filter(({ u, v }) => Math.abs(v - (a + b * u + c * u * u)) < within)
  }
  if (Math.abs(bend) > hemBendMax) return 0
  const share = (of: (u: number) => boolean) =>
    near.filter(({ u }) => of(u)).length / Math.max(1, columns.filter(of).length)
  const outer = (column.reachU * 2) / 3
  return Math.min(
    share(() => true),
    0.5 + share((u) => u < -outer),
    0.5 + share((u) => u > outer),
  )
}

/** Height on the ruler of the strongest vertical step of colour between the crown and the brows. */
function strongestStep({ ruler, mesh, rgb, widthPx, heightPx }: FaceMap, alpha: Float32Array, u: number) {
  let strongest = hemStepLevels
  let height: number | undefined
  const from = Math.min(ruler.vOf(mesh[10]) - 0.35, -1)
  for (let v = from; v < hemLowest; v += 1 / ruler.unitPx) {
    const [px, py] = ruler.at(u, v)
    const [x, y] = [px | 0, py | 0]
    if (x < 0 || x >= widthPx || y < stepReachPx || y >= heightPx - stepReachPx || alpha[y * widthPx + x] < 0.98)
      continue
    let squares = 0
    for (let c = 0; c < 3; c++) {
      let difference = 0
      for (let k = 1; k <= stepReachPx; k++) {
        difference += rgb[((y - k) * widthPx + x) * 3 + c] - rgb[((y + k) * widthPx + x) * 3 + c]
      }
      squares += (difference / stepReachPx) ** 2
    }
    const step = Math.sqrt(squares)
    if (step <= strongest) continue
    strongest = step
    height = v
  }
  return height
}

/** Least squares of v = a + b u + c u². */
function parabola(points: { u: number; v: number }[]): [number, number, number] {
  const m = [0, 1, 2].map(() => new Float64Array(4))
  for (const { u, v } of points) {
    const powers = [1, u, u * u]
    for (let r = 0; r < 3; r++) {
      for (let c = 0; c < 3; c++) m[r][c] += powers[r] * powers[c]
      m[r][3] += powers[r] * v
    }
  }
  for (let r = 0; r < 3; r++) {
    m[r][r] += 1e-9
    for (let other = 0; other < 3; other++) {
      if (other === r) continue
      const factor = m[other][r] / m[r][r]
      for (let c = 0; c < 4; c++) m[other][c] -= factor * m[r][c]
    }
  }
  return [m[0][3] / m[0][0], m[1][3] / m[1][1], m[2][3] / m[2][2]]
}
