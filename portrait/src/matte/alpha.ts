import { surePerson, type Trimap } from './trimap.ts'
import type { View } from './view.ts'

export interface BandAlpha {
  /** 0..1 for the whole view. */
  alpha: Float32Array
  /** For each band pixel the sure person pixel whose colour explains it best, -1 where there is none. */
  sample: Int32Array
  /** For each band pixel the colour distance between that sample and the wall, in levels. */
  contrast: Float32Array
}

const sweeps = 3
/** Weight of one finished pixel of distance against one unit of squared colour error in noise variances. */
const distanceCost = 0.06
/** A sample near the wall's colour explains everything and tells nothing. */
const lowContrastCost = 1
/**
 * Grey hair before a grey wall can be explained by many a; then the one nearest to what the outline suggests is taken.
 * Weight against one unit of squared colour error, and the outline's softness in finished pixels.
 */
const outlineCost = 20
const outlineSoftnessPx = 8

/**
 * With the wall B known, a pixel is I = a F + (1 - a) B, and for a given F the best a is the projection of I - B on
 * F - B. F is searched among sure person pixels: each pixel tries its neighbours' choices and random ones around its
 * own, in alternating sweeps.
 * Sources: He et al. 2011, "A global sampling method for alpha matting"; Barnes et al. 2009, "PatchMatch".
 */
export function sampleAlpha(
  view: View,
  wall: Float32Array,
  sigma: number,
  trimap: Trimap,
  signedPx: Float32Array,
  startSample: (i: number) => number,
): BandAlpha {
  const { widthPx, heightPx, rgb, unitPx } = view
  const { label, band } = trimap
  const count = widthPx * heightPx
  const alpha = new Float32Array(count)
  const chosen = new Int32Array(count).fill(-1)
  const cost = new Float32Array(count)
  const contrast = new Float32Array(count)
  const noise = 1 / (2 * sigma * sigma + 8)
  for (let i = 0; i < count; i++) if (label[i] === surePerson) alpha[i] = 1

  function consider(i: number, j: number): void {
    const at = i * 3
    const from = j * 3
    const b0 = wall[at]
    const b1 = wall[at + 1]
    const b2 = wall[at + 2]
    const f0 = rgb[from] - b0
    const f1 = rgb[from + 1] - b1
    const f2 = rgb[from + 2] - b2
    const p0 = rgb[at] - b0
    const p1 = rgb[at + 1] - b1
    const p2 = rgb[at + 2] - b2
    const length = f0 * f0 + f1 * f1 + f2 * f2 + 1
    let a = (p0 * f0 + p1 * f1 + p2 * f2) / length
    a = a < 0 ? 0 : Math.min(a, 1)
    const r0 = p0 - a * f0
    const r1 = p1 - a * f1
    const r2 = p2 - a * f2
    let expected = 0.5 + signedPx[i] / outlineSoftnessPx
    expected = expected < 0 ? 0 : Math.min(expected, 1)
    const dy = ((i / widthPx) | 0) - ((j / widthPx) | 0)
    const dx = (i % widthPx) - (j % widthPx)
    const error =
      (r0 * r0 + r1 * r1 + r2 * r2) * noise +
      (distanceCost * Math.sqrt(dx * dx + dy * dy)) / unitPx +
      lowContrastCost / (length / 300 + 1) +
      outlineCost * (a - expected) * (a - expected)
    if (error < cost[i]) {
      cost[i] = error
      chosen[i] = j
      alpha[i] = a
      contrast[i] = length
    }
  }

  for (const i of band) {
    cost[i] = 1e9
    const j = startSample(i)
    if (j >= 0) consider(i, j)
  }
  let state = 12345
  const reach = Math.round(30 * unitPx)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const forward = sweep % 2 === 0
    const step = forward ? -1 : 1
    for (let n = 0; n < band.length; n++) {
      const i = band[forward ? n : band.length - 1 - n]
      const beside = chosen[i + step]
      if (beside >= 0) consider(i, beside)
      const above = chosen[i + step * widthPx]
      if (above >= 0) consider(i, above)
      const own = chosen[i]
      if (own < 0) continue
      for (let radius = reach; radius > 1; radius = (radius * 0.4) | 0) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0
        const x = (own % widthPx) + ((((state >>> 8) & 0xfff) / 4095) * 2 - 1) * radius
        const y = ((own / widthPx) | 0) + ((((state >>> 20) & 0xfff) / 4095) * 2 - 1) * radius
        const j = (y | 0) * widthPx + (x | 0)
        if (x >= 0 && y >= 0 && x < widthPx && y < heightPx && label[j] === surePerson) consider(i, j)
      }
    }
  }
  for (const i of band) contrast[i] = Math.sqrt(contrast[i])
  return { alpha, sample: chosen, contrast }
}

