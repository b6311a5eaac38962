import type { Pixels, Point } from '../frame.ts'

/** A face as found: 478 points of the MediaPipe face mesh with irises, in pixels of the image that was searched. */
export interface FoundFace {
  /** 0..1 */
  score: number
  leftPx: number
  topPx: number
  widthPx: number
  heightPx: number
  /** x, y of each mesh point. */
  mesh: Point[]
  /** Depth of each mesh point relative to the head's centre, in the same pixels, nearer is smaller. */
  depthPx: number[]
}

export interface FaceFinder {
  readonly name: string
  readonly version: string
  /** Faces in the image, largest first; none when there is none. */
  find(image: Pixels): Promise<FoundFace[]>
}

export interface PersonMask {
  readonly name: string
  readonly version: string
  /** The side of the square that the network looks at. */
  readonly sidePx: number
  /** Probability 0..1 that a pixel belongs to the person, `sidePx * sidePx`, for an image of exactly that size. */
  mask(image: Pixels): Promise<Float32Array>
}

export interface Engines {
  face: FaceFinder
  person: PersonMask
}
