import sharp from 'sharp'
import { randomFrom } from '../../test/drawn-person/noise.ts'
import { luma } from '../colour.ts'
import { eyeLinePx, measureFace } from '../face/face.ts'
import type { Box, Pixels, Point } from '../frame.ts'
import { makePortrait } from '../make-portrait.ts'
import type { Composite } from '../matte/composite.ts'
import { decodePhoto } from '../node/decode.ts'
import { engines } from '../node/engines.ts'
import { loadStandard } from '../node/standards.ts'
import { colourAt, type Sitter } from './made/sitter.ts'
import type { Family } from './made-defects.ts'

/** Longer side of the pictures on which defects are painted: about what a camera's photo is first decoded to. */
const sidePx = 960

/** A good photo with everything the painters need to know; nothing where no portrait can be made of it. */
export async function sitterOf(photo: string | Uint8Array): Promise<Sitter | undefined> {
  const bytes = await sharp(photo).autoOrient().resize(sidePx, sidePx, { fit: 'inside' }).png().toBuffer()
  const decoded = await decodePhoto({ bytes })
  if (!('frame' in decoded)) return undefined
  const { frame } = decoded
  const { face: finder } = await engines()
  const { portrait, report } = await makePortrait(frame, await engines(), loadStandard())
  const [found] = await finder.find(frame)
  if (!portrait || !report.crop || !report.face || !found) return undefined
  const { crop } = report
  const { pupilLeft, pupilRight, ...face } = measureFace(found)
  const ipdPx = Math.hypot(pupilRight[0] - pupilLeft[0], pupilRight[1] - pupilLeft[1])
  const eyeLine = eyeLinePx({ pupilLeft, pupilRight, ...face })
  const middle: Point = [(pupilLeft[0] + pupilRight[0]) / 2, eyeLine]
  const ruler = (y: number) => (y - eyeLine) / ipdPx
  return {
    ...frame,
    mesh: face.mesh,
    ipdPx,
    middle,
    cos: (pupilRight[0] - pupilLeft[0]) / ipdPx,
    sin: (pupilRight[1] - pupilLeft[1]) / ipdPx,
    crownV: ruler(report.face.crown[1]),
    foreheadV: ruler(face.mesh[10][1]),
    chinV: ruler(face.chin[1]),
    knownColumns: [
      Math.max(0, Math.ceil(crop.leftPx)),
      Math.min(frame.widthPx, Math.floor(crop.leftPx + crop.widthPx)),
    ],
    alpha: alphaOfPhoto(portrait.finished, crop, frame),
  }
}

/** Dark, fair or little hair, seen between hairline and crown; a group of people whose figures are shown apart. */
export function hairOf(sitter: Sitter): string {
  const { crownV, foreheadV } = sitter
  if (foreheadV - crownV < littleHair) return 'little hair'
  const [red, green, blue] = colourAt(sitter, 0, (crownV + foreheadV) / 2)
  return luma(red, green, blue) < darkHairLuma ? 'dark hair' : 'fair hair'
}

/** Distances of the eyes from hairline to crown, and levels of 255. */
const littleHair = 0.25
const darkHairLuma = 70

/** The matte of the crop on the photo's grid; beside the crop its rim goes on, above it there is wall. */
function alphaOfPhoto(finished: Composite, crop: Box, { widthPx, heightPx }: Pixels): Float32Array {
  const alpha = new Float32Array(widthPx * heightPx)
  const scale = finished.widthPx / crop.widthPx
  for (let y = 0; y < heightPx; y++) {
    const fy = (y + 0.5 - crop.topPx) * scale - 0.5
    if (fy < 0) continue
    const y0 = Math.min(finished.heightPx - 2, fy | 0)
    const dy = Math.min(1, fy - y0)
    for (let x = 0; x < widthPx; x++) {
      const fx = Math.min(finished.widthPx - 1.001, Math.max(0, (x + 0.5 - crop.leftPx) * scale - 0.5))
      const at = y0 * finished.widthPx + (fx | 0)
      const dx = fx % 1
      const top = finished.alpha[at] * (1 - dx) + finished.alpha[at + 1] * dx
      const below = at + finished.widthPx
      alpha[y * widthPx + x] = top * (1 - dy) + (finished.alpha[below] * (1 - dx) + finished.alpha[below + 1] * dx) * dy
    }
  }
  return alpha
}

/** The bytes of one picture of a family, as a student would send it; the same seed makes the same picture. */
export async function madePhoto(family: Family, sitter: Sitter, seed: number): Promise<Uint8Array> {
  const random = randomFrom(seed)
  const { rgb, widthPx, heightPx } = family.make(sitter, random)
  const quality = Math.round(family.quality?.(random) ?? 92)
  const sent = await sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .jpeg({ quality })
    .toBuffer()
  return family.resaved ? sharp(sent).jpeg({ quality: 95 }).toBuffer() : sent
}
