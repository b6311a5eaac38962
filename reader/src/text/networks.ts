import type { Picture } from '../picture.ts'

/** Values from 0 to 1 for each pixel, row after row. */
export interface Plane {
  widthPx: number
  heightPx: number
  values: Float32Array
}

/** What a recognition network says: for each of `steps` places along the line, a probability for each class. */
export interface Timeline {
  steps: number
  classes: number
  /** steps × classes; class 0 is “no character here”, class i is `characters[i]` of the networks. */
  probabilities: Float32Array
}

/** The neural part of reading: three networks behind one small interface. */
export interface TextNetworks {
  /** Character of each class; entry 0 is empty. */
  characters: readonly string[]
  /** How likely each pixel is the core of a text line. Sides must be multiples of 32. */
  textMap(picture: Picture): Promise<Plane>
  /** How likely the line stands on its head, 0 to 1. The line is 48 pixels high. */
  upsideDown(line: Picture): Promise<number>
  /** The line is 48 pixels high and at least 16 wide. */
  recognise(line: Picture): Promise<Timeline>
}

export const lineHeightPx = 48
