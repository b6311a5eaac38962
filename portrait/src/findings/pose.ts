import type { Check, Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { above, atMost } from './finding.ts'
import { limits } from './limits.ts'

/** The face looks straight ahead. */
export function checkPose({ face }: Evidence): Finding[] {
  return [
    ...above('POSE_YAW', Math.abs(face.yawDegrees), limits.yawWarnDegrees, limits.yawBlockDegrees, '°'),
    ...above('POSE_PITCH', Math.abs(face.pitchDegrees), limits.pitchWarnDegrees, limits.pitchBlockDegrees, '°'),
  ]
}

/** The same numbers beside the limits at which something is said. */
export function measurePose({ face }: Evidence): Check[] {
  return [
    atMost('POSE_YAW', Math.abs(face.yawDegrees), limits.yawWarnDegrees, '°'),
    atMost('POSE_PITCH', Math.abs(face.pitchDegrees), limits.pitchWarnDegrees, '°'),
  ]
}
