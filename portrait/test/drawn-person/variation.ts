export type HairStyle = 'short' | 'bob' | 'long' | 'bun' | 'bald' | 'afro'
export type HairColour = 'black' | 'brown' | 'auburn' | 'blond' | 'grey'
export type SkinTone = 'light' | 'medium' | 'tan' | 'deep'
export type ClothesKind = 'tshirt' | 'shirt' | 'jacket'
export type ClothesColour = 'white' | 'navy' | 'black' | 'red' | 'grey' | 'skyblue' | 'green' | 'beige'
export type WallKind = 'plain' | 'gradient' | 'vignette' | 'shadow' | 'plaster'
export type WallColour = 'white' | 'grey' | 'cream' | 'green' | 'blue' | 'door'

/** Everything that can differ between two drawn people and their pictures. Angles in degrees. */
export interface Variation {
  seed: number
  hair: HairStyle
  hairColour: HairColour
  skin: SkinTone
  /** The build of the face: a softer, narrower jaw or a firmer, wider one. */
  face: 'soft' | 'firm'
  clothes: ClothesKind
  clothesColour: ClothesColour
  glasses: boolean
  eyes: 'open' | 'closed'
  wall: WallKind
  wallColour: WallColour
  /** Where the main light stands: 0 is in front, positive to the image's right; height above the eyes. */
  lightAzimuthDegrees: number
  lightElevationDegrees: number
  /** Brightness of the main light against the fill: 1 is soft studio light, 2.5 is hard side light. */
  lightContrast: number
  /** Brightness of the whole picture: 1 is right, 0.2 is dark. */
  exposure: number
  /** Positive when the pupil at the image's right is lower. */
  rollDegrees: number
  /** Standard deviation of the camera's noise in levels of 255. */
  noiseLevels: number
  /** Cheek to cheek as a share of the image's width: how near the person is. */
  faceWidthShare: number
  /** Middle between the pupils as a share of the image's width and height. */
  eyesAtX: number
  eyesAtY: number
}

export const usual: Variation = {
  seed: 1,
  hair: 'short',
  hairColour: 'black',
  skin: 'light',
  face: 'firm',
  clothes: 'shirt',
  clothesColour: 'white',
  glasses: false,
  eyes: 'open',
  wall: 'gradient',
  wallColour: 'grey',
  lightAzimuthDegrees: -24,
  lightElevationDegrees: 32,
  lightContrast: 1,
  exposure: 1,
  rollDegrees: 0,
  noiseLevels: 1.2,
  faceWidthShare: 0.31,
  eyesAtX: 0.5,
  eyesAtY: 0.4,
}

/** A person drawn before a wall; sRGB 0..1. */
export type Colour = [number, number, number]

export const skinColours: Record<SkinTone, Colour> = {
  light: [0.955, 0.79, 0.69],
  medium: [0.88, 0.69, 0.56],
  tan: [0.74, 0.54, 0.41],
  deep: [0.5, 0.34, 0.26],
}

export const hairColours: Record<HairColour, Colour> = {
  black: [0.115, 0.095, 0.09],
  brown: [0.29, 0.19, 0.13],
  auburn: [0.4, 0.19, 0.11],
  blond: [0.74, 0.57, 0.36],
  grey: [0.6, 0.59, 0.58],
}

export const clothesColours: Record<ClothesColour, Colour> = {
  white: [0.93, 0.93, 0.94],
  navy: [0.12, 0.17, 0.31],
  black: [0.1, 0.1, 0.11],
  red: [0.68, 0.16, 0.17],
  grey: [0.5, 0.51, 0.53],
  skyblue: [0.53, 0.75, 0.92],
  green: [0.2, 0.42, 0.31],
  beige: [0.82, 0.74, 0.62],
}

export const wallColours: Record<WallColour, Colour> = {
  white: [0.91, 0.91, 0.9],
  grey: [0.77, 0.78, 0.79],
  cream: [0.9, 0.85, 0.75],
  green: [0.65, 0.74, 0.68],
  blue: [0.55, 0.66, 0.78],
  door: [0.55, 0.41, 0.3],
}
