import type { Evidence } from './evidence.ts'
import { eyeOpening, measureGlasses } from './glasses.ts'
import { limits } from './limits.ts'
import { judge, type Measure } from './measure.ts'
import { patch, sides } from './ruler.ts'
import { type FaceMap, outlines, quantile, zone } from './zones.ts'

/** Eyes open, seen, not red, not behind tinted glass, and no reflections on the lenses. */
export function measureEyes(_: Evidence, map: FaceMap): Measure[] {
  const lenses = measureGlasses(map)
  // Behind dark glass or a reflection nothing can be said about the lids, and of a shut eye nothing about its white.
  if (lenses.some(judge)) return lenses
  const open = lids(map)
  return [...lenses, ...open, ...(open.some(judge) ? [] : [eyeWhite(map), redness(map)])]
}

/**
 * The opening is what the mesh says, OFIQ's measure; the iris is what the picture shows. An iris of any colour lies in
 * the shade of the lid and holds a pupil, while a shut lid has the brightness of the skin but for the line of lashes.
 * The picture is asked only where the mesh is in doubt: the rims of glasses darken the skin that it is compared with.
 */
function lids(map: FaceMap): Measure[] {
  const opening = eyeOpening(map)
  const { eyeOpeningWarn, eyeOpeningBlock, eyeDoubtful, irisWarn, irisBlock } = limits
  const shared = { code: 'EXPR_EYES', unit: 'ratio', bad: 'below' } as const
  const measures: Measure[] = [
    { ...shared, of: 'opening', value: opening, warn: eyeOpeningWarn, block: eyeOpeningBlock },
  ]
  if (opening > eyeDoubtful) return measures
  const iris = Math.min(...sides.map((side) => irisSeen(map, side)))
  return [{ ...shared, of: 'iris', value: iris, warn: irisWarn, block: irisBlock }, ...measures]
}

/** How much darker the darker third of the eye's middle is than the skin below: 0 alike, 1 black. */
function irisSeen(map: FaceMap, side: number): number {
  const skin = quantile(map.luma, patch(map, side * 0.5, 0.26, 0.18, 0.05), 0.5)
  return 1 - quantile(map.luma, patch(map, side * 0.5, 0.01, 0.12, 0.1), 0.3) / Math.max(1, skin)
}

/**
 * Light on the face whatever its tone: luma of the white of the better lit eye, which all but the brightest fourteenth
 * of the eye stays below.
 */
function eyeWhite(map: FaceMap): Measure {
  const value = Math.max(
    ...[outlines.eyeLeft, outlines.eyeRight].map((eye) => quantile(map.luma, zone(map, eye), 0.93)),
  )
  return { code: 'LIGHT_DARK', of: 'eye white', value, unit: 'level', bad: 'below', warn: limits.eyeWhiteWarn }
}

/** How far red exceeds the other channels in both pupils, over their brightness. */
function redness(map: FaceMap): Measure {
  const value = Math.min(
    ...sides.map((side) => {
      const at = patch(map, side * 0.5, 0, 0.09, 0.08)
      const excess = Float32Array.from(at, (i) => redExcess(map, i))
      return quantile(excess, [...at.keys()], 0.85)
    }),
  )
  const { redEyeWarn, redEyeBlock } = limits
  return { code: 'LIGHT_REDEYE', of: 'red', value, unit: 'ratio', bad: 'above', warn: redEyeWarn, block: redEyeBlock }
}

function redExcess({ rgb, luma }: FaceMap, i: number): number {
  return (rgb[i * 3] - Math.max(rgb[i * 3 + 1], rgb[i * 3 + 2])) / (luma[i] + 20)
}
