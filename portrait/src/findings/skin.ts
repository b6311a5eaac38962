import { lab } from '../colour.ts'
import type { Evidence } from './evidence.ts'
import { eyesSeen } from './glasses.ts'
import { limits } from './limits.ts'
import type { Measure } from './measure.ts'
import { medianLab, patch, sides } from './ruler.ts'
import { type FaceMap, outlines, quantile, zone } from './zones.ts'

/**
 * Natural colour: the skin has chroma, its hue is that of skin, whatever its tone, the white of the eyes is white, and
 * the picture has more than one tone. OFIQ holds a* and b* of the cheeks against fixed ranges; hue and eye white lean
 * less on how light a skin is.
 */
export function measureColour({ finished }: Evidence, map: FaceMap): Measure[] {
  const skin = medianLab(map, [
    ...sides.flatMap((side) => patch(map, side * 0.55, 0.55, 0.15, 0.1)),
    ...patch(map, 0, -0.5, 0.3, 0.1),
  ])
  const [, a, b] = skin
  const hue = chromaticHue(a, b)
  const shared = { code: 'QUAL_COLOR' } as const
  const { monochromeWarn, monochromeBlock, hueWarm, hueCold, eyeCastWarn, eyeCastBlock, chromaMax } = limits
  return [
    {
      ...shared,
      of: 'one tone',
      value: secondTone(map, finished.alpha),
      unit: 'ab',
      bad: 'below',
      warn: monochromeWarn,
      block: monochromeBlock,
    },
    { ...shared, of: 'warm', value: hue, unit: '°', bad: 'above', warn: hueWarm.warn, block: hueWarm.block },
    { ...shared, of: 'cold', value: hue, unit: '°', bad: 'below', warn: hueCold.warn, block: hueCold.block },
    { ...shared, of: 'strong', value: Math.hypot(a, b), unit: 'ab', bad: 'above', warn: chromaMax },
    ...(eyesSeen(map)
      ? [
          {
            ...shared,
            of: 'eye white',
            value: eyeCast(map),
            unit: 'ab',
            bad: 'above' as const,
            warn: eyeCastWarn,
            block: eyeCastBlock,
          },
        ]
      : []),
  ]
}

const greyChroma = 2.5

/** Hue angle in degrees, 0 red, 90 yellow, negative purple; of a grey the hue of skin, for it has none of its own. */
function chromaticHue(a: number, b: number): number {
  if (Math.hypot(a, b) < greyChroma) return 53
  const hue = (Math.atan2(b, a) * 180) / Math.PI
  return hue < -120 ? hue + 360 : hue
}

/** Distance in a*b* of the brightest fifth of the eyes from what eye whites are in white light. */
function eyeCast(map: FaceMap): number {
  const white = [outlines.eyeLeft, outlines.eyeRight].flatMap((outline) => {
    const eye = zone(map, outline)
    const least = quantile(map.luma, eye, 0.8)
    return eye.filter((i) => map.luma[i] >= least)
  })
  const [, a, b] = medianLab(map, white)
  return Math.hypot(a - limits.eyeWhite.a, b - limits.eyeWhite.b)
}

/**
 * What lightness leaves unexplained of the person's chroma, as if the person were of middle lightness: in a grey,
 * sepia or otherwise toned picture colour follows from lightness alone.
 */
function secondTone({ rgb }: FaceMap, alpha: Float32Array): number {
  const seen: [number, number, number][] = []
  for (let i = 0; i < alpha.length; i += 37) {
    if (alpha[i] > 0.98) seen.push(lab(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]))
  }
  if (seen.length < 100) return Number.POSITIVE_INFINITY
  // Means within slices of lightness: the tone's curve without a model of it.
  const slices = 16
  const sums = Array.from({ length: slices }, () => [0, 0, 0])
  const slice = (l: number) => Math.min(slices - 1, (l * slices) / 100) | 0
  for (const [l, a, b] of seen) {
    const sum = sums[slice(l)]
    sum[0] += a
    sum[1] += b
    sum[2]++
  }
  let squares = 0
  let lightness = 0
  for (const [l, a, b] of seen) {
    const [sumA, sumB, count] = sums[slice(l)]
    squares += (a - sumA / count) ** 2 + (b - sumB / count) ** 2
    lightness += l
  }
  return (Math.sqrt(squares / seen.length) * 50) / Math.max(5, lightness / seen.length)
}
