import { luma } from '../colour.ts'
import type { View } from '../matte/view.ts'
import type { Finding } from '../report.ts'
import type { Evidence } from './evidence.ts'
import { above, below } from './finding.ts'
import { limits } from './limits.ts'
import { type FaceMap, mean, outlines, zone } from './zones.ts'

/**
 * Enough light, not too much, and the same on both sides. Darkness is read off the brightest thing in the picture
 * (wall, collar, the white of an eye), never off the skin: an absolute luminance of the face leans on skin tone.
 */
export function checkLight({ matte }: Evidence, map: FaceMap): Finding[] {
  const { rgb } = map
  const skin = zone(map, outlines.skin)
  const burnt = skin.filter((i) => Math.max(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]) >= 250).length
  const left = mean(map.luma, zone(map, outlines.cheekLeft))
  const right = mean(map.luma, zone(map, outlines.cheekRight))
  const evenness = Math.min(left, right) / Math.max(left, right, 1)
  return [
    ...below('LIGHT_DARK', brightest(matte.view), limits.darkWarn, limits.darkBlock, 'level'),
    ...above('LIGHT_HIGHLIGHT', burnt / Math.max(1, skin.length), limits.highlightWarn, limits.highlightBlock, 'ratio'),
    ...below('LIGHT_UNEVEN', evenness, limits.unevenWarn, limits.unevenBlock, 'ratio'),
  ]
}

/** The luma that one pixel in a thousand exceeds. */
function brightest({ rgb, inside }: View): number {
  const counts = new Int32Array(256)
  let total = 0
  for (let i = 0; i < inside.length; i += 7) {
    if (!inside[i]) continue
    counts[Math.min(255, luma(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2])) | 0]++
    total++
  }
  let above = 0
  for (let level = 255; level > 0; level--) {
    above += counts[level]
    if (above > total / 1000) return level
  }
  return 0
}
