import type { View } from './view.ts'

/** The surroundings of a crop as the matte looks at them: fine and coarse, with the network's mask and the face. */
export interface Look {
  view: View
  coarse: View
  /** The person's probability on the coarse view. */
  network: Float32Array
  /** 1 inside the face's contour, on either view. */
  coarseFace: Uint8Array
  face: Uint8Array
  /** The row of the view below which there is no loose hair. */
  hairEndsAt: number
}
