import { deltaE, lab } from '../colour.ts'
import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { below, finding } from './finding.ts'
import { limits } from './limits.ts'

/** Clothes that differ from the wall behind them, so that the outline is known, and from the new background. */
export function checkClothes(evidence: Evidence): Finding[] {
  return [
    ...below('DRESS_CONTRAST', outlineContrast(evidence), limits.contrastWarn, -Infinity, 'level'),
    ...checkBlue(evidence),
  ]
}

/** Lowest fifth of the colour distance from the wall along the outline. */
function outlineContrast({ matte }: Evidence): number {
  const { trimap, contrast } = matte
  const sorted = new Float32Array(trimap.band.length)
  for (let n = 0; n < sorted.length; n++) sorted[n] = contrast[trimap.band[n]]
  sorted.sort()
  return sorted.length > 0 ? sorted[Math.floor(0.2 * sorted.length)] : Infinity
}

const rimPx = 12

/** Share of the clothes' rim that looks like the new background, near and hardly to be told apart. */
function checkBlue({ finished, face, crop, standard }: Evidence): Finding[] {
  const { widthPx, heightPx, alpha, rgb } = finished
  const background = lab(...standard.backgroundRgb)
  const below = Math.round(((face.chin[1] - crop.topPx) * widthPx) / crop.widthPx) + 20
  let rim = 0
  let near = 0
  let lost = 0
  for (let y = Math.max(rimPx, below); y < heightPx - 1; y += 2) {
    for (let x = 0; x < widthPx; x += 2) {
      const i = y * widthPx + x
      // The rim: all person here, background so many pixels further up.
      if (alpha[i] < 1 || alpha[i - rimPx * widthPx] > 0) continue
      const difference = deltaE(lab(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]), background)
      rim++
      if (difference < limits.blueNear) near++
      if (difference < limits.blueLost) lost++
    }
  }
  if (rim < 20) return []
  if (lost / rim > limits.blueBlock) return [finding('DRESS_BLUE', 'block', lost / rim, limits.blueBlock, 'ratio')]
  return near / rim > limits.blueWarn ? [finding('DRESS_BLUE', 'warn', near / rim, limits.blueWarn, 'ratio')] : []
}
