import type { Engines } from './engines/engines.ts'
import { crownXPx } from './face/crown.ts'
import type { Face } from './face/face.ts'
import type { Box, Frame, Point } from './frame.ts'
import type { Standard } from './standard.ts'

export type Severity = 'block' | 'warn'

/** One thing to tell the student, with the number that was measured and the number it was held against. */
export interface Finding {
  code: string
  severity: Severity
  value: number
  limit: number | [number, number]
  unit: string
  zh: string
  en: string
}

/** One number of a finished picture beside what is allowed, found bad or not: what a reviewer looks over. */
export interface Check {
  code: string
  /** Tells several numbers of one code apart. */
  of: string
  value: number
  limit: number | [number, number]
  unit: string
  /** On which side of the limit the bad values lie. */
  bad: 'above' | 'below' | 'outside'
}

/** How softly the person ends against the background in one part of the picture. Finished pixels. */
export interface Edge {
  part: EdgePart
  /** The middle of the place that is softest. */
  xPx: number
  yPx: number
  /** How wide the way from person to background is there. */
  softPx: number
}

export type EdgePart = 'hair-left' | 'hair-right' | 'face-left' | 'face-right' | 'shoulder-left' | 'shoulder-right'

export interface Timings {
  decodeMs: number
  faceMs: number
  maskMs: number
  matteMs: number
  encodeMs: number
  totalMs: number
  cpuMs: number
}

/** What was seen and done. Parts that were not reached are null. Box and face in upright source pixels. */
export interface Report {
  ok: boolean
  standard: string
  findings: Finding[]
  source: { widthPx: number; heightPx: number } | null
  crop: Box | null
  face: {
    pupilLeft: Point
    pupilRight: Point
    chin: Point
    crown: Point
    faceLeftPx: number
    faceRightPx: number
    rollDegrees: number
    yawDegrees: number
    pitchDegrees: number
  } | null
  /** Finished pixels. */
  geometry: { hairTopPx: number; eyeLinePx: number; faceWidthPx: number; centerXPx: number } | null
  file: { bytes: number; quality: number; sha256: string } | null
  /** Of a finished picture: what was held against limits, and how its outline is. */
  checks: Check[]
  edges: Edge[]
  timings: Timings
  peakRssBytes: number
  engines: Record<string, string>
  /** Finished pictures by other standards out of the same cut, where they were asked for. */
  also?: AlsoReport[]
}

/** What became of one capture by one more standard. Crop in upright source pixels. */
export interface AlsoReport extends Pick<Report, 'ok' | 'standard' | 'findings' | 'crop' | 'geometry' | 'file'> {}

export function emptyReport(standard: Standard, photo: Frame | null, engines: Engines | null): Report {
  return {
    ok: false,
    standard: standard.id,
    findings: [],
    source: photo && { widthPx: photo.sourceWidthPx, heightPx: photo.sourceHeightPx },
    crop: null,
    face: null,
    geometry: null,
    file: null,
    checks: [],
    edges: [],
    timings: { decodeMs: 0, faceMs: 0, maskMs: 0, matteMs: 0, encodeMs: 0, totalMs: 0, cpuMs: 0 },
    peakRssBytes: 0,
    engines: engines
      ? {
          face: `${engines.face.name} ${engines.face.version}`,
          person: `${engines.person.name} ${engines.person.version}`,
        }
      : {},
  }
}

/** The face in source pixels: `scale` source pixels per frame pixel. */
export function reportFace(face: Face, crownPx: number, scale: number): Report['face'] {
  const point = ([x, y]: Point): Point => [x * scale, y * scale]
  return {
    pupilLeft: point(face.pupilLeft),
    pupilRight: point(face.pupilRight),
    chin: point(face.chin),
    crown: point([crownXPx(face, crownPx), crownPx]),
    faceLeftPx: face.faceLeftPx * scale,
    faceRightPx: face.faceRightPx * scale,
    rollDegrees: face.rollDegrees,
    yawDegrees: face.yawDegrees,
    pitchDegrees: face.pitchDegrees,
  }
}
