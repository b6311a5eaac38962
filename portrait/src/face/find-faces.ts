import type { FaceFinder, FoundFace } from '../engines/engines.ts'
import type { Box, Frame, Pixels, Point } from '../frame.ts'
import { resamplePixels } from '../resample.ts'
import { type Face, measureFace } from './face.ts'

/** The whole photo is searched at this size; the detector itself looks at 256 x 256. */
const searchPx = 640
/** The mesh network sees the face at 192 x 192; a face found smaller is looked at again, closer. */
const meshWantsPx = 150

/** The whole photo, small. */
export function glanceAt(frame: Frame): Pixels {
  const { widthPx, heightPx } = frame
  return shrunk(frame, { leftPx: 0, topPx: 0, widthPx, heightPx })
}

/** Faces of the frame, largest first, in pixels of the frame. `glance` is the whole frame, small. */
export async function findFaces(frame: Frame, glance: Pixels, finder: FaceFinder): Promise<Face[]> {
  const whole = { leftPx: 0, topPx: 0, widthPx: frame.widthPx, heightPx: frame.heightPx }
  const found = await search(glance, whole, finder)
  if (found.length > 0 && found[0].widthPx < (meshWantsPx * frame.widthPx) / glance.widthPx) {
    const box = around(found[0], frame)
    const closer = await search(shrunk(frame, box), box, finder)
    if (closer.length > 0) found[0] = closer[0]
  }
  return found.map(measureFace)
}

function shrunk(frame: Frame, box: Box): Pixels {
  const shrink = Math.min(1, searchPx / Math.max(box.widthPx, box.heightPx))
  const widthPx = Math.max(1, Math.round(box.widthPx * shrink))
  const heightPx = Math.max(1, Math.round(box.heightPx * shrink))
  return resamplePixels(frame, box, widthPx, heightPx)
}

async function search(image: Pixels, box: Box, finder: FaceFinder): Promise<FoundFace[]> {
  const scale = box.widthPx / image.widthPx
  return (await finder.find(image)).map((face) => ({
    score: face.score,
    leftPx: box.leftPx + face.leftPx * scale,
    topPx: box.topPx + face.topPx * scale,
    widthPx: face.widthPx * scale,
    heightPx: face.heightPx * scale,
    mesh: face.mesh.map(([x, y]): Point => [box.leftPx + x * scale, box.topPx + y * scale]),
    depthPx: face.depthPx.map((z) => z * scale),
  }))
}

function around(face: FoundFace, frame: Pixels): Box {
  const half = 1.1 * Math.max(face.widthPx, face.heightPx)
  const leftPx = Math.max(0, face.leftPx + face.widthPx / 2 - half)
  const topPx = Math.max(0, face.topPx + face.heightPx / 2 - half)
  return {
    leftPx,
    topPx,
    widthPx: Math.min(frame.widthPx, leftPx + 2 * half) - leftPx,
    heightPx: Math.min(frame.heightPx, topPx + 2 * half) - topPx,
  }
}

/** The same face in pixels of a frame that is `factor` times as large. */
export function scaleFace(face: Face, factor: number): Face {
  const point = ([x, y]: Point): Point => [x * factor, y * factor]
  return {
    ...face,
    pupilLeft: point(face.pupilLeft),
    pupilRight: point(face.pupilRight),
    chin: point(face.chin),
    faceLeftPx: face.faceLeftPx * factor,
    faceRightPx: face.faceRightPx * factor,
    mesh: face.mesh.map(point),
  }
}
