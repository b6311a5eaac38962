import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'

const periodPx = 8

/**
 * Strong compression: the mosaic that it leaves in the face, and the quality that the file's own tables tell of. The
 * mosaic stays when a picture is cut or saved again at a high quality, the tables do not.
 */
export function measureCompression(evidence: Evidence): Measure[] {
  const { blocksWarn, blocksBlock, qualityWarn, qualityBlock } = limits
  const measures: Measure[] = []
  const blocks = blockiness(evidence)
  if (blocks !== undefined) {
    measures.push({
      code: 'QUAL_COMPRESSION',
      of: 'mosaic',
      value: blocks,
      unit: 'ratio',
      bad: 'above',
      warn: blocksWarn,
      block: blocksBlock,
    })
  }
  const { quality } = evidence.frame
  if (quality !== undefined) {
    measures.push({
      code: 'QUAL_COMPRESSION',
      of: 'quality',
      value: quality,
      unit: '',
      bad: 'below',
      warn: qualityWarn,
      block: qualityBlock,
    })
  }
  return measures
}

/**
 * Mean step across the lines of JPEG's 8 x 8 grid over the usual step between other neighbours, within the face; the
 * grid may begin at any pixel. A frame decoded at a half or a quarter has its grid at 4 or 2 pixels; at other scales
 * there is none to be seen.
 * Source: Wang, Bovik and Evan 2000, "Blind measurement of blocking artifacts in images".
 */
function blockiness({ frame, face }: Evidence): number | undefined {
  const shrink = frame.sourceWidthPx / frame.widthPx
  const period = periodPx / Math.round(shrink)
  if (Math.abs(shrink - Math.round(shrink)) > 0.01 || !Number.isInteger(period) || period < 4) return undefined
  const { rgb, widthPx } = frame
  const xMin = Math.max(1, Math.round(face.faceLeftPx))
  const xMax = Math.min(widthPx, Math.round(face.faceRightPx))
  const yMin = Math.max(1, Math.round(face.mesh[10][1]))
  const yMax = Math.min(frame.heightPx, Math.round(face.chin[1]))
  const across = new Float64Array(period)
  const down = new Float64Array(period)
  for (let y = yMin; y < yMax; y++) {
    let row = 0
    // A period is a power of two: 4 or 8.
    for (let x = xMin, green = (y * widthPx + x) * 3 + 1; x < xMax; x++, green += 3) {
      across[x & (period - 1)] += Math.abs(rgb[green] - rgb[green - 3])
      row += Math.abs(rgb[green] - rgb[green - widthPx * 3])
    }
    down[y % period] += row
  }
  const perPlace = Math.max(1, ((xMax - xMin) * (yMax - yMin)) / period)
  return Math.min(standingOut(across, perPlace), standingOut(down, perPlace))
}

/** The largest of the sums over their median, each per pixel; a tenth of a level keeps a flat face from standing out. */
function standingOut(sums: Float64Array, perPlace: number): number {
  const sorted = Array.from(sums, (sum) => sum / perPlace).sort((a, b) => a - b)
  return sorted[sorted.length - 1] / (sorted[(sorted.length - 1) >> 1] + 0.1)
}
