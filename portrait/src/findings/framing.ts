import type { Bust, NoFrame } from '../framing.ts'
import type { Finding } from '../report.ts'
import type { Standard } from '../standard.ts'
import type { Evidence } from './evidence.ts'
import { above, finding } from './finding.ts'
import { limits } from './limits.ts'

/** Why there is no lawful crop of this photo. */
export function checkNoFrame(code: NoFrame, bust: Bust, standard: Standard): Finding[] {
  const { hairTop, eyeLine, faceWidth } = standard.bandsPx
  if (code === 'GEO_CROWN_CUT') return [finding(code, 'block', 0, hairTop[0], 'px')]
  if (code === 'GEO_SHOULDERS') {
    const head = bust.eyeLinePx - bust.crownPx
    const scaleMax = Math.min((eyeLine[1] - hairTop[0]) / head, faceWidth[1] / (bust.faceRightPx - bust.faceLeftPx))
    const needed = standard.heightPx - hairTop[1]
    return [finding(code, 'block', ((bust.frameHeightPx - bust.crownPx) * scaleMax) / needed, 1, 'ratio')]
  }
  if (code === 'GEO_CENTER') {
    const offset = (bust.faceLeftPx + bust.faceRightPx - bust.frameWidthPx) / 2
    return [finding(code, 'block', Math.abs(offset), standard.bandsPx.centerOffset[1], 'px')]
  }
  const width = bust.faceRightPx - bust.faceLeftPx
  const scale = (eyeLine[1] - hairTop[0]) / (bust.eyeLinePx - bust.crownPx)
  return [finding(code, 'block', width * scale, faceWidth, 'px')]
}

/** The standard's bands on the finished picture, and how level the eyes are. */
export function checkGeometry({ geometry, face, standard, crop, frame }: Evidence): Finding[] {
  const { bandsPx, targetPx } = standard
  const outside = (code: string, value: number, band: [number, number]) =>
    value < band[0] || value > band[1] ? [finding(code, 'block', value, band, 'px')] : []
  const enlarged = (standard.widthPx / crop.widthPx) * (frame.widthPx / frame.sourceWidthPx)
  return [
    ...outside('GEO_HAIR_TOP', geometry.hairTopPx, bandsPx.hairTop),
    ...outside('GEO_EYE_LINE', geometry.eyeLinePx, bandsPx.eyeLine),
    ...outside('GEO_FACE_WIDTH', geometry.faceWidthPx, bandsPx.faceWidth),
    ...outside('GEO_CENTER', geometry.centerXPx - targetPx.centerX, bandsPx.centerOffset),
    ...above('GEO_EYES_TILT', Math.abs(face.rollDegrees), limits.tiltWarnDegrees, limits.tiltBlockDegrees, '°'),
    ...above('QUAL_LOWRES', enlarged, limits.enlargeWarn, limits.enlargeBlock, 'x'),
  ]
}
