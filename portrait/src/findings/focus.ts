import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { above, below } from './finding.ts'
import { limits } from './limits.ts'
import { type FaceMap, mean, outlines, zone } from './zones.ts'

/** Root mean square of the Laplacian at these pixels, in levels. */
export function texture({ luma, widthPx, heightPx }: FaceMap, at: number[]): number {
  let squares = 0
  let count = 0
  for (const i of at) {
    if (i < widthPx || i >= widthPx * (heightPx - 1)) continue
    const value = 4 * luma[i] - luma[i - 1] - luma[i + 1] - luma[i - widthPx] - luma[i + widthPx]
    squares += value * value
    count++
  }
  return Math.sqrt(squares / Math.max(1, count))
}

/** Sharpness of the face at the finished size, relative to its brightness; and the mosaic of strong compression. */
export function checkFocus(evidence: Evidence, map: FaceMap): Finding[] {
  const skin = zone(map, outlines.skin)
  const sharpness = (100 * texture(map, skin)) / Math.max(1, mean(map.luma, skin))
  const mosaic = blockiness(evidence)
  return [
    ...below('QUAL_BLUR', sharpness, limits.sharpWarn, limits.sharpBlock, '%'),
    ...(mosaic === undefined ? [] : above('QUAL_COMPRESSION', mosaic, limits.blocksWarn, limits.blocksBlock, 'ratio')),
  ]
}

/**
 * Mean step across the lines of JPEG's 8 x 8 grid over the mean step half-way between them, within the face. A frame
 * decoded at a half or a quarter has its grid at 4 or 2 pixels; at other scales there is none to be seen.
 * Source: Wang, Bovik and Evan 2000, "Blind measurement of blocking artifacts in images".
 */
function blockiness({ frame, face }: Evidence): number | undefined {
  const shrink = frame.sourceWidthPx / frame.widthPx
  const period = 8 / Math.round(shrink)
  if (Math.abs(shrink - Math.round(shrink)) > 0.01 || !Number.isInteger(period) || period < 4) return undefined
  const { rgb, widthPx } = frame
  const xMin = Math.max(1, Math.round(face.faceLeftPx))
  const xMax = Math.min(widthPx, Math.round(face.faceRightPx))
  const yMin = Math.max(1, Math.round(face.mesh[10][1]))
  const yMax = Math.min(frame.heightPx, Math.round(face.chin[1]))
  const sums = [0, 0]
  const counts = [0, 0]
  const add = (place: number, step: number) => {
    const side = place % period === 0 ? 0 : place % period === period / 2 ? 1 : -1
    if (side < 0) return
    sums[side] += Math.abs(step)
    counts[side]++
  }
  for (let y = yMin; y < yMax; y++) {
    for (let x = xMin; x < xMax; x++) {
      const green = (y * widthPx + x) * 3 + 1
      add(x, rgb[green] - rgb[green - 3])
      add(y, rgb[green] - rgb[green - widthPx * 3])
    }
  }
  return sums[0] / Math.max(1, counts[0]) / (sums[1] / Math.max(1, counts[1]) + 0.1)
}
