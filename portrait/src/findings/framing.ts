import type { Box } from '../frame.ts'
import type { Bust, Impossible } from '../framing.ts'
import { centerSlackPx } from '../lawful-crop.ts'
import type { Check, Finding } from '../report.ts'
import type { Standard } from '../standard.ts'
import type { Evidence } from './evidence.ts'
import { above, atMost, finding, inside } from './finding.ts'
import { limits } from './limits.ts'

/** Why there is no lawful crop of this photo; `reached` is the most that a crop could have of what is missing. */
export function checkNoFrame({ impossible: code, reached }: Impossible, standard: Standard): Finding[] {
  const { hairTop, eyeLine, faceWidth } = standard.bandsPx
  switch (code) {
    case 'GEO_CROWN_CUT':
      return [finding(code, 'block', reached, hairTop[0], 'px')]
    case 'GEO_SHOULDERS':
      return [finding(code, 'block', reached, 1, 'ratio')]
    case 'GEO_CENTER':
      return [finding(code, 'block', reached, centerSlackPx(standard), 'px')]
    case 'GEO_FACE_WIDTH':
      return [finding(code, 'block', reached, faceWidth, 'px')]
    case 'GEO_HAIR_TOP':
      return [finding(code, 'block', reached, hairTop, 'px')]
    case 'GEO_EYE_LINE':
      return [finding(code, 'block', reached, eyeLine, 'px')]
  }
}

/** The standard's bands on the finished picture, and how level the eyes are. */
export function checkGeometry({ geometry, face, standard, crop, frame, bust }: Evidence): Finding[] {
  const { bandsPx, targetPx } = standard
  const outside = (code: string, value: number, band: [number, number]) =>
    value < band[0] || value > band[1] ? [finding(code, 'block', value, band, 'px')] : []
  const enlarged = (standard.widthPx / crop.widthPx) * (frame.widthPx / frame.sourceWidthPx)
  return [
    ...outside('GEO_HAIR_TOP', geometry.hairTopPx, bandsPx.hairTop),
    ...tallHair(bust, crop, standard),
    ...outside('GEO_EYE_LINE', geometry.eyeLinePx, bandsPx.eyeLine),
    ...outside('GEO_FACE_WIDTH', geometry.faceWidthPx, bandsPx.faceWidth),
    ...outside('GEO_CENTER', geometry.centerXPx - targetPx.centerX, bandsPx.centerOffset),
    ...above('GEO_EYES_TILT', Math.abs(face.rollDegrees), limits.tiltWarnDegrees, limits.tiltBlockDegrees, '°'),
    ...above('QUAL_LOWRES', enlarged, limits.enlargeWarn, limits.enlargeBlock, 'x'),
  ]
}

/** The same numbers beside the standard's bands and the limits at which something is said. */
export function measureGeometry({ geometry, face, standard: { bandsPx, targetPx } }: Evidence): Check[] {
  return [
    inside('GEO_HAIR_TOP', geometry.hairTopPx, bandsPx.hairTop, 'px'),
    inside('GEO_EYE_LINE', geometry.eyeLinePx, bandsPx.eyeLine, 'px'),
    inside('GEO_FACE_WIDTH', geometry.faceWidthPx, bandsPx.faceWidth, 'px'),
    inside('GEO_CENTER', geometry.centerXPx - targetPx.centerX, bandsPx.centerOffset, 'px'),
    atMost('GEO_EYES_TILT', Math.abs(face.rollDegrees), limits.tiltWarnDegrees, '°'),
  ]
}

/** Hair that stands so high over the crown that it comes close to the upper edge, or past it; a reviewer decides. */
function tallHair(bust: Bust, crop: Box, standard: Standard): Finding[] {
  const { hairTop } = standard.bandsPx
  const topPx = Math.max(0, ((bust.hairTopPx - crop.topPx) * standard.widthPx) / crop.widthPx)
  return topPx < limits.hairRoomWarnPx ? [finding('GEO_HAIR_TOP', 'warn', topPx, hairTop, 'px')] : []
}
