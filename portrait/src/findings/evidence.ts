import type { Face } from '../face/face.ts'
import type { Box, Frame } from '../frame.ts'
import type { Bust } from '../framing.ts'
import type { Composite } from '../matte/composite.ts'
import type { Matte } from '../matte/matte.ts'
import type { Report } from '../report.ts'
import type { Standard } from '../standard.ts'

/** All that the checks may look at. Face, bust and crop in pixels of the frame. */
export interface Evidence {
  frame: Frame
  face: Face
  matte: Matte
  crop: Box
  bust: Bust
  geometry: NonNullable<Report['geometry']>
  finished: Composite
  standard: Standard
}
