import type { Box } from './kept-area.ts'
import { centerSlackPx, crownAboveEyesFaceWidths, findingFrom, standard, wallLevelsMax } from './limits.ts'
import type { Seen } from './seen.ts'

/** What to do next, one thing at a time. Left and right are those of the screen. */
export type HintName =
  | 'outline'
  | 'oneFace'
  | 'closer'
  | 'farther'
  | 'left'
  | 'right'
  | 'higher'
  | 'lower'
  | 'straight'
  | 'front'
  | 'up'
  | 'down'
  | 'light'
  | 'sides'
  | 'wall'
  | 'good'

/** A picture's face in the standard's own frame: pixels of the finished photo, if the kept area were cut now. */
type Measured = {
  faceWidthPx: number
  eyeLinePx: number
  crownPx: number
  centerXPx: number
  rollDegrees: number
  yawDegrees: number
  pitchDegrees: number
  secondShare: number
  brightest: number
  evenness: number
  wallLevels: number
}

/** `past` is how far a measure lies past its limit; `margin` how far inside it has to come before the hint goes away. */
type Rule = { hint: HintName; margin: number; past: (measured: Measured) => number }

const { hairTopPx, eyeLinePx, faceWidthPx, centerXPx } = standard

/** In the order in which they are told. */
const rules: Rule[] = [
  { hint: 'oneFace', margin: 0.005, past: (m) => m.secondShare - findingFrom.secondFaceShare },
  { hint: 'light', margin: 8, past: (m) => findingFrom.darkLevel - m.brightest },
  { hint: 'closer', margin: 8, past: (m) => faceWidthPx[0] - m.faceWidthPx },
  { hint: 'farther', margin: 8, past: (m) => m.faceWidthPx - faceWidthPx[1] },
  { hint: 'left', margin: 8, past: (m) => m.centerXPx - centerXPx - centerSlackPx },
  { hint: 'right', margin: 8, past: (m) => centerXPx - m.centerXPx - centerSlackPx },
  // Where the phone rises, the person sinks on the screen.
  { hint: 'higher', margin: 5, past: (m) => Math.max(eyeLinePx[0] - m.eyeLinePx, hairTopPx[0] - m.crownPx) },
  { hint: 'lower', margin: 5, past: (m) => Math.max(m.eyeLinePx - eyeLinePx[1], m.crownPx - hairTopPx[1]) },
  { hint: 'straight', margin: 0.5, past: (m) => Math.abs(m.rollDegrees) - findingFrom.tiltDegrees },
  { hint: 'front', margin: 1.5, past: (m) => Math.abs(m.yawDegrees) - findingFrom.yawDegrees },
  { hint: 'up', margin: 2, past: (m) => m.pitchDegrees - findingFrom.pitchDegrees },
  { hint: 'down', margin: 2, past: (m) => -m.pitchDegrees - findingFrom.pitchDegrees },
  { hint: 'sides', margin: 0.04, past: (m) => findingFrom.evenness - m.evenness },
  { hint: 'wall', margin: 1, past: (m) => m.wallLevels - wallLevelsMax },
]

/**
 * The one hint for what the camera sees. `standing` is the hint of the picture before: it goes away only when its
 * measure has come well inside the limit. A mirrored live picture is judged as the screen shows it.
 */
export function hintFor(seen: Seen, kept: Box, standing: HintName | null, mirrored = false): HintName {
  const measured = measure(seen, kept, mirrored)
  if (measured === null) return seen.brightest < findingFrom.darkLevel ? 'light' : 'outline'
  const called = rules.find(({ hint, margin, past }) => past(measured) > (standing === hint ? -margin : 0))
  return called?.hint ?? 'good'
}

function measure({ faces, brightest, evenness, wallLevels }: Seen, kept: Box, mirrored: boolean): Measured | null {
  const [face, second] = faces
  if (face === undefined) return null
  const scale = standard.widthPx / kept.widthPx
  const centerX = (face.centerXPx - kept.leftPx) * scale
  const faceWidth = face.widthPx * scale
  const eyeLine = (face.eyeLinePx - kept.topPx) * scale
  return {
    faceWidthPx: faceWidth,
    eyeLinePx: eyeLine,
    crownPx: eyeLine - crownAboveEyesFaceWidths * faceWidth,
    centerXPx: mirrored ? standard.widthPx - centerX : centerX,
    rollDegrees: face.rollDegrees,
    yawDegrees: face.yawDegrees,
    pitchDegrees: face.pitchDegrees,
    secondShare: second === undefined ? 0 : (second.widthPx / face.widthPx) ** 2,
    brightest,
    evenness,
    wallLevels,
  }
}
