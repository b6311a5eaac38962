import type { Engines } from './engines/engines.ts'
import { faceRegion } from './face/contour.ts'
import { crownPx, hairTopPx } from './face/crown.ts'
import { eyeLinePx, type Face, faceCenterPx, faceWidthPx } from './face/face.ts'
import type { Box, Pixels } from './frame.ts'
import type { Bust } from './framing.ts'
import type { Matte } from './matte/matte.ts'
import { networkMask } from './matte/network-mask.ts'
import { findPerson } from './matte/person.ts'
import { type View, viewOf } from './matte/view.ts'

/** What is looked at before there is a crop, in face widths around the middle of the eyes: hair, shoulders, edges. */
const reach = { side: 2.2, above: 2.4, below: 3 }
const roughWidthPx = 240
/** Face width that a portrait usually gets, finished pixels: only sets the scale of the rough look. */
const usualFaceWidthPx = 220

/** Hair, crown and cut edges from a rough mask, enough for a first crop. In pixels of the given image. */
export async function roughBust(frame: Pixels, face: Face, engines: Engines): Promise<Bust> {
  const box = surroundings(frame, face)
  const widthPx = Math.round((roughWidthPx * box.widthPx) / (2 * reach.side * faceWidthPx(face)))
  const heightPx = Math.round((widthPx * box.heightPx) / box.widthPx)
  const unitPx = ((widthPx / box.widthPx) * faceWidthPx(face)) / usualFaceWidthPx
  const view = viewOf(frame, box, widthPx, heightPx, unitPx)
  const network = await networkMask(view, widthPx, heightPx, engines.person)
  const { person } = findPerson(view, network, faceRegion(face.mesh, box, widthPx, heightPx))
  const plane = { person, widthPx, heightPx, leftPx: box.leftPx, topPx: box.topPx, framePerPx: box.widthPx / widthPx }
  const hairTop = hairTopPx(plane, face)
  return bustOf(frame, face, hairTop, cutEdges(frame, view, person, hairTop))
}

/** The same bust with the hair seen in the fine matte, unless it stands higher than that reaches. */
export function fineBust(rough: Bust, face: Face, { alpha, view }: Matte): Bust {
  const { widthPx, heightPx, box } = view
  const plane = { person: alpha, widthPx, heightPx, leftPx: box.leftPx, topPx: box.topPx }
  const seen = hairTopPx({ ...plane, framePerPx: box.widthPx / widthPx }, face)
  const hairTop = seen > box.topPx + box.widthPx / widthPx ? seen : Math.min(seen, rough.hairTopPx)
  return { ...rough, hairTopPx: hairTop, crownPx: crownPx(face, hairTop, rough.cutAtTop) }
}

function surroundings(frame: Pixels, face: Face): Box {
  const unit = faceWidthPx(face)
  const leftPx = Math.max(0, faceCenterPx(face) - reach.side * unit)
  const topPx = Math.max(0, eyeLinePx(face) - reach.above * unit)
  const rightPx = Math.min(frame.widthPx, faceCenterPx(face) + reach.side * unit)
  const bottomPx = Math.min(frame.heightPx, eyeLinePx(face) + reach.below * unit)
  return { leftPx, topPx, widthPx: rightPx - leftPx, heightPx: bottomPx - topPx }
}

function bustOf(frame: Pixels, face: Face, hairTop: number, cut: ReturnType<typeof cutEdges>): Bust {
  return {
    ...cut,
    crownPx: crownPx(face, hairTop, cut.cutAtTop),
    hairTopPx: hairTop,
    eyeLinePx: eyeLinePx(face),
    faceLeftPx: face.faceLeftPx,
    faceRightPx: face.faceRightPx,
    frameWidthPx: frame.widthPx,
    frameHeightPx: frame.heightPx,
  }
}

function cutEdges(frame: Pixels, view: View, person: Float32Array, hairTop: number) {
  const { widthPx, heightPx, box } = view
  const touchesColumn = (x: number) => {
    let rows = 0
    for (let y = 0; y < heightPx; y++) if (person[y * widthPx + x] > 0.5) rows++
    return rows > 2
  }
  return {
    cutAtTop: box.topPx === 0 && hairTop <= (1.5 * box.widthPx) / widthPx,
    cutAtLeft: box.leftPx === 0 && touchesColumn(0),
    cutAtRight: box.leftPx + box.widthPx === frame.widthPx && touchesColumn(widthPx - 1),
  }
}

/** The same bust in pixels of an image that is `factor` times as large. */
export function scaleBust(bust: Bust, factor: number): Bust {
  return {
    ...bust,
    crownPx: bust.crownPx * factor,
    hairTopPx: bust.hairTopPx * factor,
    eyeLinePx: bust.eyeLinePx * factor,
    faceLeftPx: bust.faceLeftPx * factor,
    faceRightPx: bust.faceRightPx * factor,
    frameWidthPx: bust.frameWidthPx * factor,
    frameHeightPx: bust.frameHeightPx * factor,
  }
}
