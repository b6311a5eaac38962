import { firstLook, secondLook } from './alpha-weights.ts'
import { type BandEvidence, evidenceCount } from './band-evidence.ts'
import { putSurroundings, surroundingsCount } from './band-surroundings.ts'
import { answer } from './perceptron.ts'
import { surePerson, type Trimap } from './trimap.ts'
import type { View } from './view.ts'
import { workPlane } from './work-plane.ts'

/** Below and above, a share of person is none and all: the networks' answers near the ends are noise. */
const noneBelow = 0.1
const allAbove = 0.9

/**
 * The share of person in every pixel of the view, 0..1. In the band a small network answers from each pixel's
 * evidence, and a second one from the evidence and the first one's answers around.
 * Source: Tu and Bai 2010, "Auto-context and its application to high-level vision tasks".
 */
export function bandAlpha(view: View, { trimap, values, inwards }: BandEvidence): Float32Array {
  const { band } = trimap
  const alpha = alphaFrom(trimap, answer(firstLook, values, band.length))
  const all = withSurroundings(view, alpha, values, band, inwards)
  const second = answer(secondLook, all, band.length)
  for (let n = 0; n < band.length; n++) {
    const share = second[n]
    alpha[band[n]] = share < noneBelow ? 0 : share > allAbove ? 1 : share
  }
  return alpha
}

/** The view's alpha with the given shares in its band. */
export function alphaFrom({ label, band }: Trimap, shares: Float32Array): Float32Array {
  const alpha = new Float32Array(label.length)
  for (let i = 0; i < label.length; i++) if (label[i] === surePerson) alpha[i] = 1
  for (let n = 0; n < band.length; n++) alpha[band[n]] = shares[n]
  return alpha
}

/** The evidence and, behind it, what the first estimate says around; for each pixel of the band. */
export function withSurroundings(
  view: View,
  alpha: Float32Array,
  values: Float32Array,
  band: Int32Array,
  inwards: Float32Array,
): Float32Array {
  const stride = evidenceCount + surroundingsCount
  const all = workPlane('evidence and surroundings', band.length * stride)
  for (let n = 0, from = 0; n < band.length; n++) {
    for (let at = n * stride; at < n * stride + evidenceCount; at++) all[at] = values[from++]
  }
  putSurroundings(view, alpha, band, inwards, all, stride, evidenceCount)
  return all
}
