import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { finding } from './finding.ts'
import { texture } from './focus.ts'
import { limits } from './limits.ts'
import { type FaceMap, meanLab, outlines, zone } from './zones.ts'

/**
 * Nothing over mouth or head. A mask gives cheeks another colour than the forehead. A cover of the head is smoother
 * than hair or blue; it only warns, because the standard allows one for religious and medical reasons.
 */
export function checkCover(evidence: Evidence, map: FaceMap): Finding[] {
  const cheeks = meanLab(map, [...zone(map, outlines.cheekLeft), ...zone(map, outlines.cheekRight)])
  const forehead = meanLab(map, zone(map, outlines.forehead))
  const mask = Math.hypot(cheeks[1] - forehead[1], cheeks[2] - forehead[2])
  if (mask > limits.maskBlock) return [finding('OCC_HEADWEAR', 'block', mask, limits.maskBlock, 'ab')]
  const top = headTop(evidence, map)
  if (top.length < 200) return []
  const smoothness = texture(map, top) / Math.max(1, texture(map, zone(map, outlines.skin)))
  if (smoothness < limits.coverTextureWarn) {
    return [finding('OCC_HEADWEAR', 'warn', smoothness, limits.coverTextureWarn, 'ratio')]
  }
  const [, , blue] = meanLab(map, top)
  return blue < limits.coverBlueWarn ? [finding('OCC_HEADWEAR', 'warn', blue, limits.coverBlueWarn, 'ab')] : []
}

/** Pixels of the head above the forehead: the upper two thirds between crown and hairline, about the middle. */
function headTop({ finished, geometry }: Evidence, { mesh, widthPx, eyeToChinPx }: FaceMap): number[] {
  const [middle, forehead] = mesh[10]
  const half = 0.3 * eyeToChinPx
  const found: number[] = []
  const from = Math.max(0, Math.round(geometry.hairTopPx + 4))
  const to = Math.round(geometry.hairTopPx + 0.7 * (forehead - geometry.hairTopPx))
  for (let y = from; y < to; y++) {
    for (let x = Math.round(middle - half); x < middle + half; x++) {
      if (finished.alpha[y * widthPx + x] > 0.98) found.push(y * widthPx + x)
    }
  }
  return found
}
