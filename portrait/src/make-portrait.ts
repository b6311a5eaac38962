import { fineBust, roughBust, scaleBust } from './bust.ts'
import type { Engines } from './engines/engines.ts'
import { type Face, faceWidthPx } from './face/face.ts'
import { findFaces, glanceAt, scaleFace } from './face/find-faces.ts'
import { checkFaces } from './findings/faces.ts'
import { checkNoFrame } from './findings/framing.ts'
import type { Measure } from './findings/measure.ts'
import { type Cut, calibrated, type Finished, finish, finishAlike, finishMaster } from './finish.ts'
import { type Box, type Frame, type Pixels, scaleBox, sourcePerFramePx, unionBox } from './frame.ts'
import { type Bust, carryCrop, frameBust, type Impossible } from './framing.ts'
import type { Composite } from './matte/composite.ts'
import { cutPerson } from './matte/cut-person.ts'
import type { Report } from './report.ts'
import { emptyReport, reportFace } from './report.ts'
import type { Standard } from './standard.ts'

export interface PortraitOptions {
  /** Also the same crop with more pixels, for prints, see {@link finishMaster}. */
  master?: boolean
  /** Also finished pictures by these standards, out of the same cut. */
  also?: Standard[]
  /** A crop chosen by hand, in upright source pixels, in place of the one that is found; its height follows. */
  crop?: Box
}

export interface Portrait {
  /** What further finished pictures can be made of, see {@link finish}. */
  cut: Cut
  finished: Composite
  /** What the checks of the finished picture measured, found bad or not. */
  measures: Measure[]
  master?: Pixels
  /** In the order of the options. */
  also: Finished[]
}

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

  const { frame, face } = await withEnoughPixels(photo, faces[0])
  const rough = await firstBust(frame, glance, face, engines)
  report.face = reportFace(face, rough.crownPx, sourcePerFramePx(frame))
  watch('maskMs')
  const usual = calibrated(standard)
  const first = frameBust(rough, usual)
  if ('impossible' in first) return refuse(report, first, usual)
  const also = (options.also ?? []).map(calibrated)
  const byHand = options.crop && scaleBox(options.crop, 1 / sourcePerFramePx(frame))
  const region = regionOf(first.crop, byHand, rough, also)
  const matte = await cutPerson(frame, face, region, first.crop.heightPx / usual.heightPx, engines)
  const bust = fineBust(rough, face, matte)
  report.face = reportFace(face, bust.crownPx, sourcePerFramePx(frame))

  const cut: Cut = { frame, face, bust, matte }
  const finished = finish(cut, standard, options.crop)
  report.findings.push(...finished.findings)
  if (!finished.picture || !finished.crop || !finished.geometry) return { report }
  report.crop = finished.crop
  report.geometry = finished.geometry
  report.checks = finished.checks
  report.edges = finished.edges
  report.ok = true
  const portrait: Portrait = {
    cut,
    finished: finished.picture,
    measures: finished.measures,
    master: options.master ? await finishMaster(cut, finished) : undefined,
    also: (options.also ?? []).map((other) =>
      options.crop ? finishAlike(cut, other, standard, options.crop) : finish(cut, other),
    ),
  }
  watch('matteMs')
  return { portrait, report }
}

/**
 * Where the person has to be cut out: the crop of the standard, those of the others wanted beside it, and what a crop by
 * hand makes of each.
 */
function regionOf(crop: Box, byHand: Box | undefined, bust: Bust, also: Standard[]): Box {
  const others = also.flatMap((standard) => {
    const framing = frameBust(bust, standard)
    return 'impossible' in framing ? [] : [framing.crop]
  })
  const moved = byHand ? [byHand, ...others.map((other) => carryCrop(byHand, crop, other))] : []
  return [...others, ...moved].reduce(unionBox, crop)
}

function refuse(report: Report, why: Impossible, standard: Standard) {
  report.findings.push(...checkNoFrame(why, standard))
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
async function withEnoughPixels(photo: Frame, face: Face): Promise<{ frame: Frame; face: Face }> {
  const cropWidthPx = faceWidthPx(face) / usualFaceShare
  if (!photo.finer || cropWidthPx >= 480 * wantedFramePerFinished) return { frame: photo, face }
  const frame = await photo.finer()
  return { frame, face: scaleFace(face, frame.widthPx / photo.widthPx) }
}
