import type { Finding, PhotoGeometry, PhotoMeasured } from '@tucai/contract'
import type { Report } from '@tucai/portrait'

/** What developing wrote down besides findings and geometry; photos of older versions lack some of it. */
export type PhotoRecord = Partial<Omit<Report, 'findings' | 'geometry'>>

/** The numbers of a photo for whoever judges it; null where they were not kept. */
export function measuredOf(record: PhotoRecord | null): PhotoMeasured | null {
  const { source, crop, face, checks, edges } = record ?? {}
  if (!source || !crop || !face || !checks || !edges) return null
  return {
    source,
    crop,
    checks,
    edges,
    face: {
      crownPx: face.crown[1],
      eyeLinePx: (face.pupilLeft[1] + face.pupilRight[1]) / 2,
      leftPx: face.faceLeftPx,
      rightPx: face.faceRightPx,
    },
  }
}

/** What developing brought: files when there is a picture, findings in any case. */
export interface DevelopedRecord {
  state: 'finished' | 'refused' | 'failed'
  findings: Finding[]
  geometry: PhotoGeometry | null
  record: PhotoRecord | null
  finished?: { key: string; sha256: string }
  master?: { key: string; sha256: string }
}
