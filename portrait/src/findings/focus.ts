import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import { patch, sides } from './ruler.ts'
import { type FaceMap, quantile } from './zones.ts'

/**
 * Sharpness where every face has edges, at eyes, brows and mouth, and at the size of the finished photo, so that a
 * large photo does not look blurred. Both factors are ratios: they depend neither on the light nor on skin tone. Fine
 * detail alone can be a sensor's grain, steep edges alone can be what motion left in one direction.
 */
export function measureFocus(_: Evidence, map: FaceMap): Measure[] {
  const eyes = sides.flatMap((side) => patch(map, side * 0.5, -0.08, 0.34, 0.3))
  const edged = [...eyes, ...patch(map, 0, 1.05, 0.35, 0.15)]
  const value = fineDetail(map, edged) * Math.sqrt(steepness(map, edged))
  const { sharpWarn, sharpBlock } = limits
  return [
    { code: 'QUAL_BLUR', of: 'sharpness', value, unit: 'ratio', bad: 'below', warn: sharpWarn, block: sharpBlock },
  ]
}

const coarsePx = 4

/** Second differences over one pixel against those over four: what a blur takes away against what it leaves. */
function fineDetail({ luma, widthPx }: FaceMap, at: number[]): number {
  let fine = 0
  let coarse = 0
  const far = coarsePx * widthPx
  for (const i of at) {
    const twice = 2 * luma[i]
    if (!(luma[i - far] >= 0 && luma[i + far] >= 0)) continue
    fine += (luma[i + 1] - twice + luma[i - 1]) ** 2 + (luma[i + widthPx] - twice + luma[i - widthPx]) ** 2
    coarse += (luma[i + coarsePx] - twice + luma[i - coarsePx]) ** 2 + (luma[i + far] - twice + luma[i - far]) ** 2
  }
  return coarse > 0 ? Math.sqrt(fine / coarse) : 0
}

/** The steepest fiftieth of the steps between neighbours over the whole contrast, in the blurrier direction. */
function steepness({ luma, widthPx }: FaceMap, at: number[]): number {
  const contrast = quantile(luma, at, 0.97) - quantile(luma, at, 0.03)
  if (contrast < 1) return 1
  const order = [...at.keys()]
  const across = new Float32Array(at.length)
  const down = new Float32Array(at.length)
  at.forEach((i, k) => {
    across[k] = Math.abs(luma[i + 1] - luma[i])
    down[k] = Math.abs((luma[i + widthPx] ?? luma[i]) - luma[i])
  })
  return Math.min(quantile(across, order, 0.98), quantile(down, order, 0.98)) / contrast
}
