import { distance } from '../face/face.ts'
import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { above, below } from './finding.ts'
import { limits } from './limits.ts'
import { type FaceMap, mean, outlines, quantile, zone } from './zones.ts'

/** Eyes open, not behind tinted glass, and no reflections on the lenses. */
export function checkEyes(_: Evidence, map: FaceMap): Finding[] {
  const { mesh, luma, eyeToChinPx } = map
  const opening = Math.min(distance(mesh[159], mesh[145]), distance(mesh[386], mesh[374])) / eyeToChinPx
  const cheeks = Math.max(mean(luma, zone(map, outlines.cheekLeft)), mean(luma, zone(map, outlines.cheekRight)))
  const eyes = [outlines.eyeLeft, outlines.eyeRight].map((eye) => quantile(luma, zone(map, eye), 0.9) / cheeks)
  const tinted = below('OCC_TINTED', Math.max(...eyes), limits.tintedWarn, limits.tintedBlock, 'ratio')
  // Behind dark glass the mesh guesses where the lids are.
  const closed =
    tinted.length > 0 ? [] : below('EXPR_EYES', opening, limits.eyeOpeningWarn, limits.eyeOpeningBlock, 'ratio')
  return [...closed, ...tinted, ...above('OCC_GLASSES_GLARE', glare(map, cheeks), limits.glareWarn, Infinity, 'ratio')]
}

/** OFIQ has no measure of glare; a reflection of a lamp or window is brighter than skin can be and has its colour. */
function glare(map: FaceMap, cheeks: number): number {
  const eyes = new Set([...zone(map, outlines.eyeLeft), ...zone(map, outlines.eyeRight)])
  const lenses = [outlines.lensLeft, outlines.lensRight].map((lens) => {
    const glass = zone(map, lens).filter((i) => !eyes.has(i))
    return glass.filter((i) => shines(map, i, cheeks)).length / Math.max(1, glass.length)
  })
  return Math.max(...lenses)
}

function shines({ rgb, luma }: FaceMap, i: number, cheeks: number): boolean {
  const red = rgb[i * 3]
  const green = rgb[i * 3 + 1]
  const blue = rgb[i * 3 + 2]
  const colourless = Math.max(red, green, blue) - Math.min(red, green, blue) < 0.18 * luma[i]
  return colourless && luma[i] > 1.25 * cheeks && luma[i] > 150
}
