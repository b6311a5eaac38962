import { luma } from '../colour.ts'
import { polygonPixels } from '../face/contour.ts'
import type { Point } from '../frame.ts'
import { orderStatistic } from '../order-statistic.ts'
import type { Evidence } from './evidence.ts'
import { type Ruler, rulerOf } from './ruler.ts'

/** The finished picture with the face's landmarks on it: every face is looked at in the same size. */
export interface FaceMap {
  widthPx: number
  heightPx: number
  rgb: Uint8Array
  luma: Float32Array
  /** Mesh in finished pixels. */
  mesh: Point[]
  /** Eye line to chin, finished pixels. */
  eyeToChinPx: number
  ruler: Ruler
}

export function mapFace({ finished, face, crop }: Evidence): FaceMap {
  const { widthPx, heightPx, rgb } = finished
  const scale = widthPx / crop.widthPx
  const toFinished = ([x, y]: Point): Point => [(x - crop.leftPx) * scale, (y - crop.topPx) * scale]
  const plane = new Float32Array(widthPx * heightPx)
  for (let i = 0; i < plane.length; i++) plane[i] = luma(rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2])
  const eyes = (face.pupilLeft[1] + face.pupilRight[1]) / 2
  const mesh = face.mesh.map(toFinished)
  return {
    widthPx,
    heightPx,
    rgb,
    luma: plane,
    mesh,
    ruler: rulerOf(mesh),
    eyeToChinPx: (face.chin[1] - eyes) * scale,
  }
}

/** Contours of the mesh, "left" at the image's left. */
export const outlines = {
  eyeLeft: [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
  eyeRight: [362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382],
  /** From brow to cheekbone: what a lens covers. */
  lensLeft: [46, 53, 52, 65, 55, 193, 122, 196, 126, 100, 117, 111, 35],
  lensRight: [276, 283, 282, 295, 285, 417, 351, 419, 355, 329, 346, 340, 265],
  cheekLeft: [117, 118, 101, 36, 205, 187, 123],
  cheekRight: [346, 347, 330, 266, 425, 411, 352],
  forehead: [109, 10, 338, 337, 151, 108],
  /** From under the nose to the chin. */
  muzzle: [164, 391, 322, 410, 432, 422, 424, 418, 200, 194, 204, 202, 212, 186, 92, 165],
  skin: [
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
  ],
} as const

/** Indices of the pixels inside an outline. */
export function zone(map: FaceMap, outline: readonly number[]): number[] {
  return polygonPixels(
    outline.map((i) => map.mesh[i]),
    map.widthPx,
    map.heightPx,
  )
}

/** Root mean square of the Laplacian at these pixels, in levels. */
export function texture({ luma, widthPx, heightPx }: FaceMap, at: number[]): number {
  let squares = 0
  let count = 0
  for (const i of at) {
    if (i < widthPx || i >= widthPx * (heightPx - 1)) continue
    const value = 4 * luma[i] - luma[i - 1] - luma[i + 1] - luma[i - widthPx] - luma[i + widthPx]
    squares += value * value
    count++
  }
  return Math.sqrt(squares / Math.max(1, count))
}

/** The q-th share of the values at these places, 0..1. */
export function quantile(values: ArrayLike<number>, at: number[], q: number): number {
  if (at.length === 0) return 0
  const found = new Float32Array(at.length)
  for (let k = 0; k < at.length; k++) found[k] = values[at[k]]
  return orderStatistic(found, Math.min(found.length - 1, Math.floor(q * found.length)))
}
