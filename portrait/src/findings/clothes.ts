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

/** A pixel of the rim that differs from the wall by less than the wall's noise and this cannot be told from it. */
const guessLevels = 8
/** So many finished pixels further out, a pixel of the rim has nothing but wall. */
const edgePx = 10

/**
 * Colour distance of the person's rim from the wall behind it: its lowest fifth in levels, and the share of the rim
 * where it lies within the wall's own noise, so that the outline there is a guess of the network.
 */
function outline({ matte, finished, crop }: Evidence): { contrast: number; lost: number } {
  const { widthPx, heightPx, alpha, rgb } = finished
  const { view, wall, sigma } = matte
  const perPx = (crop.widthPx / widthPx) * (view.widthPx / view.box.widthPx)
  const left = ((crop.leftPx - view.box.leftPx) * view.widthPx) / view.box.widthPx
  const top = ((crop.topPx - view.box.topPx) * view.widthPx) / view.box.widthPx
  const distances: number[] = []
  for (let y = edgePx; y < heightPx - 1; y += 3) {
    for (let x = edgePx; x < widthPx - edgePx; x += 3) {
      const i = y * widthPx + x
      if (alpha[i] < 1 || (alpha[i - edgePx] > 0 && alpha[i + edgePx] > 0 && alpha[i - edgePx * widthPx] > 0)) continue
      const viewX = Math.min(view.widthPx - 1, Math.max(0, (left + (x + 0.5) * perPx) | 0))
      const viewY = Math.min(view.heightPx - 1, Math.max(0, (top + (y + 0.5) * perPx) | 0))
      const at = (viewY * view.widthPx + viewX) * 3
      // Beyond the reach of the matte the wall is not computed.
      if (wall[at] + wall[at + 1] + wall[at + 2] === 0) continue
      distances.push(Math.hypot(rgb[i * 3] - wall[at], rgb[i * 3 + 1] - wall[at + 1], rgb[i * 3 + 2] - wall[at + 2]))
    }
  }
  if (distances.length < rimPixelsMin) return { contrast: Number.POSITIVE_INFINITY, lost: 0 }
  const lost = distances.filter((distance) => distance < 3 * sigma + guessLevels).length
  distances.sort((a, b) => a - b)
  return { contrast: distances[Math.floor(0.2 * distances.length)], lost: lost / distances.length }
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
