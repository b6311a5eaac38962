import { fineBust, roughBust, scaleBust } from './bust.ts'
import type { Engines } from './engines/engines.ts'
import { type Face, faceWidthPx } from './face/face.ts'
import { findFaces, glanceAt, scaleFace } from './face/find-faces.ts'
import { checkFaces } from './findings/faces.ts'
import { checkPortrait } from './findings/findings.ts'
import { checkNoFrame } from './findings/framing.ts'
import { type Box, type Frame, type Pixels, scaleBox, sourcePerFramePx } from './frame.ts'
import { type Bust, finishedGeometry, frameBust } from './framing.ts'
import { type Composite, compose } from './matte/composite.ts'
import { cutPerson } from './matte/cut-person.ts'
import type { Report } from './report.ts'
import { emptyReport, reportFace } from './report.ts'
import type { Standard } from './standard.ts'

export interface PortraitOptions {
  /** Also the same crop with as many pixels as the original has, for prints. */
  master?: boolean
}

export interface Portrait {
  finished: Composite
  master?: Composite
}

/** The print master has at most this many pixels across; a larger crop is reduced to it. */
const masterWidthMaxPx = 1440
/** Finished pixels per frame pixel above which the frame is decoded again with all its pixels. */
const wantedFramePerFinished = 1.5
const usualFaceShare = 220 / 480

/**
 * From an upright photo to a finished portrait: find the one face, frame the bust, cut the person out, frame again
 * with the crown now seen clearly, put the crop on the standard's background, and check what a reviewer would check.
 * Without a face or a lawful crop there is no portrait, and the report says why.
 */
export async function makePortrait(
  photo: Frame,
  engines: Engines,
  standard: Standard,
  options: PortraitOptions = {},
): Promise<{ portrait?: Portrait; report: Report }> {
  const report = emptyReport(standard, photo, engines)
  const watch = stopwatch(report)
  const glance = glanceAt(photo)
  const faces = await findFaces(photo, glance, engines.face)
  report.findings.push(...checkFaces(faces))
  watch('faceMs')
  if (report.findings.some(({ severity }) => severity === 'block')) return { report }

  const { frame, face } = await withEnoughPixels(photo, faces[0], options)
  const rough = await firstBust(frame, glance, face, engines)
  report.face = reportFace(face, rough.crownPx, sourcePerFramePx(frame))
  watch('maskMs')
  const first = frameBust(rough, standard)
  if ('impossible' in first) return refuse(report, first.impossible, rough, standard)
  const matte = await cutPerson(frame, face, first.crop, engines, standard)
  const bust = fineBust(rough, face, matte)
  report.face = reportFace(face, bust.crownPx, sourcePerFramePx(frame))
  const framing = frameBust(bust, standard)
  if ('impossible' in framing) return refuse(report, framing.impossible, bust, standard)

  const { crop } = framing
  const { widthPx, heightPx, backgroundRgb } = standard
  const finished = compose(frame, matte, crop, widthPx, heightPx, backgroundRgb)
  const master = options.master
    ? composeMaster(frame, crop, standard, (w, h) => compose(frame, matte, crop, w, h, backgroundRgb))
    : undefined
  report.crop = scaleBox(crop, sourcePerFramePx(frame))
  report.geometry = finishedGeometry(bust, crop, standard)
  watch('matteMs')
  report.findings.push(
    ...checkPortrait({ frame, face, matte, crop, bust, geometry: report.geometry, finished, standard }),
  )
  report.ok = true
  return { portrait: { finished, master }, report }
}

function refuse(report: Report, code: Parameters<typeof checkNoFrame>[0], bust: Bust, standard: Standard) {
  report.findings.push(...checkNoFrame(code, bust, standard))
  return { report }
}

function stopwatch(report: Report): (part: 'faceMs' | 'maskMs' | 'matteMs') => void {
  let since = performance.now()
  return (part) => {
    const now = performance.now()
    report.timings[part] = now - since
    since = now
  }
}

/** In the glance the head's outline is seen well enough, unless the person stands far away. */
const glanceFaceWidthMinPx = 90

async function firstBust(frame: Frame, glance: Pixels, face: Face, engines: Engines): Promise<Bust> {
  const share = glance.widthPx / frame.widthPx
  if (faceWidthPx(face) * share < glanceFaceWidthMinPx) return roughBust(frame, face, engines)
  return scaleBust(await roughBust(glance, scaleFace(face, share), engines), 1 / share)
}

/** A photo is decoded small first; where the bust then has too few pixels, all of them are fetched. */
async function withEnoughPixels(
  photo: Frame,
  face: Face,
  options: PortraitOptions,
): Promise<{ frame: Frame; face: Face }> {
  const cropWidthPx = faceWidthPx(face) / usualFaceShare
  const wanted = options.master ? masterWidthMaxPx : 480 * wantedFramePerFinished
  if (!photo.finer || cropWidthPx >= wanted) return { frame: photo, face }
  const frame = await photo.finer()
  return { frame, face: scaleFace(face, frame.widthPx / photo.widthPx) }
}

function composeMaster(
  frame: Frame,
  crop: Box,
  standard: Standard,
  draw: (w: number, h: number) => Composite,
): Composite {
  const sourceWidthPx = crop.widthPx * sourcePerFramePx(frame)
  const widthPx = Math.max(standard.widthPx, Math.min(masterWidthMaxPx, Math.floor(sourceWidthPx)))
  return draw(widthPx, Math.round((widthPx * standard.heightPx) / standard.widthPx))
}
