import { lightOf } from './light.ts'
import { fractalNoise, smoothNoise } from './noise.ts'
import { softened } from './relief.ts'
import { type Variation, wallColours } from './variation.ts'

/** What person coverage there is on a coarse grid, for the shadow that is thrown on the wall. */
export interface Cast {
  widthPx: number
  heightPx: number
  shadow: Float32Array
}

/** The shadow of people standing near the wall: their coverage, shifted away from the light and softened. */
export function castOn(variation: Variation, alpha: Float32Array, widthPx: number, heightPx: number): Cast {
  const step = Math.max(1, Math.round(widthPx / 200))
  const w = Math.ceil(widthPx / step)
  const h = Math.ceil(heightPx / step)
  const coarse = new Float32Array(w * h)
  const light = lightOf(variation)
  const reach = (0.55 * variation.faceWidthShare * w) / Math.max(0.3, light.z)
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const sx = Math.round(x + light.x * reach)
      const sy = Math.round(y + light.y * reach)
      if (sx < 0 || sy < 0 || sx >= w || sy >= h) continue
      const i = Math.min(heightPx - 1, sy * step) * widthPx + Math.min(widthPx - 1, sx * step)
      coarse[y * w + x] = alpha[i]
    }
  }
  return { widthPx: w, heightPx: h, shadow: softened(coarse, w, h, Math.max(1, Math.round(w * 0.02))) }
}

function castAt(cast: Cast, x: number, y: number): number {
  const cx = Math.min(cast.widthPx - 1.001, Math.max(0, x * cast.widthPx - 0.5))
  const cy = Math.min(cast.heightPx - 1.001, Math.max(0, y * cast.heightPx - 0.5))
  const x0 = cx | 0
  const y0 = cy | 0
  const i = y0 * cast.widthPx + x0
  const fx = cx - x0
  const top = cast.shadow[i] * (1 - fx) + cast.shadow[i + 1] * fx
  const bottom = cast.shadow[i + cast.widthPx] * (1 - fx) + cast.shadow[i + cast.widthPx + 1] * fx
  return top + (bottom - top) * (cy - y0)
}

/** sRGB 0..1 of the wall at (x, y), each 0..1 of the picture, written to `out`; `ratio` is height over width. */
export function wallAt(
  out: Float32Array,
  variation: Variation,
  cast: Cast | undefined,
  x: number,
  y: number,
  ratio: number,
): void {
  const base = wallColours[variation.wallColour]
  const side = Math.sign(variation.lightAzimuthDegrees) || -1
  let tone = variation.exposure ** 0.45
  const uneven = 1 + 0.012 * smoothNoise(x * 3, y * 3, variation.seed + 71)
  tone *= uneven
  if (variation.wall !== 'plain') tone *= 1 + 0.07 * (x - 0.5) * side - 0.06 * (y - 0.3)
  if (variation.wall === 'vignette') tone *= 1.03 - 0.42 * ((x - 0.5) ** 2 + (y - 0.45) ** 2)
  if (variation.wall === 'plaster') {
    tone *=
      1 +
      0.035 * fractalNoise(x * 150, y * 150 * ratio, 3, variation.seed + 72) +
      0.03 * fractalNoise(x * 9, y * 9 * ratio, 3, variation.seed + 73)
  }
  const shadow = cast ? castAt(cast, x, y) : 0
  tone *= 1 - 0.3 * shadow
  out[0] = base[0] * tone
  out[1] = base[1] * tone
  out[2] = base[2] * tone * (1 + 0.02 * shadow)
}
