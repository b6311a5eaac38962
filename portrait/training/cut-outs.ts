import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { parseCsv } from '../src/bench/csv.ts'
import { boxFilter } from '../src/box-filter.ts'
import type { Face } from '../src/face/face.ts'
import type { Frame } from '../src/frame.ts'
import { differenceFrom } from '../src/matte/difference.ts'
import { enlarge } from '../src/matte/enlarge.ts'
import { sceneOf } from '../src/matte/matte.ts'
import { findPerson } from '../src/matte/person.ts'
import { viewOf } from '../src/matte/view.ts'
import type { CutOut } from './recomposite.ts'
import { sightOf } from './sight.ts'

/** The true cut-outs of foregrounds/: their outline is generous and keeps a rim of the studio's wall. */
export async function trueCutOuts(folder: string, wanted: (person: string) => boolean): Promise<CutOut[]> {
  const chins = new Map<string, number>()
  for (const row of parseCsv(await readFile(path.join(folder, 'composites_landmarks.csv'), 'utf8'))) {
    // Marked on composites of 1200 x 1600, in which the foreground is 1200 pixels wide and ends at the bottom.
    chins.set(row.subject, (Number(row.chin_y) - 400) / 1200 + 0.05)
  }
  const found: CutOut[] = []
  for (const file of (await readdir(path.join(folder, 'foregrounds'))).sort()) {
    const name = path.parse(file).name
    if (!wanted(name)) continue
    const picture = sharp(path.join(folder, 'foregrounds', file))
      .ensureAlpha()
      .raw()
    const { data, info } = await picture.toBuffer({ resolveWithObject: true })
    const collarPx = (chins.get(name) ?? 0.78) * info.height
    found.push({ name, widthPx: info.width, heightPx: info.height, rgba: new Uint8Array(data), collarPx })
  }
  return found
}

/** View pixels per finished pixel of a cut-out by projection. */
const unitPx = 2
/** Hair must differ so much from the wall for its projection to be trusted, levels. */
const contrastMin = 100
/** Shares of the projection that count as none and all. */
const none = 0.06
const all = 0.92

/**
 * A person cut out of a photo before the studio's even wall by projecting each pixel on the line from wall to hair:
 * real mixing, with no rim of the wall left on it. Undefined where the hair is too bright for that.
 */
export async function projectedCutOut(name: string, frame: Frame, face: Face): Promise<CutOut | undefined> {
  const sight = await sightOf(frame, face)
  if (!sight) return undefined
  const { look, box } = sight
  const { coarse } = look
  const person = findPerson(coarse, look.network, look.coarseFace)
  const scene = sceneOf(look, person)
  const [widthPx, heightPx] = [look.view.widthPx * unitPx, look.view.heightPx * unitPx]
  const view = viewOf(frame, box, widthPx, heightPx, unitPx)
  const wall = enlarge(scene.wall, 3, look.view, view)
  const signedPx = enlarge(scene.signedPx, 1, look.view, view)
  const difference = differenceFrom(view, wall, enlarge(scene.person, 3, look.view, view), signedPx)
  const chin = (look.hairEndsAt - 64) * unitPx
  if (hairContrast(difference.contrast, signedPx, widthPx, chin) < contrastMin) return undefined
  const distance = boxFilter(difference.distance, widthPx, heightPx, 2)
  const rgba = new Uint8Array(widthPx * heightPx * 4)
  for (let i = 0; i < signedPx.length; i++) {
    const hair = i / widthPx < chin
    const share = (difference.share[i] - none) / (all - none)
    const alpha = hair ? hairShare(share, signedPx[i], distance[i]) : Math.min(1, Math.max(0, 0.5 + signedPx[i] / 2))
    rgba[i * 4 + 3] = Math.round(255 * alpha)
    for (let c = 0; c < 3; c++) {
      const own = alpha > 0.004 ? (view.rgb[i * 3 + c] - (1 - alpha) * wall[i * 3 + c]) / alpha : 0
      rgba[i * 4 + c] = Math.min(255, Math.max(0, alpha === 1 ? view.rgb[i * 3 + c] : own))
    }
  }
  return { name, widthPx, heightPx, rgba, collarPx: chin + 40 * unitPx }
}

/** Outside the outline and where the wall shines through the projection decides, deep inside everything is person. */
function hairShare(share: number, signedPx: number, distance: number): number {
  if (signedPx < -40) return 0
  if (signedPx > 30 || (signedPx > 8 && distance > 40)) return 1
  return Math.min(1, Math.max(0, share))
}

/** The lower fifth of the contrast along the outline above the chin. */
function hairContrast(contrast: Float32Array, signedPx: Float32Array, widthPx: number, chin: number): number {
  const seen: number[] = []
  for (let i = 0; i < chin * widthPx; i += 3) if (Math.abs(signedPx[i]) < 4) seen.push(contrast[i])
  seen.sort((a, b) => a - b)
  return seen.length > 0 ? seen[Math.floor(seen.length / 5)] : 0
}
