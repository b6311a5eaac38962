import type { Engines, PersonMask } from '../engines/engines.ts'
import { faceRegion } from '../face/contour.ts'
import type { Face } from '../face/face.ts'
import type { Box, Frame } from '../frame.ts'
import type { Look } from './look.ts'
import { cutOut, type Matte } from './matte.ts'
import { networkMask } from './network-mask.ts'
import { coarserView, viewOf } from './view.ts'

/** View pixels per finished pixel. */
const fineUnitPx = 1
const coarseUnitPx = 0.385
/** Seen beside the crop, finished pixels: the crown may move it a little, and the wall is fitted wider than it. */
const marginPx = { side: 24, above: 40, below: 20 }
/** Loose hair is looked for down to so far below the chin, finished pixels. */
const hairBelowChinPx = 64

/** The person in a region of the frame and a little beyond; `finished` is the side of a finished pixel in the frame's. */
export async function cutPerson(
  frame: Frame,
  face: Face,
  crop: Box,
  finished: number,
  engines: Engines,
): Promise<Matte> {
  return cutOut(await lookAround(frame, face, crop, finished, engines.person))
}

export async function lookAround(
  frame: Frame,
  face: Face,
  crop: Box,
  finished: number,
  network: PersonMask,
): Promise<Look> {
  const topPx = crop.topPx - marginPx.above * finished
  const bottomPx = Math.min(frame.heightPx, crop.topPx + crop.heightPx + marginPx.below * finished)
  const box = {
    leftPx: crop.leftPx - marginPx.side * finished,
    topPx,
    widthPx: crop.widthPx + 2 * marginPx.side * finished,
    heightPx: bottomPx - topPx,
  }
  const size = (unit: number): [number, number] => [
    Math.round((box.widthPx / finished) * unit),
    Math.round((box.heightPx / finished) * unit),
  ]
  const [widthPx, heightPx] = size(fineUnitPx)
  const [coarseWidthPx, coarseHeightPx] = size(coarseUnitPx)
  const view = viewOf(frame, box, widthPx, heightPx, fineUnitPx)
  const coarse = coarserView(view, coarseWidthPx, coarseHeightPx, coarseUnitPx, frame)
  return {
    view,
    coarse,
    network: await networkMask(view, coarseWidthPx, coarseHeightPx, network),
    coarseFace: faceRegion(face.mesh, box, coarseWidthPx, coarseHeightPx),
    face: faceRegion(face.mesh, box, widthPx, heightPx),
    hairEndsAt: ((face.chin[1] - topPx) / finished + hairBelowChinPx) * fineUnitPx,
  }
}
