import { lab } from '../colour.ts'
import { distance } from '../face/face.ts'
import { limits } from './limits.ts'
import { judge, type Measure } from './measure.ts'
import { chromaDistance, medianLab, patch, sides } from './ruler.ts'
import { type FaceMap, outlines, quantile, zone } from './zones.ts'

/**
 * The skin right below the eye lies behind a lens and the cheek does not: behind clear glass both look alike, behind
 * dark or coloured glass they differ, whatever the skin's tone. Both lenses have to.
 */
export function measureGlasses(map: FaceMap): Measure[] {
  const under = sides.map((side) => patch(map, side * 0.5, 0.2, 0.2, 0.05))
  const cheeks = sides.map((side) => patch(map, side * 0.56, 0.6, 0.14, 0.1))
  const dim = under.map((at, k) => quantile(map.luma, at, 0.5) / Math.max(1, quantile(map.luma, cheeks[k], 0.5)))
  const tint = under.map((at, k) => chromaDistance(medianLab(map, at), medianLab(map, cheeks[k])))
  const { lensDimWarn, lensDimBlock, lensTintWarn, glareWarn } = limits
  return [
    {
      code: 'OCC_TINTED',
      of: 'dark',
      value: Math.max(...dim),
      unit: 'ratio',
      bad: 'below',
      warn: lensDimWarn,
      block: lensDimBlock,
    },
    {
      code: 'OCC_TINTED',
      of: 'colour',
      value: Math.max(...dim) < brighterThanGlass ? Math.min(...tint) : 0,
      unit: 'ab',
      bad: 'above',
      warn: lensTintWarn,
    },
    {
      code: 'OCC_GLASSES_GLARE',
      of: 'glare',
      value: Math.max(...sides.map((side) => glare(map, side))),
      unit: 'ratio',
      bad: 'above',
      warn: glareWarn,
    },
    ...pupils(map),
  ]
}

/** Eyes that the mesh sees open, and in whose middle there is something as bright as the cheek instead of a pupil. */
function pupils(map: FaceMap): Measure[] {
  if (eyeOpening(map) <= limits.eyeDoubtful) return []
  const bright = sides.map((side) => {
    const cheek = quantile(map.luma, patch(map, side * 0.56, 0.6, 0.14, 0.1), 0.5)
    return quantile(map.luma, patch(map, side * 0.5, 0.01, 0.12, 0.1), 0.3) / Math.max(1, cheek)
  })
  const value = Math.max(...bright)
  return [{ code: 'OCC_GLASSES_GLARE', of: 'pupil', value, unit: 'ratio', bad: 'above', warn: limits.pupilWarn }]
}

/** The smaller eye's opening over eye-to-chin, OFIQ's measure. */
export function eyeOpening({ mesh, eyeToChinPx }: FaceMap): number {
  return Math.min(distance(mesh[159], mesh[145]), distance(mesh[386], mesh[374])) / eyeToChinPx
}

/** Of a dark mask on the cheek the skin below the eye differs as well; no glass makes it so much brighter. */
const brighterThanGlass = 1.15

/** Neither tinted glass nor a reflection hides the eyes. */
export function eyesSeen(map: FaceMap): boolean {
  return !measureGlasses(map).some(judge)
}

/** How much brighter than the cheek, in shares of it and in levels, and how much less coloured a reflection is. */
const shine = { share: 1.15, levels: 12, chroma: 0.5 }

/**
 * Share of the lens's area, eyes left out, that is brighter than the cheek and has lost the skin's colour. A reflection
 * has the colour of a lamp, a window or a screen; shiny skin keeps some of its own.
 */
function glare(map: FaceMap, side: number): number {
  const { luma, rgb } = map
  const eye = new Set(zone(map, side < 0 ? outlines.eyeLeft : outlines.eyeRight))
  const cheek = patch(map, side * 0.56, 0.55, 0.2, 0.12)
  const skin = quantile(luma, cheek, 0.5)
  const [, a, b] = medianLab(map, cheek)
  const chromaMax = shine.chroma * Math.hypot(a, b)
  let glass = 0
  let shining = 0
  for (const i of patch(map, side * 0.5, 0.06, 0.36, 0.24)) {
    if (eye.has(i)) continue
    glass++
    if (luma[i] < shine.share * skin + shine.levels) continue
    const [, pa, pb] = lab(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2])
    if (Math.hypot(pa, pb) < chromaMax) shining++
  }
  return shining / Math.max(1, glass)
}
