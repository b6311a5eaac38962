import { distance } from '../face/face.ts'
import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { above } from './finding.ts'
import { limits } from './limits.ts'
import type { FaceMap } from './zones.ts'

/** Lips closed: the gap between the inner lips over eye-to-chin, OFIQ's measure. */
export function checkMouth(_: Evidence, { mesh, eyeToChinPx }: FaceMap): Finding[] {
  return above('EXPR_MOUTH', distance(mesh[13], mesh[14]) / eyeToChinPx, limits.mouthOpenWarn, Infinity, 'ratio')
}
