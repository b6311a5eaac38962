/** A face as a finder sees it, in pixels of the picture that was searched. Angles are those of the photo's findings. */
export type SeenFace = {
  /** Middle between the cheeks, height of the eyes, cheek to cheek. */
  centerXPx: number
  eyeLinePx: number
  widthPx: number
  /** Positive when the eye at the picture's right is lower. */
  rollDegrees: number
  /** Positive when the face turns to the picture's right. */
  yawDegrees: number
  /** Positive when the face looks down. */
  pitchDegrees: number
}

/** What one picture of the camera shows. */
export type Seen = {
  /** Largest first. */
  faces: SeenFace[]
  /** The brightest thing in the kept area, level 0 to 255. */
  brightest: number
  /** The darker half of the face over the brighter one; 1 without a face. */
  evenness: number
  /** How far the wall is from a plain one, in levels; 0 without a face. */
  wallLevels: number
}

/** A small picture of the camera: four bytes a pixel, red, green, blue, and one that says nothing. */
export type CameraPicture = { widthPx: number; heightPx: number; rgba: Uint8Array | Uint8ClampedArray }

export type Point = readonly [x: number, y: number]
