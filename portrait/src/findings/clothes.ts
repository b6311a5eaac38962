import { deltaE, lab } from '../colour.ts'
import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'

/** Clothes that differ from the wall behind them, so that the outline is known, and from the new background. */
export function measureClothes(evidence: Evidence): Measure[] {
  const { contrastWarn, lostWarn, lostBlock } = limits
  const { contrast, lost } = outline(evidence)
  const shared = { code: 'DRESS_CONTRAST' } as const
  return [
    { ...shared, of: 'uncertain', value: lost, unit: 'ratio', bad: 'above', warn: lostWarn, block: lostBlock },
    { ...shared, of: 'contrast', value: contrast, unit: 'level', bad: 'below', warn: contrastWarn },
    ...measureBlue(evidence),
  ]
}

/** A pixel of the edge whose person and wall differ by less than the wall's noise and this is a guess. */
const guessLevels = 8

/**
 * Colour distance from the wall along the outline: its lowest fifth in levels, and the share of the half-covered
 * pixels where it lies within the wall's own noise, so that the matte there is a guess.
 */
function outline({ matte }: Evidence): { contrast: number; lost: number } {
  const { trimap, contrast, alpha, sigma } = matte
  const sorted = Float32Array.from(trimap.band, (i) => contrast[i]).sort()
  let edge = 0
  let lost = 0
  for (const i of trimap.band) {
    if (alpha[i] < 0.1 || alpha[i] > 0.9) continue
    edge++
    if (contrast[i] < 3 * sigma + guessLevels) lost++
  }
  return {
    contrast: sorted.length > 0 ? sorted[Math.floor(0.2 * sorted.length)] : Number.POSITIVE_INFINITY,
    lost: lost / Math.max(1, edge),
  }
}

const rimPx = 12
const rimPixelsMin = 20

/** Share of the clothes' rim that looks like the new background, near and hardly to be told apart. */
function measureBlue({ finished, face, crop, standard }: Evidence): Measure[] {
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
  if (rim < rimPixelsMin) return []
  const shared = { code: 'DRESS_BLUE', unit: 'ratio', bad: 'above' } as const
  return [
    { ...shared, of: 'lost', value: lost / rim, warn: limits.blueBlock, block: limits.blueBlock },
    { ...shared, of: 'near', value: near / rim, warn: limits.blueWarn },
  ]
}
