import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { above, finding } from './finding.ts'
import { limits } from './limits.ts'
import { type FaceMap, meanLab, outlines, zone } from './zones.ts'

/** Natural colour: the cheeks have the chroma of skin, and no cast. OFIQ's measure of natural colour, widened. */
export function checkColour(_: Evidence, map: FaceMap): Finding[] {
  const [, a, b] = meanLab(map, [
    ...zone(map, outlines.cheekLeft),
    ...zone(map, outlines.cheekRight),
    ...zone(map, outlines.forehead),
  ])
  const chroma = Math.hypot(a, b)
  if (chroma < limits.greyChroma) return [finding('QUAL_COLOR', 'block', chroma, limits.greyChroma, 'ab')]
  if (b < limits.castCold) return [finding('QUAL_COLOR', 'warn', b, limits.castCold, 'ab')]
  return above('QUAL_COLOR', Math.max(b, a + 5), limits.castWarm, limits.castBlock, 'ab')
}
