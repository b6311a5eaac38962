import { alphaFrom, withSurroundings } from '../src/matte/alpha.ts'
import { bandEvidence, evidenceCount } from '../src/matte/band-evidence.ts'
import { surroundingsCount } from '../src/matte/band-surroundings.ts'
import { sceneOf } from '../src/matte/matte.ts'
import { answer, type Perceptron } from '../src/matte/perceptron.ts'
import { findPerson } from '../src/matte/person.ts'
import type { Trimap } from '../src/matte/trimap.ts'
import type { View } from '../src/matte/view.ts'
import { resamplePlane } from '../src/resample.ts'
import type { KnownPhoto } from './recomposite.ts'
import { seen, sightOf } from './sight.ts'

/** Where the truth of a photo comes from, which decides where it can be believed. */
export type Kind = 'true' | 'projected' | 'drawn'

/** What a photo with a known matte teaches: evidence and true alpha of its band. */
export interface Lesson {
  view: View
  trimap: Trimap
  inwards: Float32Array
  /** `evidenceCount` numbers a pixel of the band. */
  evidence: Float32Array
  /** True alpha of each pixel of the band; -1 where the truth is not believed. */
  truth: Float32Array
  weight: number
}

/** The last rows of a composite are not part of its truth. */
const rowsLeftOut = 4
/** Hair ends so far below the chin, see cut-person.ts. */
const hairBelowChinPx = 64

/** Undefined where the product finds no face or no crop. */
export async function lessonOf(photo: KnownPhoto, kind: Kind, weight: number): Promise<Lesson | undefined> {
  const found = await seen(photo.jpeg)
  const sight = found && (await sightOf(found.frame, found.face))
  if (!sight) return undefined
  const { look, box } = sight
  const { view } = look
  const scene = sceneOf(look, findPerson(look.coarse, look.network, look.coarseFace))
  const { trimap, values, inwards } = bandEvidence(scene)
  const evidence = values.slice()
  const alpha = resamplePlane(photo.alpha, photo.widthPx, photo.heightPx, box, view.widthPx, view.heightPx)
  const lastRow = ((photo.heightPx - rowsLeftOut - box.topPx) / box.heightPx) * view.heightPx
  const chin = look.hairEndsAt - hairBelowChinPx
  const truth = Float32Array.from(trimap.band, (i, n) => {
    const row = (i / view.widthPx) | 0
    if (row + 1 > lastRow) return -1
    if (kind === 'projected' && row > chin) return -1
    if (kind === 'true' && row < chin && alpha[i] > 0.5 && looksLikeWall(evidence, n, scene.sigma)) return -1
    return alpha[i]
  })
  return { view, trimap, inwards, evidence, truth, weight }
}

/**
 * The true cut-outs call wall between locks person where it lies in the hair. Where 7 x 7 pixels cannot be told from
 * the wall behind, that is not taught. Turns back the saturation of evidence 2, see band-evidence.ts.
 */
function looksLikeWall(evidence: Float32Array, n: number, sigma: number): boolean {
  const saturated = evidence[n * evidenceCount + 2]
  return (20 * saturated) / (1 - saturated) < 2.5 * sigma + 2
}

/** Numbers that go into a network, and what it should answer. */
export interface Rows {
  width: number
  inputs: Float32Array
  targets: Float32Array
  weights: Float32Array
}

/** Some rows of every lesson; with a first network also what it says around each pixel. */
export function rowsOf(
  lessons: Lesson[],
  each: number,
  between: (from: number, to: number) => number,
  first?: Perceptron,
) {
  const width = first ? evidenceCount + surroundingsCount : evidenceCount
  const inputs = new Float32Array(lessons.length * each * width)
  const targets = new Float32Array(lessons.length * each)
  const weights = new Float32Array(lessons.length * each)
  let count = 0
  for (const lesson of lessons) {
    const { view, trimap, inwards, evidence, truth } = lesson
    const { band } = trimap
    let values = evidence
    if (first) {
      const alpha = alphaFrom(trimap, answer(first, evidence, band.length))
      values = withSurroundings(view, alpha, evidence, band, inwards)
    }
    const share = each / band.length
    const end = count + each
    for (let n = 0; n < band.length && count < end; n++) {
      if (truth[n] < 0 || between(0, 1) >= share) continue
      inputs.set(values.subarray(n * width, (n + 1) * width), count * width)
      targets[count] = truth[n]
      weights[count] = lesson.weight
      count++
    }
  }
  return { width, inputs: inputs.subarray(0, count * width), targets: targets.subarray(0, count), weights }
}
