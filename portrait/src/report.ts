import type { Box, Point } from './frame.ts'

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
  timings: Timings
  peakRssBytes: number
  engines: Record<string, string>
}
