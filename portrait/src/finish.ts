import type { Face } from './face/face.ts'
import { findEdges } from './findings/edges.ts'
import { checkPortrait } from './findings/findings.ts'
import { checkNoFrame } from './findings/framing.ts'
import type { Measure } from './findings/measure.ts'
import { type Box, type Frame, type Pixels, scaleBox, sourcePerFramePx } from './frame.ts'
import { type Bust, carryCrop, cropByHand, finishedGeometry, frameBust } from './framing.ts'
import { type Composite, compose } from './matte/composite.ts'
import type { Matte } from './matte/matte.ts'
import { workPlane } from './matte/work-plane.ts'
import type { Check, Edge, Finding, Report } from './report.ts'
import { atHeight, type Standard } from './standard.ts'

/** A person cut out of a photo: all that a finished picture by any standard is made of. In pixels of the frame. */
export interface Cut {
  frame: Frame
  face: Face
  bust: Bust
  matte: Matte
}

/** A cut person framed and laid on the background of one standard, and what there is to say about it. */
export interface Finished {
  standard: Standard
  /** Without a lawful crop there is no picture. */
  picture?: Composite
  /** In upright source pixels. */
  crop?: Box
  geometry?: NonNullable<Report['geometry']>
  findings: Finding[]
  /** What the checks measured, found bad or not. */
  measures: Measure[]
  checks: Check[]
  edges: Edge[]
}

/** Framing and findings are calibrated in pixels of a picture this high; other standards are scaled to it and back. */
const calibratedHeightPx = 640

/** The same standard in pixels of the height that framing and findings are calibrated for. */
export function calibrated(standard: Standard): Standard {
  return standard.heightPx === calibratedHeightPx ? standard : atHeight(standard, calibratedHeightPx)
}

/**
 * The finished picture of a cut person by a standard. Needs no engine: the same cut gives the light blue, the white and
 * the smaller pictures of one capture. `wanted`: a crop chosen by hand in source pixels, taken if it is lawful.
 */
export function finish(cut: Cut, standard: Standard, wanted?: Box): Finished {
  const { frame, face, bust, matte } = cut
  const usual = calibrated(standard)
  const framing = wanted
    ? cropByHand(bust, scaleBox(wanted, 1 / sourcePerFramePx(frame)), usual)
    : frameBust(bust, usual)
  if ('impossible' in framing)
    return { standard, findings: checkNoFrame(framing, usual), measures: [], checks: [], edges: [] }
  const { crop } = framing
  const lay = ({ widthPx, heightPx }: Standard) =>
    compose(frame, matte, crop, Math.round(widthPx), heightPx, standard.backgroundRgb)
  const picture = lay(standard)
  const looked = usual === standard ? picture : lay(usual)
  const geometry = finishedGeometry(bust, crop, usual)
  const evidence = { frame, face, matte, crop, bust, geometry, finished: looked, standard: usual }
  return {
    standard,
    picture,
    crop: scaleBox(crop, sourcePerFramePx(frame)),
    geometry: usual === standard ? geometry : finishedGeometry(bust, crop, standard),
    ...checkPortrait(evidence),
    edges: findEdges({ ...picture, ...finishedGeometry(bust, crop, standard) }),
  }
}

/**
 * The picture by another standard beside one whose crop was chosen by hand, in source pixels: cropped alike where that
 * is lawful by the other standard as well, else as that standard alone asks.
 */
export function finishAlike(cut: Cut, other: Standard, main: Standard, chosen: Box): Finished {
  const found = frameBust(cut.bust, calibrated(main))
  const own = frameBust(cut.bust, calibrated(other))
  if (!('impossible' in found) && !('impossible' in own)) {
    const sourcePx = sourcePerFramePx(cut.frame)
    const alike = carryCrop(chosen, scaleBox(found.crop, sourcePx), scaleBox(own.crop, sourcePx))
    const finished = finish(cut, other, alike)
    if (finished.picture && finished.findings.every(({ severity }) => severity !== 'block')) return finished
  }
  return finish(cut, other)
}

/** A print master with fewer pixels across is made of all the pixels that the photo has: 35 mm at 700 dpi. */
const masterWidthMinPx = 960
/** A larger crop is reduced to so many pixels across. */
const masterWidthMaxPx = 1440

/**
 * The finished picture with more pixels, never enlarged, in exactly the ratio of the standard. Undefined where there is
 * no lawful crop.
 */
export async function finishMaster({ frame, matte }: Cut, { standard, crop }: Finished): Promise<Pixels | undefined> {
  if (!crop) return undefined
  const isEnough = crop.widthPx / sourcePerFramePx(frame) >= masterWidthMinPx
  const photo = isEnough || !frame.finer ? frame : await frame.finer()
  const { widthPx, heightPx, backgroundRgb } = standard
  const divisor = commonDivisor(widthPx, heightPx)
  const inPhoto = scaleBox(crop, 1 / sourcePerFramePx(photo))
  const steps = Math.floor(Math.min(masterWidthMaxPx, inPhoto.widthPx) / (widthPx / divisor))
  const view = { ...matte.view, box: scaleBox(matte.view.box, photo.widthPx / frame.widthPx) }
  const size = [(steps * widthPx) / divisor, (steps * heightPx) / divisor] as const
  const alpha = workPlane('master alpha', size[0] * size[1])
  const { rgb } = compose(photo, { ...matte, view }, inPhoto, ...size, backgroundRgb, alpha)
  return { widthPx: size[0], heightPx: size[1], rgb }
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