/** What a cast shadow takes from the wall is known to about a seventh: so much is not taken for hair. */
const shadeUncertainty = 0.15

/**
 * Where person and wall hardly differ, the projection is noise: there the coarse outline decides, the more the less
 * contrast there is.
 */
export function trustContrast(
  result: BandAlpha,
  trimap: Trimap,
  signedPx: Float32Array,
  wall: Float32Array,
  shade: Float32Array,
  sigma: number,
  hairEndsAt: number,
  widthPx: number,
): void {
  const { alpha, contrast } = result
  for (const i of trimap.band) {
    const hair = ((i / widthPx) | 0) < hairEndsAt
    const dimmed = Math.abs(1 - shade[i]) * Math.hypot(wall[i * 3], wall[i * 3 + 1], wall[i * 3 + 2])
    const noise = Math.min(0.3, (2 * sigma + shadeUncertainty * dimmed) / Math.max(20, contrast[i]))
    const measured = Math.min(
      1,
      Math.max(0, (alpha[i] - noise) / (1 - noise - (2 * sigma) / Math.max(20, contrast[i]))),
    )
    const share = contrast[i] / (contrast[i] + 6 * sigma + 18)
    const trust = Math.min(1, share * share * (3 - 2 * share) * (hair ? 1.2 : 1.05))
    const outline = Math.min(1, Math.max(0, 0.5 + signedPx[i] / 5))
    alpha[i] = trust * measured + (1 - trust) * outline
  }
}

/**
 * One pass of a cross bilateral mean over the band: neighbours of the same colour get the same alpha.
 * Source: Petschnigg et al. 2004, "Digital photography with flash and no-flash image pairs".
 */
export function smoothAlpha(view: View, alpha: Float32Array, trimap: Trimap, sigma: number): void {
  const { widthPx, heightPx, rgb } = view
  const scale = -1 / (2 * (2 * sigma + 4) ** 2)
  const smooth = new Float32Array(trimap.band.length)
  trimap.band.forEach((i, n) => {
    const x = i % widthPx
    const y = (i / widthPx) | 0
    let sum = alpha[i]
    let weights = 1
    if (x > 0 && y > 0 && x < widthPx - 1 && y < heightPx - 1) {
      for (let dy = -widthPx; dy <= widthPx; dy += widthPx) {
        for (let dx = -1; dx <= 1; dx++) {
          const j = i + dy + dx
          if (j === i) continue
          const d0 = rgb[j * 3] - rgb[i * 3]
          const d1 = rgb[j * 3 + 1] - rgb[i * 3 + 1]
          const d2 = rgb[j * 3 + 2] - rgb[i * 3 + 2]
          const weight = 0.7 * Math.exp((d0 * d0 + d1 * d1 + d2 * d2) * scale)
          sum += weight * alpha[j]
          weights += weight
        }
      }
    }
    smooth[n] = sum / weights
  })
  trimap.band.forEach((i, n) => {
    alpha[i] = smooth[n] < 0.025 ? 0 : smooth[n] > 0.975 ? 1 : smooth[n]
  })
}
