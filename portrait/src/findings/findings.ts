import type { Check, Finding } from '../report.ts'
import { measureBrows } from './brow.ts'
import { measureClothes } from './clothes.ts'
import { measureCover } from './cover.ts'
import type { Evidence } from './evidence.ts'
import { measureEyes } from './eyes.ts'
import { measureFocus } from './focus.ts'
import { checkGeometry, measureGeometry } from './framing.ts'
import { measureHeadwear } from './headwear.ts'
import { measureLight } from './light.ts'
import { checkOf, judgeAll, type Measure } from './measure.ts'
import { measureCompression } from './mosaic.ts'
import { measureMouth } from './mouth.ts'
import { checkPose, measurePose } from './pose.ts'
import { measureShape } from './shape.ts'
import { measureColour } from './skin.ts'
import { measureWall } from './wall.ts'
import { type FaceMap, mapFace } from './zones.ts'

/** In the order in which a student should read what they find. */
const checks: ((evidence: Evidence, map: FaceMap) => Measure[])[] = [
  measureEyes,
  measureBrows,
  measureMouth,
  measureCover,
  measureHeadwear,
  measureLight,
  measureFocus,
  measureCompression,
  measureColour,
  measureShape,
  measureWall,
  measureClothes,
]

/** Every check of a framed person: all that was measured, beside its limits, and what is found, the findings that block first. */
export function checkPortrait(evidence: Evidence): { findings: Finding[]; measures: Measure[]; checks: Check[] } {
  const map = mapFace(evidence)
  const measures = checks.flatMap((check) => check(evidence, map))
  const found = [...checkGeometry(evidence), ...checkPose(evidence), ...judgeAll(measures)]
  const findings = [
    ...found.filter(({ severity }) => severity === 'block'),
    ...found.filter(({ severity }) => severity === 'warn'),
  ]
  const limited = measures.map(checkOf).filter((check) => check !== undefined)
  return { findings, measures, checks: [...measureGeometry(evidence), ...measurePose(evidence), ...limited] }
}
