import { type Face, faceWidthPx } from '../face/face.ts'
import type { Finding } from '../report.ts'
import { above, finding } from './finding.ts'
import { limits } from './limits.ts'

/** Exactly one person: the area of the second largest face against the largest. */
export function checkFaces(faces: Face[]): Finding[] {
  if (faces.length === 0) return [finding('FACE_NONE', 'block', 0, 1, 'faces')]
  if (faces.length === 1) return []
  const share = (faceWidthPx(faces[1]) / faceWidthPx(faces[0])) ** 2
  return above('FACE_MANY', share, limits.secondFaceWarn, limits.secondFaceBlock, 'ratio')
}
