import type { Finding } from '../report.ts'
import { checkClothes } from './clothes.ts'
import { checkCover } from './cover.ts'
import type { Evidence } from './evidence.ts'
import { checkEyes } from './eyes.ts'
import { checkFocus } from './focus.ts'
import { checkGeometry } from './framing.ts'
import { checkLight } from './light.ts'
import { checkMouth } from './mouth.ts'
import { checkPose } from './pose.ts'
import { checkColour } from './skin.ts'
import { checkWall } from './wall.ts'
import { type FaceMap, mapFace } from './zones.ts'

/** In the order in which a student should read them. */
const checks: ((evidence: Evidence, map: FaceMap) => Finding[])[] = [
  checkGeometry,
  checkPose,
  checkEyes,
  checkMouth,
  checkCover,
  checkLight,
  checkFocus,
  checkColour,
  checkWall,
  checkClothes,
]

/** Every check of a framed person; the ones that block come first. */
export function checkPortrait(evidence: Evidence): Finding[] {
  const map = mapFace(evidence)
  const found = checks.flatMap((check) => check(evidence, map))
  return [
    ...found.filter(({ severity }) => severity === 'block'),
    ...found.filter(({ severity }) => severity === 'warn'),
  ]
}
