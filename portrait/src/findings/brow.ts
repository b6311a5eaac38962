import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import { patch, sides } from './ruler.ts'
import { type FaceMap, quantile } from './zones.ts'

/** Darker than this share of the skin below the eye is hair. */
const hairShare = 0.5

/** Hair that hangs over the brows: the place of the brow and the forehead above it are dark on at least one side. */
export function measureBrows(_: Evidence, map: FaceMap): Measure[] {
  const covered = sides.map((side) => {
    const skin = quantile(map.luma, patch(map, side * 0.5, 0.26, 0.18, 0.05), 0.5)
    const darkShare = (v: number, halfV: number) => {
      const at = patch(map, side * 0.5, v, 0.31, halfV)
      return at.filter((i) => map.luma[i] < hairShare * skin).length / Math.max(1, at.length)
    }
    return Math.min(darkShare(-0.24, 0.12), darkShare(-0.42, 0.06))
  })
  const value = Math.max(...covered)
  return [{ code: 'OCC_HAIR_BROW', of: 'hair', value, unit: 'ratio', bad: 'above', warn: limits.browWarn }]
}
