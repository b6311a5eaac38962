import { distance } from '../face/face.ts'
import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import type { FaceMap } from './zones.ts'

/** Lips closed: the gap between the inner lips over eye-to-chin, OFIQ's measure. */
export function measureMouth(_: Evidence, { mesh, eyeToChinPx }: FaceMap): Measure[] {
  const value = distance(mesh[13], mesh[14]) / eyeToChinPx
  return [{ code: 'EXPR_MOUTH', of: 'gap', value, unit: 'ratio', bad: 'above', warn: limits.mouthOpenWarn }]
}
