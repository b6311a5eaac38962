import { type FinishedFile, readFinishedFile } from '../finished-file.ts'
import { writtenQuality } from '../jpeg.ts'
import type { Finding } from '../report.ts'
import type { Standard } from '../standard.ts'
import { finding } from './finding.ts'

/**
 * The file of a finished photo against the standard: its size in bytes, its density, its quality, and what it carries
 * beside the picture. `file` holds the bytes of a picture that has exactly the standard's width and height.
 */
export function checkFinishedFile(file: Uint8Array, standard: Standard): Finding[] {
  const { bytes, dpi, jpegQualityMin } = standard
  const found: Finding[] = []
  const seen = structureOf(file)
  if (file.length < bytes.min || file.length > bytes.max) {
    found.push(finding('FILE_SPEC', 'block', file.length, [bytes.min, bytes.max], 'bytes'))
  }
  if (!seen) return [...found, finding('FILE_SPEC', 'block', 0, 1, 'JPEG', 'format')]
  const quality = writtenQuality(file)
  if (seen.dpi !== dpi) found.push(finding('FILE_SPEC', 'warn', seen.dpi, dpi, 'dpi', 'density'))
  if (quality > 0 && quality < jpegQualityMin) {
    found.push(finding('FILE_SPEC', 'block', quality, jpegQualityMin, '', 'quality'))
  }
  const extras = seen.applicationSegments - (seen.jfif ? 1 : 0) + seen.comments + (seen.bytesAfterEnd > 0 ? 1 : 0)
  if (extras > 0) found.push(finding('FILE_SPEC', 'warn', extras, 0, 'parts', 'extras'))
  if (!seen.baseline || seen.components !== 3 || seen.precisionBits !== 8) {
    found.push(finding('FILE_SPEC', 'warn', 0, 1, 'JPEG', 'kind'))
  }
  return found
}

/** Nothing where the file is no JPEG. */
function structureOf(file: Uint8Array): FinishedFile | undefined {
  try {
    return readFinishedFile(file)
  } catch {
    return undefined
  }
}
