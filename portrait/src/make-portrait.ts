import type { Engines } from './engines/engines.ts'
import { faceRegion } from './face/contour.ts'
import { crownRow } from './face/crown.ts'
import { eyeLinePx, type Face, faceCenterPx, faceWidthPx } from './face/face.ts'
import { findFaces, scaleFace } from './face/find-faces.ts'
import type { Box, Frame } from './frame.ts'
import { type Bust, finishedGeometry, frameBust } from './framing.ts'
import { type Composite, compose } from './matte/composite.ts'
import { cutOut, type Matte } from './matte/matte.ts'
import { findPerson } from './matte/person.ts'
import { insideFrame, type View } from './matte/view.ts'
import { resamplePlane, resampleRgb, toBytes } from './resample.ts'
import type { Standard } from './standard.ts'

export const TEMP = { findFaces, scaleFace, eyeLinePx, faceCenterPx }

export interface Made { portrait: Composite; matte: Matte; crop: Box; bust: Bust; geometry: ReturnType<typeof finishedGeometry>; face: Face; t: Record<string, number>; frame: Frame }

export async function makePortrait(frame: Frame, engines: Engines, standard: Standard): Promise<Made | { why: string }> {
  const t: Record<string, number> = {}
  let at = performance.now()
  const lap = (name: string) => { const now = performance.now(); t[name] = now - at; at = now }
  const faces = await findFaces(frame, engines.face)
  lap('face')
  if (faces.length === 0) return { why: 'FACE_NONE' }
  let face = faces[0]
  if (frame.finer && (faceWidthPx(face) * 480) / 220 < 480 * 1.5) {
    const finer = await frame.finer()
    face = scaleFace(face, finer.widthPx / frame.widthPx)
    frame = finer
  }
  lap('finer')
  const bust = await roughBust(frame, face, engines)
  lap('bust')
  const framing = frameBust(bust, standard)
  if ('impossible' in framing) return { why: framing.impossible }
  const matte = await fineMatte(frame, face, framing.crop, engines)
  lap('matte')
  const { view } = matte
  const scale = view.box.widthPx / view.widthPx
  const crown = crownRow(matte.alpha, view.widthPx, view.heightPx, (face.faceLeftPx - view.box.leftPx) / scale, (face.faceRightPx - view.box.leftPx) / scale, (eyeLinePx(face) - view.box.topPx) / scale)
  const fine = { ...bust, crownPx: view.box.topPx + crown * scale }
  const again = frameBust(fine, standard)
  if ('impossible' in again) return { why: again.impossible }
  const portrait = compose(frame, matte, again.crop, standard.widthPx, standard.heightPx, standard.backgroundRgb)
  lap('compose')
  return { portrait, matte, crop: again.crop, bust: fine, geometry: finishedGeometry(fine, again.crop, standard), face, t, frame }
}

async function roughBust(frame: Frame, face: Face, engines: Engines): Promise<Bust> {
  const fw = faceWidthPx(face)
  const eye = eyeLinePx(face)
  const left = Math.max(0, faceCenterPx(face) - 2.2 * fw), right = Math.min(frame.widthPx, faceCenterPx(face) + 2.2 * fw)
  const top = Math.max(0, eye - 2.4 * fw), bottom = Math.min(frame.heightPx, eye + 3 * fw)
  const box = { leftPx: left, topPx: top, widthPx: right - left, heightPx: bottom - top }
  const widthPx = Math.round(200 * box.widthPx / (4.4 * fw)), heightPx = Math.round(widthPx * box.heightPx / box.widthPx)
  const view = viewOf(frame, box, widthPx, heightPx, (widthPx / box.widthPx) * fw / 220)
  const network = await askNetwork(frame, box, widthPx, heightPx, engines)
  const { person } = findPerson(view, network, faceRegion(face.mesh, box, widthPx, heightPx))
  const scale = box.widthPx / widthPx
  const crown = crownRow(person, widthPx, heightPx, (face.faceLeftPx - left) / scale, (face.faceRightPx - left) / scale, (eye - top) / scale)
  const touches = (x: number) => { let n = 0; for (let y = 0; y < heightPx; y++) if (person[y * widthPx + x] > 0.5) n++; return n > 2 }
  return { crownPx: top + crown * scale, eyeLinePx: eye, faceLeftPx: face.faceLeftPx, faceRightPx: face.faceRightPx, frameWidthPx: frame.widthPx, frameHeightPx: frame.heightPx,
    cutAtTop: top === 0 && crown <= 1, cutAtLeft: left === 0 && touches(0), cutAtRight: right === frame.widthPx && touches(widthPx - 1) }
}

function viewOf(frame: Frame, box: Box, widthPx: number, heightPx: number, unitPx: number): View {
  return { widthPx, heightPx, box, unitPx, rgb: resampleRgb(frame, box, widthPx, heightPx), inside: insideFrame(box, widthPx, heightPx, frame) }
}

async function askNetwork(frame: Frame, box: Box, widthPx: number, heightPx: number, engines: Engines): Promise<Float32Array> {
  const side = engines.person.sidePx
  const probability = await engines.person.mask({ widthPx: side, heightPx: side, rgb: toBytes(resampleRgb(frame, box, side, side)) })
  return resamplePlane(probability, side, side, { leftPx: 0, topPx: 0, widthPx: side, heightPx: side }, widthPx, heightPx)
}

async function fineMatte(frame: Frame, face: Face, crop: Box, engines: Engines): Promise<Matte> {
  const finished = crop.widthPx / 480
  const unitPx = Math.min(+(process.env.K ?? 1.5), Math.max(1, 1 / finished * finished * finished))
  const left = crop.leftPx - 24 * finished, right = crop.leftPx + crop.widthPx + 24 * finished
  const top = crop.topPx - 40 * finished, bottom = Math.min(frame.heightPx, crop.topPx + crop.heightPx + 20 * finished)
  const box = { leftPx: left, topPx: top, widthPx: right - left, heightPx: bottom - top }
  const widthPx = Math.round((box.widthPx / finished) * unitPx), heightPx = Math.round((box.heightPx / finished) * unitPx)
  const view = viewOf(frame, box, widthPx, heightPx, unitPx)
  const cw = Math.round(widthPx / unitPx / 2.6), chh = Math.round(heightPx / unitPx / 2.6)
  const coarse: View = { widthPx: cw, heightPx: chh, box, unitPx: 1 / 2.6, rgb: resampleRgb(frame, box, cw, chh), inside: insideFrame(box, cw, chh, frame) }
  const network = await askNetwork(frame, box, cw, chh, engines)
  const hairEndsAt = ((face.chin[1] - top) / finished + 64) * unitPx
  return cutOut(view, coarse, network, faceRegion(face.mesh, box, cw, chh), faceRegion(face.mesh, box, widthPx, heightPx), hairEndsAt)
}
