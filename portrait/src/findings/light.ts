import { luma } from '../colour.ts'
import type { View } from '../matte/view.ts'
import type { Evidence } from './evidence.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import { patch, sides } from './ruler.ts'
import { type FaceMap, outlines, quantile, zone } from './zones.ts'

/**
 * Enough light, not too much, and the same on both sides. Darkness is read off the brightest thing in the picture
 * (wall, collar; eyes.ts has the white of the eyes), never off the skin: a luminance of the face leans on skin tone. For the same
 * reason too much light is read off the whole picture as well, for dark skin does not burn out when all else has.
 */
export function measureLight({ matte }: Evidence, map: FaceMap): Measure[] {
  const { rgb } = map
  const skin = zone(map, outlines.skin)
  const burnt = skin.filter((i) => Math.max(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]) >= 250).length
  const { brightest, clippedShare } = exposure(matte.view)
  const { darkWarn, darkBlock, highlightWarn, highlightBlock, clippedWarn, unevenWarn, unevenBlock } = limits
  const bright = { code: 'LIGHT_HIGHLIGHT', unit: 'ratio', bad: 'above' } as const
  return [
    {
      code: 'LIGHT_DARK',
      of: 'brightest',
      value: brightest,
      unit: 'level',
      bad: 'below',
      warn: darkWarn,
      block: darkBlock,
    },
    { ...bright, of: 'face', value: burnt / Math.max(1, skin.length), warn: highlightWarn, block: highlightBlock },
    { ...bright, of: 'picture', value: clippedShare, warn: clippedWarn },
    {
      code: 'LIGHT_UNEVEN',
      of: 'sides',
      value: evenness(map),
      unit: 'ratio',
      bad: 'below',
      warn: unevenWarn,
      block: unevenBlock,
    },
  ]
}

/** Patches on one side of the face, each compared with its mirror image: cheeks, jaw, forehead, below the eye, temple. */
const mirrored: [u: number, v: number, halfU: number, halfV: number][] = [
  [0.55, 0.55, 0.15, 0.1],
  [0.5, 0.9, 0.12, 0.1],
  [0.45, -0.5, 0.2, 0.1],
  [0.5, 0.24, 0.18, 0.05],
  [0.3, 1.25, 0.12, 0.08],
  [0.75, 0.45, 0.08, 0.12],
]

/** Brightness of the darker half of the face over the brighter one; the two most extreme pairs (hair, beard) left out. */
function evenness(map: FaceMap): number {
  const logs = mirrored
    .map(([u, v, halfU, halfV]) => {
      const [left, right] = sides.map((side) => quantile(map.luma, patch(map, side * u, v, halfU, halfV), 0.5) + 1)
      return Math.log(right / left)
    })
    .sort((a, b) => a - b)
  const middle = logs.slice(1, -1)
  return Math.exp(-Math.abs(middle.reduce((sum, value) => sum + value, 0)) / middle.length)
}

/** In no channel is there anything left to see above this level. */
const clippedLevel = 251

/** The luma that one pixel in a thousand exceeds, and the share of pixels that are white through and through. */
function exposure({ rgb, inside }: View): { brightest: number; clippedShare: number } {
  const counts = new Int32Array(256)
  let total = 0
  let clipped = 0
  for (let i = 0; i < inside.length; i += 7) {
    if (!inside[i]) continue
    const red = rgb[i * 3]
    const green = rgb[i * 3 + 1]
    const blue = rgb[i * 3 + 2]
    counts[Math.min(255, luma(red, green, blue)) | 0]++
    if (Math.min(red, green, blue) >= clippedLevel) clipped++
    total++
  }
  let brightest = 255
  for (let above = counts[255]; brightest > 0 && above <= total / 1000; above += counts[brightest]) brightest--
  return { brightest, clippedShare: clipped / Math.max(1, total) }
}
